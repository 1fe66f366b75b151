import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { GrantStore } from './grant.store.js';

/** Stops all calls of an entry's grants that one node owns because of a safety danger, or lets them go again; answers who holds them. The grants' own states stay as they are. */
@Injectable()
export class StopGrants {
  constructor(private readonly grants: GrantStore) {}

  /** @param source the provision that stops them; null lets them go */
  run(tx: Transaction, entryId: string, ownerNode: string, source: LegalSource | null): Promise<Party[]> {
    return this.grants.setSafetyStop(tx, entryId, ownerNode, source);
  }
}
