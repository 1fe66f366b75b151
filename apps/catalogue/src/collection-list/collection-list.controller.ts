import { Controller } from '@nestjs/common';
import {
  actOnCollectionList,
  ActOnCollectionList as Act,
  CollectionItemContent,
  CollectionItemId,
  CollectionListId,
  endCollectionItem,
  findCollectionItems,
  FindCollectionItems,
  findCollectionLists,
  generateCollectionLists,
  GenerateCollectionLists as Generation,
  getCollectionList,
  PageQuery,
  recordDigitisation,
  RecordDigitisation,
  registerCollectionItem,
  reviseCollectionItem,
  ReviseCollectionItem,
  type CollectionItemPage,
  type CollectionItemView,
  type CollectionListPage,
  type CollectionListView,
  type GeneratedCollectionLists,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnCollectionList } from './act-on-collection-list.js';
import { ChangeCollectionItem } from './change-collection-item.js';
import { FindCollection } from './find-collection.js';
import { GenerateCollectionLists } from './generate-collection-lists.js';
import { RegisterCollectionItem } from './register-collection-item.js';

@Controller()
export class CollectionListController {
  constructor(
    private readonly registering: RegisterCollectionItem,
    private readonly changing: ChangeCollectionItem,
    private readonly generating: GenerateCollectionLists,
    private readonly acting: ActOnCollectionList,
    private readonly finding: FindCollection,
  ) {}

  @Answers(registerCollectionItem)
  register(input: CollectionItemContent, ctx: RequestContext): Promise<CollectionItemView> {
    return this.registering.run(ctx, input);
  }

  @Answers(reviseCollectionItem)
  revise(input: ReviseCollectionItem, ctx: RequestContext): Promise<CollectionItemView> {
    return this.changing.revise(ctx, input);
  }

  @Answers(endCollectionItem)
  end(input: CollectionItemId, ctx: RequestContext): Promise<CollectionItemView> {
    return this.changing.end(ctx, input);
  }

  @Answers(recordDigitisation)
  recordDigitisation(input: RecordDigitisation, ctx: RequestContext): Promise<CollectionItemView> {
    return this.changing.recordDigitisation(ctx, input);
  }

  @Answers(findCollectionItems)
  findItems(input: FindCollectionItems, ctx: RequestContext): Promise<CollectionItemPage> {
    return this.finding.itemPage(ctx, input);
  }

  @Answers(generateCollectionLists)
  generate(input: Generation, ctx: RequestContext): Promise<GeneratedCollectionLists> {
    return this.generating.run(ctx, input);
  }

  @Answers(actOnCollectionList)
  act(input: Act, ctx: RequestContext): Promise<CollectionListView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getCollectionList)
  get(input: CollectionListId, ctx: RequestContext): Promise<CollectionListView> {
    return this.finding.list(ctx, input);
  }

  @Answers(findCollectionLists)
  find(input: PageQuery, ctx: RequestContext): Promise<CollectionListPage> {
    return this.finding.listPage(ctx, input);
  }
}
