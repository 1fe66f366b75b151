import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchCatalogue, type Role } from '@gongshu/contracts';
import { platformContext, systemClock } from '@gongshu/service-kit';
import { startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';
import { EntrySearchIndex } from './entry-search-index.js';
import { generateCorpus, type CorpusEntry } from './corpus/generate-corpus.js';
import { isRelevant, loadLabelledQueries } from './corpus/labelled-queries.js';

const READER: TestParty = { client: 'jiaoyu-1', organisation: 'jiaoyu', name: 'jiaoyu', division: '130000', level: 'PROVINCE', roles: ['APPLICANT' satisfies Role], node: '130000' };
const NODE = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei', parent: null };
const corpus: CorpusEntry[] = [...generateCorpus(2_000)];

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
  const index = new EntrySearchIndex();
  for (let at = 0; at < corpus.length; at += 500) {
    await t.service.unitOfWork.run(platformContext(NODE, systemClock, 'test'), (tx) => index.putAll(tx, corpus.slice(at, at + 500).map(({ published }) => published)));
  }
});
afterAll(() => t.stop());

it('the corpus has 60 providers, 600 subjects and 2,000 different entries', () => {
  expect(new Set(corpus.map(({ published }) => published.provider.name)).size).toBe(60);
  expect(new Set(corpus.map(({ subject }) => subject.name)).size).toBe(600);
  expect(new Set(corpus.map(({ published }) => published.id)).size).toBe(2_000);
});

it('of what 60 and more real queries mean, at least 95 % is among the first ten found', async () => {
  const queries = loadLabelledQueries();
  expect(queries.length).toBeGreaterThanOrEqual(60);
  const recalls: { q: string; recall: number; first: string[] }[] = [];
  for (const query of queries) {
    const relevant = new Set(corpus.filter((entry) => isRelevant(query, entry)).map(({ published }) => published.id));
    expect(relevant.size, query.q).toBeGreaterThan(0);
    const { items } = await t.ask(searchCatalogue, { q: query.q, limit: 10 }, READER);
    recalls.push({ q: query.q, recall: items.filter(({ id }) => relevant.has(id)).length / Math.min(10, relevant.size), first: items.map(({ name }) => name) });
  }
  const missed = recalls.filter(({ recall }) => recall < 1);
  const mean = recalls.reduce((sum, { recall }) => sum + recall, 0) / recalls.length;
  expect(mean, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.95);
});
