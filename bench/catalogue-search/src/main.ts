import { machine, median, percentile, readOptions, runBench, say, spread } from '@gongshu/bench-platform';
import { EntrySearchIndex, generateCorpus, SearchCatalogue, searchOrder, searchStatement, SearchVocabulary, type PublishedEntry, type Statement } from '@gongshu/catalogue/search';
import type { EntryHits } from '@gongshu/contracts';
import { chooseBareSql } from './bare-sql.js';
import { context, loadCatalogue, type LoadedCatalogue } from './loaded-catalogue.js';
import { benchQueries } from './queries.js';
import { timed, type Timing } from './timing.js';
import { makeTrigramTable, trigramStatement } from './trigram.js';

const { sizes, rounds, seconds } = readOptions({ sizes: '10000,100000', rounds: 3, seconds: 8 });
const LIMIT = 20;

const told = ({ milliseconds }: Timing): string => `p50 ${percentile(milliseconds, 0.5).toFixed(1)} ms, p95 ${percentile(milliseconds, 0.95).toFixed(1)} ms`;
const p95 = ({ milliseconds }: Timing): number => percentile(milliseconds, 0.95);

async function searches(catalogue: LoadedCatalogue): Promise<void> {
  const vocabulary = SearchVocabulary.load();
  const service = new SearchCatalogue(catalogue.unitOfWork, vocabulary);
  const queries = benchQueries();
  const run = (q: string): Promise<EntryHits> => service.run(context(), { q, limit: LIMIT });
  const statements: Statement[] = queries.map((q) => searchStatement(searchOrder(vocabulary, { q, limit: LIMIT })));
  const bare = chooseBareSql(catalogue.url);
  await timed(queries, run, 0);
  const ratios = { latency: [] as number[], throughput: [] as number[], trigram: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    const [own, sql] = [await timed(queries, run, seconds), await bare.run(statements, seconds, 1)];
    const [ownTwo, sqlTwo] = [await timed(queries, run, seconds, 2), await bare.run(statements, seconds, 2)];
    const trigram = await timed(queries, (q) => catalogue.source.query(trigramStatement(q).sql, [...trigramStatement(q).values]), 0);
    ratios.latency.push(p95(own) / p95(sql));
    ratios.throughput.push(ownTwo.perSecond / sqlTwo.perSecond);
    ratios.trigram.push(p95(trigram) / p95(own));
    say(`  round ${String(round)}: search ${told(own)}; the same SQL by ${bare.name} ${told(sql)}; two at a time ${ownTwo.perSecond.toFixed(0)}/s, SQL ${sqlTwo.perSecond.toFixed(0)}/s; trigram ILIKE ${told(trigram)}`);
  }
  say(`  p95 of the search / of its SQL: ${spread(ratios.latency)}; throughput of the search / of its SQL: ${spread(ratios.throughput)}; p95 of trigram ILIKE / of the search: ${spread(ratios.trigram)}`);
}

/** The thousandth page of 20 against the first, of a find that is long enough. */
async function pages(catalogue: LoadedCatalogue, size: number): Promise<void> {
  const service = new SearchCatalogue(catalogue.unitOfWork, SearchVocabulary.load());
  const pages = Math.min(1_000, size / 100);
  let cursor: string | null = null;
  for (let skipped = 0; skipped < (pages - 1) * LIMIT; skipped += 100) {
    const limit = Math.min(100, (pages - 1) * LIMIT - skipped);
    const page: EntryHits = await service.run(context(), { q: '河北', limit, ...(cursor === null ? {} : { cursor }) });
    cursor = page.nextCursor;
    if (cursor === null) throw new Error(`the find ends before page ${String(pages)}`);
  }
  const last = cursor ?? '';
  const [first, late]: [number[], number[]] = [[], []];
  for (let n = 0; n < 20; n += 1) {
    first.push(...(await timed([0], () => service.run(context(), { q: '河北', limit: LIMIT }), 0)).milliseconds);
    late.push(...(await timed([0], () => service.run(context(), { q: '河北', limit: LIMIT, cursor: last }), 0)).milliseconds);
  }
  say(`  page ${String(pages)} / page 1 of a broad find: ${(median(late) / median(first)).toFixed(2)} (${median(late).toFixed(1)} and ${median(first).toFixed(1)} ms)`);
}

/** From the beginning of the transaction that publishes until a search has found it. */
async function writes(catalogue: LoadedCatalogue, size: number): Promise<void> {
  const service = new SearchCatalogue(catalogue.unitOfWork, SearchVocabulary.load());
  const index = new EntrySearchIndex();
  const entries = [...generateCorpus(size)].slice(0, 50).map(({ published }, n): PublishedEntry => ({ ...published, content: { ...published.content, name: `${published.content.name}新${String(n)}版` } }));
  const written: number[] = [];
  const found = await timed(entries, async (entry) => {
    const start = performance.now();
    await catalogue.unitOfWork.run(context(), (tx) => index.put(tx, entry));
    written.push(performance.now() - start);
    const { items } = await service.run(context(), { q: entry.content.name, limit: LIMIT });
    if (!items.some(({ id }) => id === entry.id)) throw new Error(`${entry.content.name} is not found`);
  }, 0);
  say(`  an entry published again: written in ${median(written).toFixed(1)} ms, found ${told(found)} after its transaction began`);
}

say(machine());
for (const size of sizes.split(',').map(Number)) {
  await runBench(async (keep) => {
    const catalogue = await keep(() => loadCatalogue(size));
    say(`${String(size)} entries, ${String(benchQueries().length)} queries, ${String(rounds)} rounds`);
    await makeTrigramTable(catalogue.source);
    await searches(catalogue);
    await pages(catalogue, size);
    await writes(catalogue, size);
  });
}
