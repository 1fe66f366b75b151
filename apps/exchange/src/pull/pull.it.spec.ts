import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, getDataSet, getPull, getUploadReport, pullFailed, pullSet, runPull, setPull, versionCompleted, type EntryPublished, type PullRun, type PullSource } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const stranger: TestParty = { ...provider, client: 'weather-data', organisation: 'hebei-weather', name: '河北省气象局' };
const ITEMS = [['code', 'TEXT'], ['n', 'INTEGER'], ['open', 'BOOLEAN'], ['day', 'DATE']].map(([column = '', type = '']) => ({ column, name: column, type }));
const MINUTE = 60_000;
const TOKEN = 'a-token-nobody-sees';

describe('data pulled from their provider', () => {
  let t: TestService;
  let secrets: string;
  let file: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createServer((request, response) => answer(request, response));
  const csv = (body: string): void => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'text/csv' }).end(body);
  };

  const publish = async (own: Partial<EntryPublished> = {}): Promise<string> => {
    const entry = publishedEntry(partyOf(provider), { items: ITEMS, ...own });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    return entry.id;
  };
  const fileSource = (own: Partial<PullSource> = {}): PullSource => ({ kind: 'FILE', url: file, ...own });
  const ended = async (entryId: string, many: number): Promise<PullRun> => {
    let latest: PullRun | undefined;
    await t.eventually(async () => {
      const { runs } = await t.ask(getPull, { entryId }, provider);
      latest = runs[0];
      return runs.length === many && runs.every(({ result }) => result !== 'RUNNING');
    });
    if (latest === undefined) throw new Error('there is no run');
    return latest;
  };
  const versionsOf = async (entryId: string): Promise<[number, string][]> => (await t.ask(getDataSet, { entryId }, provider)).versions.map(({ rows, cause }) => [rows, cause]);

  beforeAll(async () => {
    secrets = await mkdtemp(join(tmpdir(), 'gongshu-test-pull-'));
    t = await startTestService(exchangeService, { settings: { PRIVATE_INTERFACES_ALLOWED: 'true', PULL_SECRETS_PATH: secrets } });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    file = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/rows.csv`;
    await writeFile(join(secrets, 'hebei-civil-affairs.file-token'), `${TOKEN}\n`);
    await writeFile(join(secrets, 'hebei-civil-affairs.database'), decodeURIComponent(new URL(t.databaseUrl).password));
    await writeFile(join(secrets, 'hebei-weather.theirs'), 'not for civil affairs');
  });
  afterAll(async () => {
    await t.stop();
    server.close();
    await rm(secrets, { recursive: true, force: true });
  });

  it('from a file come at once and then on a timer, and make a version only when they have changed', async () => {
    const entryId = await publish();
    csv('code,n,open,day\n01,1,true,2026-03-01\n');
    const view = await t.ask(setPull, { entryId, source: fileSource(), everyMinutes: 30 }, provider);
    expect([view.everyMinutes, view.runs]).toEqual([30, []]);
    await t.fireDueTimers();
    expect(await ended(entryId, 1)).toMatchObject({ result: 'NEW_VERSION', version: 1 });
    await t.eventually(() => t.seen(versionCompleted).some(({ subject, data }) => subject === entryId && data.cause === 'PULL' && data.rows === 1));
    await t.fireDueTimers();
    expect((await t.ask(getPull, { entryId }, provider)).runs).toHaveLength(1);

    t.clock.advance(30 * MINUTE);
    await t.fireDueTimers();
    expect(await ended(entryId, 2)).toMatchObject({ result: 'UNCHANGED', version: null });
    csv('code,n,open,day\n01,1,true,2026-03-01\n02,2,false,\n');
    t.clock.advance(300 * MINUTE);
    await t.fireDueTimers();
    expect(await ended(entryId, 3)).toMatchObject({ result: 'NEW_VERSION', version: 2 });
    expect(await versionsOf(entryId)).toEqual([[1, 'PULL'], [2, 'PULL']]);
    expect(Date.parse((await t.ask(getPull, { entryId }, provider)).nextAt ?? '') - t.clock.now()).toBe(30 * 60_000);
  });

  it('from a table of a database come under the entry’s names, with the password the operator keeps', async () => {
    const entryId = await publish();
    await t.query('CREATE TABLE public."企业" (org_code text, n integer, open boolean, day date)');
    await t.query(`INSERT INTO public."企业" VALUES ('01', 7, true, '2026-03-01'), ('a "b", c', NULL, false, NULL)`);
    const { hostname, port, pathname, username } = new URL(t.databaseUrl);
    const source = { kind: 'POSTGRES', url: `postgresql://${hostname}:${port}${pathname}?sslmode=disable`, table: '企业', user: username, columns: [{ column: 'code', from: 'org_code' }], secretRef: 'database' };
    await t.ask(setPull, { entryId, source }, provider);
    const run = await t.ask(runPull, { entryId }, provider, { idempotencyKey: 'pull-1' });
    expect(run.result).toBe('RUNNING');
    expect(await t.ask(runPull, { entryId }, provider, { idempotencyKey: 'pull-1' })).toEqual(run);
    expect(await ended(entryId, 1)).toMatchObject({ id: run.id, result: 'NEW_VERSION', version: 1 });
    const [version] = await t.query<{ id: string }>('SELECT id FROM data_version WHERE entry_id = $1', [entryId]);
    expect(await t.query(`SELECT c0, c1, c2, c3 FROM dataset.v_${String(version?.id.replaceAll('-', ''))}`)).toEqual([
      { c0: '01', c1: '7', c2: 'true', c3: '2026-03-01' }, { c0: 'a "b", c', c1: '', c2: 'false', c3: '' },
    ]);
  });

  it('that do not come, or do not fit, leave the former version current and are told to the provider', async () => {
    const entryId = await publish();
    csv('code,n,open,day\n01,1,true,\n');
    await t.ask(setPull, { entryId, source: fileSource({ secretRef: 'file-token' }) }, provider);
    let authorization: string | undefined;
    const failing: [typeof answer, string][] = [
      [(request, response) => { authorization = request.headers.authorization; response.writeHead(200, { 'content-type': 'text/csv' }).end(`code,n,open,day\n01,${TOKEN},true,\n`); }, 'exchange/invalid-rows'],
      [(_request, response) => void response.writeHead(200, { 'content-type': 'text/csv' }).end('code,n\n'), 'exchange/header-mismatch'],
      [(_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(), 'exchange/source-unavailable'],
      [(_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('code,n,open,day\n'), 'exchange/source-unavailable'],
      [(_request, response) => { response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '1000' }).write('code,n,open,day\n01,1,true,\n'); setImmediate(() => response.destroy()); }, 'exchange/source-unavailable'],
      [(_request, response) => void response.destroy(), 'exchange/source-unavailable'],
    ];
    await t.ask(runPull, { entryId }, provider);
    await ended(entryId, 1);
    for (const [index, [how, failure]] of failing.entries()) {
      answer = how;
      t.clock.advance(1 * MINUTE);
      await t.ask(runPull, { entryId }, provider);
      const run = await ended(entryId, index + 2);
      expect([run.result, run.failure], failure).toEqual(['FAILED', failure]);
      await t.eventually(() => t.seen(pullFailed).some(({ data }) => data.runId === run.id && data.providerId === provider.organisation));
      if (run.reportId !== null) expect((await t.ask(getUploadReport, { entryId, reportId: run.reportId }, provider)).faults).toMatchObject([{ pointer: '/rows/1/n', code: 'integer' }]);
    }
    expect(authorization).toBe(`Bearer ${TOKEN}`);
    expect(await versionsOf(entryId)).toEqual([[1, 'PULL']]);
    const told = JSON.stringify([...t.seen(pullFailed), ...t.seen(pullSet), await t.ask(getPull, { entryId }, provider)]);
    expect(told).not.toContain(TOKEN);
    expect(JSON.stringify(t.seen(pullSet))).not.toContain(file);
  });

  it('never come from an address that is not allowed, nor with another provider’s secret', async () => {
    const entryId = await publish();
    const sources: [PullSource, string][] = [
      [fileSource({ url: 'http://169.254.169.254/latest' }), 'exchange/source-unavailable'],
      [{ kind: 'POSTGRES', url: 'postgresql://169.254.169.254/x', table: 'x', user: 'x' }, 'exchange/unsafe-address'],
      [fileSource({ secretRef: 'theirs' }), 'exchange/secret-missing'],
    ];
    for (const [index, [source, failure]] of sources.entries()) {
      await t.ask(setPull, { entryId, source }, provider);
      t.clock.advance(1 * MINUTE);
      await t.ask(runPull, { entryId }, provider);
      expect((await ended(entryId, index + 1)).failure).toBe(failure);
    }
    expect((await refusal(t.ask(setPull, { entryId, source: fileSource({ url: 'http://me:secret@127.0.0.1/' }) }, provider))).definition.code).toBe('exchange/invalid-source');
  });

  it('are set and seen by their provider alone, where rows are aggregated at all', async () => {
    const entryId = await publish();
    const logical = await publish({ aggregation: 'LOGICAL' });
    expect((await refusal(t.ask(setPull, { entryId, source: fileSource() }, stranger))).definition.status).toBe(403);
    expect((await refusal(t.ask(setPull, { entryId: logical, source: fileSource() }, provider))).definition.code).toBe('exchange/wrong-aggregation');
    expect((await refusal(t.ask(setPull, { entryId: randomUUID(), source: fileSource() }, provider))).definition.status).toBe(404);
    expect((await refusal(t.ask(getPull, { entryId }, provider))).definition.code).toBe('exchange/no-pull');
    await t.ask(setPull, { entryId, source: fileSource() }, provider);
    for (const asked of [getPull, runPull]) expect((await refusal(t.ask<object, object>(asked, { entryId }, stranger))).definition.status).toBe(404);
  });
});
