import { Injectable } from '@nestjs/common';
import { collectionItemChanged, Problem, problems, type CollectionItemId, type CollectionItemView, type RecordDigitisation, type ReviseCollectionItem } from '@gongshu/contracts';
import { actingOrganisation, isSameOrganisation, NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { checkItem, itemView, type CollectionItem } from './collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { onlyByList } from './collection-law.js';
import { ItemWording } from './item-wording.js';
import { OneSource } from './one-source.js';

/** What a department changes in an item of its own. How far its material is digitised it always tells; what it collects, only where no list says so. */
@Injectable()
export class ChangeCollectionItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly items: CollectionItemStore,
    private readonly oneSource: OneSource,
    private readonly wording: ItemWording,
  ) {}

  async revise(ctx: RequestContext, input: ReviseCollectionItem): Promise<CollectionItemView> {
    const { id, ...content } = input;
    const { pack } = this.regulation;
    checkItem(pack, content);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.items.lock(tx);
        const item = await this.own(tx, id);
        onlyByList(pack);
        await this.oneSource.challenge(tx, pack, item.department, [{ content, pointer: '/name' }]);
        return this.save(tx, { ...item, content, key: this.wording.keyOf(content.name, content.subject) }, 'REVISED');
      },
      input,
    );
  }

  async end(ctx: RequestContext, { id }: CollectionItemId): Promise<CollectionItemView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const item = await this.own(tx, id);
        onlyByList(this.regulation.pack);
        await this.items.end(tx, [id], item.department.id);
        return this.tell(tx, item, 'ENDED');
      },
      { id },
    );
  }

  async recordDigitisation(ctx: RequestContext, input: RecordDigitisation): Promise<CollectionItemView> {
    const { id, ...digitisation } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const item = await this.own(tx, id);
        if (item.content.form === 'DIGITAL') throw new Problem(problems.conflict, { detail: { zh: '该事项已是数字形式', en: 'The item is digital already' } });
        return this.save(tx, { ...item, content: { ...item.content, digitisation } }, 'DIGITISATION_RECORDED');
      },
      input,
    );
  }

  /** @throws Problem 403 for an item of another department */
  private async own(tx: Transaction, id: string): Promise<CollectionItem> {
    const item = await this.items.load(tx, id);
    if (!isSameOrganisation(actingOrganisation(tx.ctx), item.department)) throw new Problem(problems.forbidden);
    return item;
  }

  private async save(tx: Transaction, item: CollectionItem, change: string): Promise<CollectionItemView> {
    await this.items.save(tx, item);
    return this.tell(tx, item, change);
  }

  private tell(tx: Transaction, item: CollectionItem, change: string): CollectionItemView {
    tx.announce(collectionItemChanged, item.id, { id: item.id, organisationId: item.department.id, change });
    return itemView(item);
  }
}
