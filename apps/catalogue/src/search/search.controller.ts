import { Controller } from '@nestjs/common';
import {
  findDataItems,
  FindDataItems as ItemsAsked,
  searchCatalogue,
  SearchCatalogue as Search,
  suggestSearches,
  SuggestSearches as Typed,
  type DataItemHits,
  type EntryHits,
  type Suggestions,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindDataItems } from './find-data-items.js';
import { SearchCatalogue } from './search-catalogue.js';
import { SuggestSearches } from './suggest-searches.js';

@Controller()
export class SearchController {
  constructor(
    private readonly searching: SearchCatalogue,
    private readonly suggesting: SuggestSearches,
    private readonly finding: FindDataItems,
  ) {}

  @Answers(searchCatalogue)
  search(input: Search, ctx: RequestContext): Promise<EntryHits> {
    return this.searching.run(ctx, input);
  }

  @Answers(suggestSearches)
  suggest(input: Typed, ctx: RequestContext): Promise<Suggestions> {
    return this.suggesting.run(ctx, input);
  }

  @Answers(findDataItems)
  findItems(input: ItemsAsked, ctx: RequestContext): Promise<DataItemHits> {
    return this.finding.run(ctx, input);
  }
}
