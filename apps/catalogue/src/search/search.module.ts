import { Module } from '@nestjs/common';
import { EntrySearchIndex } from './entry-search-index.js';
import { FindDataItems } from './find-data-items.js';
import { SearchCatalogue } from './search-catalogue.js';
import { SearchController } from './search.controller.js';
import { SearchVocabulary } from './search-vocabulary.js';
import { SuggestSearches } from './suggest-searches.js';

/** Full-text search of published entries. The entry's side tells `EntrySearchIndex` what is published and withdrawn. */
@Module({
  controllers: [SearchController],
  providers: [EntrySearchIndex, SearchCatalogue, SuggestSearches, FindDataItems, { provide: SearchVocabulary, useFactory: () => SearchVocabulary.load() }],
  exports: [EntrySearchIndex],
})
export class SearchModule {}
