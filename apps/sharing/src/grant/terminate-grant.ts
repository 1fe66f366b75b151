import { Injectable } from '@nestjs/common';
import { grantSuspended } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { grantChanged, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

/** Ends a grant for good, because its request was concluded against sharing. A running suspension ends with it: nothing is left to restore. */
@Injectable()
export class TerminateGrant {
  constructor(private readonly grants: GrantStore) {}

  /** @param grant with its row locked */
  async run(tx: Transaction, grant: Grant, source: LegalSource, reasons: string | null): Promise<Grant> {
    const terminated: Grant = { ...grant, state: 'TERMINATED', suspensionStanding: null, suspensionSource: source, suspensionReason: reasons };
    await this.grants.save(tx, terminated);
    tx.announce(grantSuspended, grant.id, grantChanged(terminated, reasons, source));
    return terminated;
  }
}
