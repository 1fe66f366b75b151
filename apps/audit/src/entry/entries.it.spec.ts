import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, checkpointSigned, findAuditEntries, Problem, SERVICE_NAMES, type AuditEntryView, type Role, type ServiceName } from '@gongshu/contracts';
import { startService } from '@gongshu/service-kit';
import { startTestService, testSettings, type TestParty, type TestService } from '@gongshu/testing';
import { auditService } from '../index.js';
import { rootHash } from '../log/merkle-tree.js';

const party = (role: Role): TestParty => ({ client: role.toLowerCase(), organisation: 'hebei-audit-office', name: '河北省审计厅', division: '130000', level: 'PROVINCE', roles: [role], node: '130000' });
const auditor = party('AUDITOR');
const refusal = { request: 'open-grant', act: null, subject: null, code: 'access/forbidden', pack: null, article: null };

let t: TestService;
beforeAll(async () => {
  t = await startTestService(auditService, { settings: { CHECKPOINT_MILLISECONDS: '20' } });
});
afterAll(() => t.stop());

/** One service announces so many acts, one after the other; answers their ids. */
async function announceMany(service: ServiceName, run: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await t.announce(actRefused[service], `${run}-${service}`, refusal)).id);
  return ids;
}

/** Entries about one subject, oldest first. */
async function entriesAbout(subject: string): Promise<AuditEntryView[]> {
  const items: AuditEntryView[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: AuditEntryView[]; nextCursor: string | null } = await t.ask(findAuditEntries, { subject, limit: 200, ...(cursor === undefined ? {} : { cursor }) }, auditor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const treeIsWhole = async (): Promise<void> => {
  const [{ size } = { size: '' }] = await t.query<{ size: string }>('SELECT size FROM log');
  const rows = await t.query<{ index: string; leaf_hash: Buffer }>('SELECT index, leaf_hash FROM audit_entry ORDER BY index');
  expect(rows.map(({ index }) => Number(index))).toEqual(Array.from({ length: Number(size) }, (_, at) => at));
  const [top] = await t.query<{ hash: Buffer }>('SELECT hash FROM tree_node WHERE index = 0 ORDER BY level DESC LIMIT 1');
  const complete = 2 ** Math.floor(Math.log2(rows.length));
  expect(top?.hash).toEqual(rootHash(rows.slice(0, complete).map(({ leaf_hash: hash }) => hash)));
};

describe('the log of a node', () => {
  it('takes 250 events of every service, which come at once, each exactly once and in its service’s order', async () => {
    const announced = new Map(await Promise.all(SERVICE_NAMES.map(async (service) => [service, await announceMany(service, 'flood', 250)] as const)));
    const all = SERVICE_NAMES.length * 250;
    await t.eventually(async () => (await t.query<{ size: string }>('SELECT size FROM log WHERE size >= $1', [all])).length === 1, 20_000);
    for (const [service, ids] of announced) {
      const rows = await t.query<{ event_id: string }>('SELECT event_id FROM audit_entry WHERE subject = $1 ORDER BY index', [`flood-${service}`]);
      expect(rows.map(({ event_id: id }) => id)).toEqual(ids);
    }
    await treeIsWhole();
  });

  it('takes an event that is delivered again only once', async () => {
    const id = randomUUID();
    await t.announce(actRefused.sharing, 'again', refusal, { id });
    await t.eventually(async () => (await entriesAbout('again')).length === 1);
    await t.announce(actRefused.sharing, 'again', refusal, { id });
    // The same event under another service's subject has no inbox row there.
    await t.announce(actRefused.catalogue, 'again', refusal, { id });
    await announceMany('sharing', 'after-again', 1);
    await announceMany('catalogue', 'after-again', 1);
    await t.eventually(async () => (await entriesAbout('after-again-sharing')).length + (await entriesAbout('after-again-catalogue')).length === 2);
    expect(await entriesAbout('again')).toHaveLength(1);
    expect((await t.query<{ reaction: string }>('SELECT reaction FROM inbox WHERE event_id = $1 ORDER BY 1', [id])).map(({ reaction }) => reaction)).toEqual(['record-catalogue', 'record-sharing']);
  });

  it('is written by two replicas together, and by one alone when the other has stopped', async () => {
    const replica = await startService(auditService, {
      clock: t.clock,
      settings: testSettings({ DATABASE_URL: t.databaseUrl, NATS_URL: t.bus.url, NATS_USER: 'audit', NATS_PASSWORD: t.bus.passwordOf('audit') }),
    });
    const allRecorded = async (run: string, count: number): Promise<void> => {
      const ids = (await Promise.all(SERVICE_NAMES.map((service) => announceMany(service, run, count)))).flat();
      await t.eventually(async () => (await t.query('SELECT 1 FROM audit_entry WHERE event_id = ANY($1::uuid[])', [ids])).length === ids.length, 20_000);
    };
    await allRecorded('together', 25);
    await replica.stop();
    await allRecorded('alone', 5);
    await treeIsWhole();
  });

  it('leaves out neighbours’ facts and its own checkpoints, so that it comes to rest', async () => {
    await t.announce(actRefused.federation, 'neighbour', refusal, { node: '130100' });
    await announceMany('federation', 'own', 1);
    await t.eventually(async () => (await entriesAbout('own-federation')).length === 1);
    expect(await entriesAbout('neighbour')).toEqual([]);
    const { size } = await t.eventually(async () => {
      const [log] = await t.query<{ size: string }>('SELECT size FROM log');
      return t.seen(checkpointSigned).find(({ data }) => data.size === Number(log?.size))?.data;
    });
    // The checkpoints announced for this size have been read once a later event of the same stream is an entry.
    await announceMany('audit', 'own', 1);
    await t.eventually(async () => (await entriesAbout('own-audit')).length === 1);
    expect((await entriesAbout('own-audit'))[0]?.index).toBe(size);
    expect((await t.ask(findAuditEntries, { type: checkpointSigned.type }, auditor)).items).toEqual([]);
  });

  it('puts an event aside that can be no entry, and goes on with the next', async () => {
    await t.announce(actRefused.exchange, 'x'.repeat(201), refusal);
    await announceMany('exchange', 'after-bad', 1);
    await t.eventually(async () => (await entriesAbout('after-bad-exchange')).length === 1);
    const [letter] = await t.eventually(async () => {
      const rows = await t.query<{ reaction: string; reason: string }>('SELECT reaction, reason FROM dead_letter');
      return rows.length > 0 && rows;
    });
    expect(letter).toMatchObject({ reaction: 'record-exchange', reason: expect.stringContaining('/subject') as string });
  });

  it('keeps a salt of its own for each entry, which can be deleted without the tree', async () => {
    const [counts] = await t.query<{ entries: number; salts: number }>(
      'SELECT (SELECT count(*)::int FROM audit_entry) AS entries, (SELECT count(DISTINCT salt)::int FROM entry_salt) AS salts',
    );
    expect(counts?.salts).toBe(counts?.entries);
    await t.query('DELETE FROM entry_salt WHERE index = 0');
    await treeIsWhole();
  });
});

describe('reading the audit log', () => {
  it('finds entries by type, organisation and subject, page by page in the order of the log', async () => {
    const type = actRefused['open-data'].type;
    const first = await t.ask(findAuditEntries, { type, limit: 100 }, auditor);
    expect(first.items).toHaveLength(100);
    expect(first.items[0]).toMatchObject({ type, node: '130000', actor: 'test', organisation: '', time: '2026-03-02T01:00:00.000Z' });
    const second = await t.ask(findAuditEntries, { type, limit: 100, cursor: first.nextCursor ?? '' }, auditor);
    const indexes = [...first.items, ...second.items].map(({ index }) => index);
    expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
    expect((await t.ask(findAuditEntries, { organisation: 'hebei-nobody' }, auditor)).items).toEqual([]);
  });

  it('refuses a cursor it did not give, naming the field', async () => {
    await expect(t.ask(findAuditEntries, { cursor: '-1' }, auditor)).rejects.toMatchObject({ definition: { code: 'input/invalid' }, parts: { errors: [{ pointer: '/cursor' }] } });
  });

  it('is for auditors alone: others are refused, and nobody reads without a token', async () => {
    await expect(t.ask(findAuditEntries, {}, party('OPERATOR'))).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(findAuditEntries, {})).rejects.toMatchObject({ definition: { status: 401 } });
    await expect(t.ask(findAuditEntries, {}, { ...auditor, node: '130100', division: '130100' })).rejects.toBeInstanceOf(Problem);
  });
});
