import { DataSource } from 'typeorm';
import { benchFolder } from '@gongshu/bench-platform';
import { catalogueService } from '@gongshu/catalogue';
import { EntrySearchIndex, generateCorpus, type PublishedEntry } from '@gongshu/catalogue/search';
import { createDatabase, startPostgres, wipePostgres } from '@gongshu/local-servers';
import { migrateService, platformContext, systemClock, UnitOfWork, type RequestContext } from '@gongshu/service-kit';

const NODE = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei', parent: null };
const BATCH = 500;

export const context = (): RequestContext => platformContext(NODE, systemClock, 'bench');

export interface LoadedCatalogue {
  readonly source: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly url: string;
  stop(): Promise<void>;
}

/** A catalogue's database of its own with so many published entries, written by the service's own index; indexes are built after the rows. */
export async function loadCatalogue(size: number): Promise<LoadedCatalogue> {
  const folder = await benchFolder('search');
  const server = await startPostgres({ dataDir: folder, port: 0, settings: { shared_buffers: '512MB', maintenance_work_mem: '256MB' } });
  await createDatabase(server.url, 'catalogue');
  const url = server.url.replace(/\/postgres$/, '/catalogue');
  await migrateService(catalogueService, { DATABASE_URL: url, NODE_CODE: NODE.code, NODE_NAME: NODE.name, NODE_LEVEL: NODE.level, NODE_PACK: NODE.pack, NATS_URL: 'nats://127.0.0.1:4222', NATS_USER: 'catalogue', NATS_PASSWORD: 'none' });
  const source = await new DataSource({ type: 'postgres', url, poolSize: 4, installExtensions: false }).initialize();
  const unitOfWork = new UnitOfWork(source);
  const rebuild = await takeIndexesAway(source);
  await fill(unitOfWork, size);
  for (const definition of rebuild) await source.query(definition);
  await source.query('VACUUM ANALYZE');
  return {
    source,
    unitOfWork,
    url,
    stop: async () => {
      await source.destroy();
      await server.stop();
      await wipePostgres(folder);
    },
  };
}

async function fill(unitOfWork: UnitOfWork, size: number): Promise<void> {
  const index = new EntrySearchIndex();
  let batch: PublishedEntry[] = [];
  const put = async (): Promise<void> => {
    await unitOfWork.run(context(), (tx) => index.putAll(tx, batch));
    batch = [];
  };
  for (const { published } of generateCorpus(size)) {
    batch.push(published);
    if (batch.length === BATCH) await put();
  }
  await put();
}

/** The definitions by which the indexes that are no constraints are made again. */
async function takeIndexesAway(source: DataSource): Promise<string[]> {
  const indexes = (await source.query(`SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('entry_search', 'item_search') AND indexname LIKE 'ix_%'`)) as { indexname: string; indexdef: string }[];
  for (const { indexname } of indexes) await source.query(`DROP INDEX ${indexname}`);
  return indexes.map(({ indexdef }) => indexdef);
}
