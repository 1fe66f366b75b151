import { Controller } from '@nestjs/common';
import { authorityNamed, type EventOf } from '@gongshu/contracts';
import { covers, Reacts, type Transaction } from '@gongshu/service-kit';
import { AuthorityStore } from './authority.store.js';

/** A node below has its authority: the level above lists it no longer as incomplete (hebei 5). What a node says of places outside its territory is not taken. */
@Controller()
export class WhenNeighbourNamesAuthority {
  constructor(private readonly authorities: AuthorityStore) {}

  @Reacts(authorityNamed, { as: 'when-neighbour-names-authority', from: 'neighbours' })
  async keep({ node, data }: EventOf<typeof authorityNamed>, tx: Transaction): Promise<void> {
    if (node !== tx.ctx.node.code && covers(tx.ctx.node.code, node) && covers(node, data.division)) await this.authorities.save(tx, { ...data, node });
  }
}
