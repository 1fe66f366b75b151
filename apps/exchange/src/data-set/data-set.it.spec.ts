import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  correctRows, entryPublished, getDataSet, interfaceRegistered, registerInterface, rowsCorrected, versionCompleted, type CorrectRows, type EntryPublished,
} from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const COLUMNS = ['code', 'name', 'level', 'parent_code', 'city_code', 'county_code'];
const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const stranger: TestParty = { ...provider, client: 'weather-data', organisation: 'hebei-weather', name: '河北省气象局' };
const reviewer: TestParty = { ...provider, client: 'civil-affairs-review', roles: ['CATALOGUE_REVIEWER'] };

const items = COLUMNS.map((column) => ({ column, name: column, type: 'TEXT' }));
const entry = (own: Partial<EntryPublished> = {}): EntryPublished => publishedEntry(partyOf(provider), { items, ...own });

describe('a data set', () => {
  let t: TestService;
  let base: string;
  let divisions: string;

  const publish = async (published: EntryPublished, how: { id?: string; node?: string } = {}): Promise<string> => {
    await t.announce(entryPublished, published.id, published, how);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [published.id])).length === 1);
    return published.id;
  };
  const uploaded = async (csv: string, own: Partial<EntryPublished> = {}): Promise<string> => {
    const id = await publish(entry(own));
    const headers = { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` };
    expect((await fetch(`${base}/versions/${id}`, { method: 'POST', headers, body: csv })).status).toBe(201);
    return id;
  };
  const fileOf = async (entryId: string, columns: readonly string[] = COLUMNS): Promise<string> => {
    const ticket = signTicket('test-data-plane-secret', { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now() });
    return (await fetch(`${base}/rows?form=csv`, { headers: { 'x-permit-ticket': ticket } })).text();
  };
  const correction = (entryId: string, changes: CorrectRows['changes'], own: Partial<CorrectRows> = {}): CorrectRows => ({ entryId, keyColumn: 'code', changes, reasons: '名称有误', ...own });
  const renamed = { key: '130102000000', column: 'name', value: '长安区(更名)' };

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
    divisions = await readFile(new URL('../../../../tools/demo/data/hebei-divisions.csv', import.meta.url), 'utf8');
  });
  afterAll(async () => {
    await t.stop();
  });

  describe('is known from its published entry', () => {
    it('in its newest version, whatever comes late or twice', async () => {
      const first = entry();
      const newest = { ...first, version: 3, name: '河北省行政区划(2024)' };
      await publish(first);
      const told = await t.announce(entryPublished, first.id, newest);
      await t.announce(entryPublished, first.id, { ...first, version: 2, name: '迟到的版本' });
      await t.announce(entryPublished, first.id, newest, { id: told.id });
      await publish(entry());
      const view = await t.ask(getDataSet, { entryId: first.id }, stranger);
      expect(view).toEqual({ entryId: first.id, entryName: '河北省行政区划(2024)', aggregation: 'PHYSICAL', versions: [], interfaceUrl: null });
    });

    it('and not from a neighbour’s, nor without a token', async () => {
      const foreign = entry({ node: '130100' });
      await t.announce(entryPublished, foreign.id, foreign, { node: '130100' });
      const own = await publish(entry());
      expect((await refusal(t.ask(getDataSet, { entryId: foreign.id }, provider))).definition.code).toBe('access/not-found');
      expect((await refusal(t.ask(getDataSet, { entryId: own }))).definition.status).toBe(401);
    });
  });

  describe('under logical access', () => {
    it('has an interface that its provider registers, announced once and shown to nobody else', async () => {
      const id = await publish(entry({ aggregation: 'LOGICAL' }));
      const url = 'https://data.civil.example/rows?kind=all';
      expect((await t.ask(registerInterface, { entryId: id, url }, provider)).interfaceUrl).toBe(url);
      await t.ask(registerInterface, { entryId: id, url }, provider);
      await t.ask(registerInterface, { entryId: id, url: 'https://data.civil.example/v2' }, provider);
      await t.eventually(() => t.seen(interfaceRegistered).length >= 2);
      expect(t.seen(interfaceRegistered).map(({ data }) => [data.entryId, data.url])).toEqual([[id, url], [id, 'https://data.civil.example/v2']]);
      expect((await t.ask(getDataSet, { entryId: id }, stranger)).interfaceUrl).toBeNull();
      expect((await t.ask(getDataSet, { entryId: id }, reviewer)).interfaceUrl).toBe('https://data.civil.example/v2');
    });

    it('takes no interface from others, for other data, or with an unsafe address', async () => {
      const id = await publish(entry({ aggregation: 'LOGICAL' }));
      const physical = await publish(entry());
      const url = 'http://127.0.0.1:9000/';
      expect((await refusal(t.ask(registerInterface, { entryId: id, url }, stranger))).definition.code).toBe('access/forbidden');
      expect((await refusal(t.ask(registerInterface, { entryId: id, url }, reviewer))).definition.code).toBe('access/forbidden');
      expect((await refusal(t.ask(registerInterface, { entryId: randomUUID(), url }, provider))).definition.code).toBe('access/not-found');
      expect((await refusal(t.ask(registerInterface, { entryId: physical, url }, provider))).definition.code).toBe('exchange/wrong-aggregation');
      const unsafe = await refusal(t.ask(registerInterface, { entryId: id, url: 'http://user:secret@data.example/' }, provider));
      expect([unsafe.definition.code, unsafe.parts.errors?.[0]?.pointer]).toEqual(['exchange/unsafe-address', '/url']);
    });
  });

  describe('whose rows are corrected', () => {
    it('has a new version, keeps the former as it was, and tells of it once though asked twice', async () => {
      const id = await uploaded(divisions);
      const verificationId = randomUUID();
      const input = correction(id, [renamed, { key: '130104000000', column: 'name', value: '' }], { verificationId });
      const view = await t.ask(correctRows, input, provider, { idempotencyKey: 'once' });
      expect(await t.ask(correctRows, input, provider, { idempotencyKey: 'once' })).toEqual(view);

      const corrected = divisions.replace('130102000000,长安区,', '130102000000,长安区(更名),').replace('130104000000,桥西区,', '130104000000,,');
      const digest = createHash('sha256').update(corrected).digest('hex');
      expect(view.versions.map(({ version, rows, cause, digest: own }) => ({ version, rows, cause, digest: own }))).toEqual([
        { version: 1, rows: 2567, cause: 'UPLOAD', digest: createHash('sha256').update(divisions).digest('hex') },
        { version: 2, rows: 2567, cause: 'CORRECTION', digest },
      ]);
      expect(await fileOf(id)).toBe(corrected);

      const [former] = await t.query<{ id: string }>('SELECT id FROM data_version WHERE entry_id = $1 AND version = 1', [id]);
      expect(await t.query(`SELECT c1 FROM dataset.v_${String(former?.id.replaceAll('-', ''))} WHERE c0 = '130102000000'`)).toEqual([{ c1: '长安区' }]);

      await t.eventually(() => t.seen(rowsCorrected).some(({ subject }) => subject === id));
      expect(t.seen(rowsCorrected).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([
        { correctionId: expect.any(String) as string, entryId: id, lastWrongVersion: 1, correctedVersion: 2, rows: 2, verificationId },
      ]);
      expect(t.seen(versionCompleted).filter(({ subject }) => subject === id).map(({ data }) => [data.version, data.cause])).toEqual([[1, 'UPLOAD'], [2, 'CORRECTION']]);
      expect(JSON.stringify(t.seen(rowsCorrected))).not.toContain('长安区');
    });

    it('is changed row by row also when the key itself changes, and in every row a key names', async () => {
      const id = await uploaded('a,b\n1,x\n2,x\n3,y\n', { items: items.slice(0, 2).map((item, index) => ({ ...item, column: 'ab'.charAt(index) })) });
      await t.ask(correctRows, correction(id, [{ key: '1', column: 'a', value: '2' }, { key: '1', column: 'b', value: 'one' }, { key: '2', column: 'a', value: '1' }], { keyColumn: 'a' }), provider);
      expect(await fileOf(id, ['a', 'b'])).toBe('a,b\n2,one\n1,x\n3,y\n');
      await t.ask(correctRows, correction(id, [{ key: 'x', column: 'b', value: 'z' }, { key: 'y', column: 'b', value: 'z' }], { keyColumn: 'b' }), provider);
      expect(await fileOf(id, ['a', 'b'])).toBe('a,b\n2,one\n1,z\n3,z\n');
    });

    it('gets its versions one after the other when corrections come at once', async () => {
      const id = await uploaded(divisions);
      const changes = Array.from({ length: 6 }, (_unused, index) => [{ ...renamed, value: `更名${String(index)}` }]);
      await Promise.all(changes.map((change) => t.ask(correctRows, correction(id, change), provider)));
      const { versions } = await t.ask(getDataSet, { entryId: id }, provider);
      expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('stays as it is when anything about the correction is wrong, with a pointer to it', async () => {
      const id = await uploaded('code,count,name\n1,5,x\n', { items: [{ column: 'code', name: '编码', type: 'TEXT' }, { column: 'count', name: '数量', type: 'INTEGER' }, { column: 'name', name: '名称', type: 'TEXT' }] });
      const big = await uploaded(divisions);
      const change = { key: '1', column: 'name', value: 'y' };
      const refused: readonly (readonly [CorrectRows, string, string[]])[] = [
        [correction(id, [change, { ...change, key: '2' }]), 'exchange/unknown-row', ['/changes/1/key']],
        [correction(id, [change, { ...change, column: 'level' }]), 'exchange/unknown-column', ['/changes/1/column']],
        [correction(id, [change], { keyColumn: 'row_number' }), 'exchange/unknown-column', ['/keyColumn']],
        [correction(id, [{ ...change, column: "name'; --" }]), 'exchange/unknown-column', ['/changes/0/column']],
        [correction(id, [change, { ...change, column: 'count', value: '5.5' }]), 'exchange/invalid-rows', ['/changes/1/value']],
        [correction(id, [change, { ...change, value: 'z' }]), 'input/invalid', ['/changes/1']],
        [correction(big, [{ key: 'TOWNSHIP', column: 'name', value: 'y' }], { keyColumn: 'level' }), 'input/invalid', ['/keyColumn']],
      ];
      for (const [input, code, pointers] of refused) {
        const problem = await refusal(t.ask(correctRows, input, provider));
        expect([problem.definition.code, problem.definition.status, problem.parts.errors?.map(({ pointer }) => pointer)]).toEqual([code, 422, pointers]);
      }
      expect((await t.ask(getDataSet, { entryId: id }, provider)).versions).toHaveLength(1);
    });

    it('is corrected by nobody but its provider’s data administrator, and only where there are rows', async () => {
      const id = await publish(entry());
      const logical = await publish(entry({ aggregation: 'LOGICAL' }));
      expect((await refusal(t.ask(correctRows, correction(id, [renamed]), stranger))).definition.code).toBe('access/forbidden');
      expect((await refusal(t.ask(correctRows, correction(id, [renamed]), reviewer))).definition.code).toBe('access/forbidden');
      expect((await refusal(t.ask(correctRows, correction(randomUUID(), [renamed]), provider))).definition.code).toBe('access/not-found');
      expect((await refusal(t.ask(correctRows, correction(id, [renamed]), provider))).definition.code).toBe('exchange/no-version');
      expect((await refusal(t.ask(correctRows, correction(logical, [renamed]), provider))).definition.code).toBe('exchange/wrong-aggregation');
    });
  });
});
