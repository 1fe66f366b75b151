// What the benchmark of the search drives, without the service around it.
export { EntrySearchIndex, type PublishedEntry } from './entry-search-index.js';
export { generateCorpus, type CorpusEntry } from './corpus/generate-corpus.js';
export { loadLabelledQueries, type LabelledQuery } from './corpus/labelled-queries.js';
export { SearchCatalogue, searchOrder } from './search-catalogue.js';
export { searchStatement, type Statement } from './search-statement.js';
export { SearchVocabulary } from './search-vocabulary.js';
