import { Module } from '@nestjs/common';
import { ActOnCollectionList } from './act-on-collection-list.js';
import { ChangeCollectionItem } from './change-collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { CollectionListController } from './collection-list.controller.js';
import { CollectionListStore } from './collection-list.store.js';
import { CollectionScope } from './collection-scope.js';
import { DigitisationBacklog } from './digitisation-backlog.js';
import { FindCollection } from './find-collection.js';
import { GenerateCollectionLists } from './generate-collection-lists.js';
import { ItemWording } from './item-wording.js';
import { OneSource } from './one-source.js';
import { PublishedItems } from './published-items.js';
import { RegisterCollectionItem } from './register-collection-item.js';
import { WhenCollectionDeadline } from './when-collection-deadline.js';
import { WhenEntryPublished } from './when-entry-published.js';

/** Who collects what, and that nobody collects what is there already. */
@Module({
  controllers: [CollectionListController, WhenEntryPublished, WhenCollectionDeadline],
  providers: [
    { provide: ItemWording, useFactory: () => ItemWording.load() },
    CollectionItemStore, CollectionListStore, PublishedItems, OneSource, CollectionScope, RegisterCollectionItem, ChangeCollectionItem, GenerateCollectionLists, ActOnCollectionList, FindCollection, DigitisationBacklog,
  ],
  exports: [ItemWording, PublishedItems, DigitisationBacklog],
})
export class CollectionListModule {}
