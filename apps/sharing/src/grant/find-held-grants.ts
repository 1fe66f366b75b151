import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

/** What an organisation holds of an entry, suspended and expired grants included, terminated ones not. */
@Injectable()
export class FindHeldGrants {
  constructor(private readonly grants: GrantStore) {}

  run(tx: Transaction, entryId: string, holder: Party): Promise<Grant[]> {
    return this.grants.heldBy(tx, entryId, holder);
  }
}
