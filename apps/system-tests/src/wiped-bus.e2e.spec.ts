import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, wipePostgres, type RunningPostgres } from '@gongshu/local-servers';
import { DIVISION_ITEMS, publishEntry, type Stage } from '@gongshu/demo';
import { all, faultsOf, readLog } from './audit-log.js';
import { leavePlace, LocalPlatform, newPlace, PROVINCE } from './local-platform.js';
import type { Place } from './running-program.js';
import { openWatchedStage, Witness } from './witness.js';

const AT_ONCE = 4;

describe('a province whose whole bus loses its memory under load', { timeout: 120_000 }, () => {
  let place: Place;
  let platform: LocalPlatform;
  let stage: Stage;
  const witness = new Witness();

  let postgres: RunningPostgres;

  beforeAll(async () => {
    const free = await newPlace();
    postgres = await startPostgres({ dataDir: join(free.home, 'own-postgres'), port: 0, durable: false });
    place = { ...free, postgresUrl: postgres.url };
    platform = await LocalPlatform.start(place);
    ({ stage } = await openWatchedStage(place.home, witness));
  }, 120_000);
  afterAll(async () => {
    await platform?.stop();
    await postgres?.stop();
    await wipePostgres(join(place.home, 'own-postgres'));
    await leavePlace(place);
  });

  async function connectTo(service: string): Promise<pg.Client> {
    const url = new URL(postgres.url);
    url.pathname = `/gongshu_${PROVINCE}_${service}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  }

  /** Until the function returned is called, no reaction of these services has its effect: what they are told waits in the bus alone. */
  async function holdBack(services: readonly string[]): Promise<() => Promise<void>> {
    const clients = await Promise.all(services.map(connectTo));
    for (const client of clients) await client.query('BEGIN; LOCK TABLE inbox');
    return async () => {
      for (const client of clients) await client.end();
    };
  }

  /** Everything the catalogue has announced is with the bus, which has acknowledged it. */
  async function allAcknowledged(): Promise<void> {
    const client = await connectTo('catalogue');
    const waiting = async (): Promise<unknown> => (await client.query('SELECT 1 FROM outbox WHERE published_at IS NULL')).rowCount;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
    await client.end();
  }

  async function publish(name: string): Promise<string> {
    return publishEntry(
      stage,
      { compiler: stage.party('province-compiler'), reviewer: stage.party('province-reviewer'), authority: stage.party('province-authority') },
      {
        name,
        abstract: '行政区划代码与名称',
        entryClass: 'BASE',
        format: '数据库',
        items: DIVISION_ITEMS,
        sharingType: 'UNCONDITIONAL',
        provisionModes: ['INTERFACE'],
        aggregation: 'PHYSICAL',
        openType: 'NOT_OPEN',
        updateCycle: 'YEARLY',
        securityLevel: 'GENERAL',
        scopeOfUse: '全省政务部门',
        personalData: false,
        secrecyReviewed: true,
      },
    );
  }

  const some = async (when: string): Promise<string[]> => Promise.all(Array.from({ length: AT_ONCE }, (_, n) => publish(`${when}${String(n)}`)));

  it('delivers what was pending, what came meanwhile and what comes after, everywhere, and every event stands in the audit log once', async () => {
    const letGo = await holdBack(['audit', 'federation', 'exchange', 'sharing']);
    const before = await some('之前');
    await allAcknowledged();
    const meanwhile = some('之中');
    await platform.kill({ bus: PROVINCE });
    // Before the launcher starts it again.
    rmSync(join(platform.folder, `nats-${PROVINCE}`, 'jetstream'), { recursive: true });
    await letGo();
    const ids = [...before, ...(await meanwhile), ...(await some('之后'))];
    expect(witness.differences).toEqual([]);

    const patience = { timeout: 40_000, interval: 250 };
    for (const reader of ['city-authority', 'county-authority']) {
      const known = async (): Promise<string[]> => (await all<{ id: string }>(stage.party(reader), '/v1/catalogue-entries')).map(({ id }) => id).sort();
      await expect.poll(known, { ...patience, message: reader }).toEqual([...ids].sort());
    }
    const auditor = stage.party('province-auditor');
    const recorded = async (): Promise<string[]> => (await readLog(auditor)).filter(({ subject }) => ids.includes(subject)).map(({ subject, type }) => `${subject} ${type}`).sort();
    // Compiled, submitted, reviewed, decided, and as often told to the work lists; handed in once, then published.
    const acts = [...['compile', 'submit', 'pass', 'publish'].flatMap(() => ['entry-moved', 'case-moved']), 'entry-handed-in', 'entry-published'];
    await expect.poll(recorded, patience).toEqual(ids.flatMap((id) => acts.map((act) => `${id} gongshu.catalogue.${act}.v1`)).sort());
    expect(await faultsOf(auditor)).toEqual([]);
  });
});
