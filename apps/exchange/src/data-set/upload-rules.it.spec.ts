import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, collectionScopeSet, correctRows, entryPublished, getDataSet, versionCompleted, type EntryPublished, type ProblemWire } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const IDENTITY_NUMBER = '11010519491231002X';
const CREDIT_CODE = '91350100M000100Y43';

interface Node {
  readonly t: TestService;
  readonly provider: TestParty;
  publish(items: EntryPublished['items'], own?: Partial<EntryPublished>): Promise<string>;
  upload(entryId: string, csv: string): Promise<{ status: number; problem: ProblemWire }>;
}

async function nodeOf(code: string, level: string, pack: string): Promise<Node> {
  const t = await startTestService(exchangeService, { node: { code, name: pack, level, pack } });
  const provider = person({ id: 'minzheng', name: '民政局', division: code, level, node: code }, 'DATA_ADMINISTRATOR');
  return {
    t,
    provider,
    publish: async (items, own = {}) => {
      const entry = publishedEntry(partyOf(provider), { items, ...own });
      await t.announce(entryPublished, entry.id, entry);
      await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
      return entry.id;
    },
    upload: async (entryId, csv) => {
      const authorization = `Bearer ${await t.issuers.token(provider)}`;
      const answer = await fetch(`http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}/versions/${entryId}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization }, body: csv });
      return { status: answer.status, problem: (await answer.json()) as ProblemWire };
    },
  };
}

const text = (column: string, own: object = {}): EntryPublished['items'][number] => ({ column, name: column, type: 'TEXT', ...own });
const aPerson = text('id_number', { identifies: 'PERSON' });
const organisation = text('uscc', { identifies: 'ORGANISATION' });
const faultsOf = ({ errors }: ProblemWire): [string, string][] => (errors ?? []).map(({ pointer, code }) => [pointer, code]);

describe('an upload in hebei', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('130000', 'PROVINCE', 'hebei');
  });
  afterAll(() => node.t.stop());

  it('[HEB-13-2] of an item that is not in the department’s responsibility list is refused, and on record', async () => {
    const { t, publish, upload } = node;
    const id = await publish([text('amount'), text('members')]);
    expect((await upload(id, 'amount,members\n1,2\n')).status).toBe(201);
    const setScope = async (columns: string[]): Promise<void> => {
      await t.announce(collectionScopeSet, id, { entryId: id, columns });
      await t.eventually(async () => (await t.query('SELECT 1 FROM collection_scope WHERE entry_id = $1 AND columns = $2', [id, columns])).length === 1);
    };
    await setScope(['amount']);
    const { status, problem } = await upload(id, 'amount,members\n1,2\n');
    expect([status, problem.code, problem.article?.article, faultsOf(problem)]).toEqual([403, 'exchange/outside-list', '13', [['/header/members', 'not-in-list']]]);
    await t.eventually(() => t.seen(actRefused.exchange).some(({ data }) => data.subject === id && data.code === 'exchange/outside-list'));
    await setScope(['amount', 'members']);
    expect((await upload(id, 'amount,members\n1,2\n')).status).toBe(201);
    expect((await t.ask(getDataSet, { entryId: id }, node.provider)).versions).toHaveLength(2);
  });

  it('demands no identifier, which this pack does not ask for', async () => {
    const id = await node.publish([aPerson, text('name')]);
    expect((await node.upload(id, 'id_number,name\nunknown,张三\n')).status).toBe(201);
  });
});

describe('an upload in jian', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('360800', 'CITY', 'jian');
  });
  afterAll(() => node.t.stop());

  it('[JIA-13-2] of records about persons or organisations names each of them by a valid number', async () => {
    const { publish, upload, t, provider } = node;
    const people = await publish([aPerson, text('name')], { personalData: true });
    const wrong = await upload(people, `id_number,name\n${IDENTITY_NUMBER},张三\n110105194912310021,李四\n,王五\n${CREDIT_CODE},赵六\n`);
    expect([wrong.status, wrong.problem.code]).toEqual([422, 'exchange/invalid-rows']);
    expect(faultsOf(wrong.problem)).toEqual([['/rows/2/id_number', 'identity-number'], ['/rows/3/id_number', 'identity-number'], ['/rows/4/id_number', 'identity-number']]);
    expect(JSON.stringify(wrong.problem)).not.toContain('110105194912310021');
    const businesses = await publish([organisation, text('name')]);
    expect(faultsOf((await upload(businesses, `uscc,name\n${CREDIT_CODE},甲\n91350100M000100Y44,乙\n,丙\n`)).problem)).toEqual([['/rows/2/uscc', 'credit-code'], ['/rows/3/uscc', 'credit-code']]);
    expect((await upload(people, `id_number,name\n${IDENTITY_NUMBER},张三\n`)).status).toBe(201);
    expect((await upload(businesses, `uscc,name\n${CREDIT_CODE},甲\n`)).status).toBe(201);
    const correction = { entryId: people, keyColumn: 'name', changes: [{ key: '张三', column: 'id_number', value: '110105194912310021' }], reasons: '更正' };
    expect((await refusal(t.ask(correctRows, correction, provider))).parts.errors).toMatchObject([{ pointer: '/changes/0/value', code: 'identity-number' }]);
  });

  it('of personal data whose entry identifies nobody is refused, of other data not', async () => {
    const { problem, status } = await node.upload(await node.publish([text('name')], { personalData: true }), 'name\n张三\n');
    expect([status, problem.article?.article, faultsOf(problem)]).toEqual([422, '13', [['/header', 'identifier-missing']]]);
    expect((await node.upload(await node.publish([text('name')]), 'name\n石家庄市\n')).status).toBe(201);
  });
});

describe('an upload in weihai', () => {
  let node: Node;
  const at = text('collected_at', { feature: 'COLLECTED_AT' });
  const place = text('collected_place', { feature: 'COLLECTED_PLACE' });
  beforeAll(async () => {
    node = await nodeOf('371000', 'CITY', 'weihai');
  });
  afterAll(() => node.t.stop());

  it('[WEI-11-3] is refused without a valid identifier of the subject in each record', async () => {
    const id = await node.publish([organisation, at, place]);
    const header = 'uscc,collected_at,collected_place\n';
    expect(faultsOf((await node.upload(id, `${header},2026-03-01,环翠区\nabc,2026-03-01,环翠区\n`)).problem)).toEqual([['/rows/1/uscc', 'credit-code'], ['/rows/2/uscc', 'credit-code']]);
    expect((await node.upload(id, 'collected_at,collected_place\n2026-03-01,环翠区\n')).status).toBe(422);
    expect((await node.upload(id, `${header}${CREDIT_CODE},2026-03-01,环翠区\n`)).status).toBe(201);
  });

  it('[WEI-11-4] is refused without time and place of collection in each record', async () => {
    const id = await node.publish([aPerson, at, place]);
    const { status, problem } = await node.upload(id, `id_number,collected_at,collected_place\n${IDENTITY_NUMBER},,环翠区\n${IDENTITY_NUMBER},2026-03-01, \n`);
    expect([status, faultsOf(problem)]).toEqual([422, [['/rows/1/collected_at', 'field-required'], ['/rows/2/collected_place', 'field-required']]]);
    const without = await node.upload(await node.publish([aPerson, text('name')]), `id_number,name\n${IDENTITY_NUMBER},张三\n`);
    expect([without.status, without.problem.article?.article, faultsOf(without.problem)]).toEqual([422, '11', [['/header', 'collected-at-missing'], ['/header', 'collected-place-missing']]]);
    expect((await node.upload(id, `id_number,collected_at,collected_place\n${IDENTITY_NUMBER},2026-03-01,环翠区\n`)).status).toBe(201);
  });
});

describe('an upload in fushun', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('210400', 'CITY', 'fushun');
  });
  afterAll(() => node.t.stop());

  it('makes an entry’s data obtainable only when what is bound to it has a record', async () => {
    const id = await node.publish([text('name')]);
    const { status, problem } = await node.upload(id, 'name\n');
    expect([status, problem.code, problem.article?.article]).toEqual([422, 'exchange/no-record', '10']);
    expect((await node.t.ask(getDataSet, { entryId: id }, node.provider)).versions).toEqual([]);
    expect((await node.upload(id, 'name\n抚顺市\n')).status).toBe(201);
    await node.t.eventually(() => node.t.seen(versionCompleted).some(({ data }) => data.entryId === id && data.rows === 1));
  });
});
