import { Controller } from '@nestjs/common';
import { collectionScopeSet, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { CollectionScopeStore } from './collection-scope.store.js';

@Controller()
export class WhenCollectionScopeSet {
  constructor(private readonly scopes: CollectionScopeStore) {}

  @Reacts(collectionScopeSet, { as: 'when-collection-scope-set' })
  async keep({ data: { entryId, columns } }: EventOf<typeof collectionScopeSet>, tx: Transaction): Promise<void> {
    await this.scopes.keep(tx, entryId, columns);
  }
}
