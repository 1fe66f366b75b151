import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { collectionItemChanged, type CollectionItemContent, type CollectionItemView } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { checkItem, itemView } from './collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { onlyByList } from './collection-law.js';
import { ItemWording } from './item-wording.js';
import { OneSource } from './one-source.js';

/** A department tells what it is going to collect, before it does. */
@Injectable()
export class RegisterCollectionItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly items: CollectionItemStore,
    private readonly oneSource: OneSource,
    private readonly wording: ItemWording,
  ) {}

  async run(ctx: RequestContext, content: CollectionItemContent): Promise<CollectionItemView> {
    const department = actingOrganisation(ctx);
    const { pack } = this.regulation;
    onlyByList(pack);
    checkItem(pack, content);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.items.lock(tx);
        await this.oneSource.challenge(tx, pack, department, [{ content, pointer: '/name' }]);
        const item = { id: randomUUID(), department, key: this.wording.keyOf(content.name, content.subject), content, entryId: null, registeredAt: ctx.now };
        await this.items.add(tx, [item]);
        tx.announce(collectionItemChanged, item.id, { id: item.id, organisationId: department.id, change: 'REGISTERED' });
        return itemView(item);
      },
      content,
    );
  }
}
