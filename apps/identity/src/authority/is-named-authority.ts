import { Injectable } from '@nestjs/common';
import type { Organisation } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { AuthorityStore } from './authority.store.js';

/** Whether an organisation of this node is the named data authority of its division. */
@Injectable()
export class IsNamedAuthority {
  constructor(private readonly authorities: AuthorityStore) {}

  async run(tx: Transaction, { id, division, level }: Organisation): Promise<boolean> {
    const named = await this.authorities.find(tx, division, level);
    return named?.organisationId === id && named.node === tx.ctx.node.code;
  }
}
