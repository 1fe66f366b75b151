import { Controller } from '@nestjs/common';
import { entryPublished, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { CollectionScope } from './collection-scope.js';
import { PublishedItems } from './published-items.js';

/** Keeps by what names items are to be had, of this node's entries and the neighbours'; an entry that is withdrawn is in force no longer and need not be taken out. */
@Controller()
export class WhenEntryPublished {
  constructor(
    private readonly published: PublishedItems,
    private readonly scope: CollectionScope,
  ) {}

  @Reacts(entryPublished, { as: 'when-entry-published-keep-items', from: 'both' })
  async keep({ data: { id, name, items, node, provider } }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.published.keep(tx, id, name, items);
    if (node === tx.ctx.node.code) await this.scope.tellOf(tx, provider.id, { id, name, items });
  }
}
