import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

/** A request's grant with its row locked; null where there is none, or none any more. The request's own row is locked before. */
@Injectable()
export class LockLivingGrant {
  constructor(private readonly grants: GrantStore) {}

  async run(tx: Transaction, id: string | null): Promise<Grant | null> {
    const grant = id === null ? undefined : await this.grants.lockUnscoped(tx, id);
    return grant === undefined || grant.state === 'TERMINATED' ? null : grant;
  }
}
