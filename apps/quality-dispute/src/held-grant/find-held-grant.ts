import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { HeldGrantStore, type HeldGrant } from './held-grant.store.js';

/** A grant that the organisation holds, suspended and ended ones included: what was obtained may be doubted. */
@Injectable()
export class FindHeldGrant {
  constructor(private readonly grants: HeldGrantStore) {}

  run(tx: Transaction, holder: Party, grantId: string): Promise<HeldGrant | undefined> {
    return this.grants.findOf(tx, holder, grantId);
  }
}
