import { Injectable } from '@nestjs/common';
import { authorityNamed, type Organisation } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { AuthorityStore } from './authority.store.js';

/** Whoever is first given the authority's role in a division that has none is its authority. Another one is named expressly. A committee governs its area, not the division. */
@Injectable()
export class NameFirstAuthority {
  constructor(private readonly authorities: AuthorityStore) {}

  async run(tx: Transaction, { id, division, level, area }: Organisation): Promise<void> {
    if (area !== undefined) return;
    await this.authorities.lock(tx, division, level);
    if ((await this.authorities.find(tx, division, level)) !== undefined) return;
    await this.authorities.save(tx, { division, level, organisationId: id, node: tx.ctx.node.code });
    tx.announce(authorityNamed, division, { division, level, organisationId: id });
  }
}
