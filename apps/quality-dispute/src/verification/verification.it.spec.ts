import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnVerification,
  actRefused,
  entryPublished,
  fileVerification,
  findVerifications,
  getVerification,
  grantIssued,
  verificationForwardedUp,
  verificationMoved,
  verificationProgressed,
  verificationStepOverdue,
  versionCompleted,
  type GrantChanged,
  type Party,
  type VerificationView,
} from '@gongshu/contracts';
import { person, publishedEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { qualityDisputeService } from '../index.js';

const NODE = '130000';
const party = (id: string, name: string): Party => ({ id, name, division: NODE, level: 'PROVINCE', node: NODE });
const requesterOrg = party('hebei-education', '河北省教育厅');
const providerOrg = party('hebei-civil-affairs', '河北省民政厅');
const authorityOrg = party('hebei-data-bureau', '河北省数据局');
const requester = person(requesterOrg, 'DATA_ADMINISTRATOR');
const provider = person(providerOrg, 'DATA_ADMINISTRATOR');
const authority = person(authorityOrg, 'DATA_AUTHORITY');
const stranger = person(party('hebei-forestry', '河北省林草局'), 'DATA_ADMINISTRATOR');

const entryId = randomUUID();
const grantId = randomUUID();
const entry = publishedEntry(providerOrg, { id: entryId });
const grant: GrantChanged = {
  id: grantId, requestId: randomUUID(), entryId, entryName: entry.name, requester: requesterOrg, provider: providerOrg, ownerNode: NODE, columns: ['code', 'name'], state: 'ACTIVE',
  reasons: null, article: '19',
};
const rows = [{ keyColumn: 'code', key: '130123', column: 'name', observed: '正定县县', expected: '正定县' }];
const filing = { grantId, doubt: '名称有误', rows };

let t: TestService;
beforeAll(async () => {
  t = await startTestService(qualityDisputeService, { startAt: '2026-09-24T09:00:00+08:00' });
  await t.announce(entryPublished, entryId, entry);
  await t.announce(grantIssued, grantId, grant);
  await t.announce(versionCompleted, entryId, { entryId, version: 2, rows: 3, digest: 'd', cause: 'CORRECTION' });
  await t.eventually(async () => (await t.query('SELECT FROM held_grant, known_entry, known_version')).length === 1);
});
afterAll(() => t.stop());

const at = (instant: string): void => t.clock.travelTo(instant);
const file = (): Promise<VerificationView> => t.ask(fileVerification, filing, requester);
async function forwarded(): Promise<VerificationView> {
  const { id } = await file();
  return t.ask(actOnVerification, { id, act: 'forward' }, authority);
}

describe('a verification at its own node', () => {
  it('goes from the requester through the authority to the provider, each step with its period and article [HEB-20-2] [HEB-20-3]', async () => {
    at('2026-09-24T09:00:00+08:00');
    const filed = await file();
    expect(filed).toMatchObject({ entryName: '河北省行政区划', state: 'FORWARDING', originNode: NODE, ownerNode: NODE, businessContinues: true, explanation: null });
    // 25-27 September is the Mid-Autumn holiday of 2026.
    expect(filed.step).toMatchObject({ dueOn: '2026-09-30', dueArticle: '20', actorRole: 'DATA_AUTHORITY', actorParty: 'node-authority', overdue: false, acts: ['forward'] });

    at('2026-09-28T10:00:00+08:00');
    const withProvider = await t.ask(actOnVerification, { id: filed.id, act: 'forward' }, authority);
    expect(withProvider.state).toBe('PROVIDER_FEEDBACK');
    // Ten working days from the forwarding, past 1-7 October, with 10 October worked in exchange.
    expect(withProvider.step).toMatchObject({ dueOn: '2026-10-16', dueArticle: '20' });

    const repaired = await t.ask(actOnVerification, { id: filed.id, act: 'repair', repairedVersion: 2 }, provider);
    expect(repaired).toMatchObject({ state: 'REPAIRED', repairedVersion: 2, step: { ended: true, dueOn: null, overdue: false } });
    expect(repaired.history.map(({ act, to, article, organisation, node }) => [act, to, article, organisation, node])).toEqual([
      ['file', 'FORWARDING', '20', requesterOrg.name, NODE],
      ['forward', 'PROVIDER_FEEDBACK', '20', authorityOrg.name, NODE],
      ['repair', 'REPAIRED', '20', providerOrg.name, NODE],
    ]);
    await t.eventually(() => {
      const moves = t.seen(verificationMoved).filter(({ subject }) => subject === filed.id);
      expect(moves.map(({ data }) => [data.act, data.to, data.article, data.dueOn])).toEqual([
        ['file', 'FORWARDING', '20', '2026-09-30'],
        ['forward', 'PROVIDER_FEEDBACK', '20', '2026-10-16'],
        ['repair', 'REPAIRED', '20', null],
      ]);
      return true;
    });
    expect(t.seen(verificationForwardedUp)).toEqual([]);
    expect(t.seen(verificationProgressed)).toEqual([]);
  });

  it('is refused without a doubt or without rows, by article and pointer', async () => {
    const missing = async (input: object): Promise<unknown> => t.ask(fileVerification, { grantId, ...input }, requester);
    await expect(missing({ rows })).rejects.toMatchObject({
      definition: { code: 'quality-dispute/refused-by-law', status: 422 },
      parts: { article: { pack: 'hebei', version: '1', article: '20', quote: expect.stringContaining('质量有疑义') as unknown }, errors: [{ pointer: '/doubt', code: 'field-required' }] },
    });
    await expect(missing({ doubt: '有误', rows: [] })).rejects.toMatchObject({ parts: { article: { article: '20' }, errors: [{ pointer: '/rows' }] } });
    await t.eventually(() => t.seen(actRefused['quality-dispute']).some(({ data }) => data.article === '20' && data.request === 'file-verification'));
  });

  it('is refused to an organisation that never obtained the data [HEB-20-2]', async () => {
    await expect(t.ask(fileVerification, filing, stranger)).rejects.toMatchObject({ definition: { code: 'quality-dispute/never-obtained', status: 403 } });
    await expect(t.ask(fileVerification, { ...filing, grantId: randomUUID() }, requester)).rejects.toMatchObject({ definition: { code: 'quality-dispute/never-obtained' } });
  });

  it('is refused about columns the grant has not', async () => {
    await expect(t.ask(fileVerification, { ...filing, rows: [{ ...rows[0], keyColumn: 'code', key: '1', observed: 'x', column: 'secret' }] }, requester)).rejects.toMatchObject({
      definition: { status: 422 },
      parts: { errors: [{ pointer: '/rows/0/column', code: 'not-granted' }] },
    });
  });

  it('ends with an explanation in words or a repaired version that exists, and with nothing else [HEB-20-5]', async () => {
    const { id } = await forwarded();
    const feedback = (act: string, input: object = {}): Promise<VerificationView> => t.ask(actOnVerification, { id, act, ...input }, provider);
    await expect(feedback('explain')).rejects.toMatchObject({ definition: { status: 422 }, parts: { article: { article: '20' }, errors: [{ pointer: '/explanation' }] } });
    await expect(feedback('repair')).rejects.toMatchObject({ definition: { status: 422 }, parts: { article: { article: '20' }, errors: [{ pointer: '/repairedVersion' }] } });
    await expect(feedback('repair', { repairedVersion: 9 })).rejects.toMatchObject({
      definition: { code: 'quality-dispute/unknown-version', status: 409 },
      parts: { errors: [{ pointer: '/repairedVersion' }] },
    });
    await expect(feedback('ignore')).rejects.toMatchObject({ definition: { code: 'quality-dispute/act-not-allowed', status: 409 }, parts: { allowed: ['explain', 'repair', 'apply-extension'] } });
    await expect(feedback('explain', { explanation: '无误', repairedVersion: 2 })).rejects.toMatchObject({ definition: { code: 'input/invalid' }, parts: { errors: [{ pointer: '/repairedVersion', code: 'no-use' }] } });
    expect((await t.ask(getVerification, { id }, requester)).state).toBe('PROVIDER_FEEDBACK');
    expect(await feedback('explain', { explanation: '以民政部公布的名称为准' })).toMatchObject({ state: 'EXPLAINED', explanation: '以民政部公布的名称为准' });
    await expect(feedback('explain', { explanation: '再次释明' })).rejects.toMatchObject({ definition: { code: 'quality-dispute/act-not-allowed', status: 409 } });
  });

  it('lets nobody act out of turn, and tells what the act would have been', async () => {
    const { id } = await file();
    await expect(t.ask(actOnVerification, { id, act: 'explain', explanation: 'x' }, requester)).rejects.toMatchObject({
      definition: { code: 'quality-dispute/act-not-allowed' },
      parts: { allowed: [] },
    });
    await t.ask(actOnVerification, { id, act: 'forward' }, authority);
    await expect(t.ask(actOnVerification, { id, act: 'explain', explanation: 'x' }, requester)).rejects.toMatchObject({ definition: { code: 'quality-dispute/not-your-turn', status: 403 } });
    await expect(t.ask(actOnVerification, { id, act: 'explain', explanation: 'x' }, authority)).rejects.toMatchObject({ definition: { code: 'quality-dispute/not-your-turn', status: 403 }, parts: { article: { article: '20' } } });
    await expect(t.ask(actOnVerification, { id, act: 'forward' })).rejects.toMatchObject({ definition: { status: 401 } });
  });

  it('is hidden from everybody who has no part in it, and from the provider until it is forwarded', async () => {
    const { id } = await file();
    const notFound = { definition: { code: 'access/not-found', status: 404 } };
    await expect(t.ask(getVerification, { id }, stranger)).rejects.toMatchObject(notFound);
    await expect(t.ask(getVerification, { id }, provider)).rejects.toMatchObject(notFound);
    await expect(t.ask(actOnVerification, { id, act: 'explain', explanation: 'x' }, stranger)).rejects.toMatchObject(notFound);
    await expect(t.ask(actOnVerification, { id: randomUUID(), act: 'forward' }, authority)).rejects.toMatchObject(notFound);
    const listed = async (by: TestParty): Promise<string[]> => (await t.ask(findVerifications, { limit: 200 }, by)).items.map((item) => item.id);
    expect(await listed(stranger)).toEqual([]);
    expect(await listed(provider)).not.toContain(id);
    expect(await listed(requester)).toContain(id);
    expect(await listed(authority)).toContain(id);
    await t.ask(actOnVerification, { id, act: 'forward' }, authority);
    expect(await listed(provider)).toContain(id);
    expect((await t.ask(getVerification, { id }, provider)).doubt).toBe('名称有误');
  });

  it('is listed newest first in pages, and a cursor of no list is refused with its pointer', async () => {
    const newest = [await file(), await file()].map(({ id }) => id).reverse();
    const first = await t.ask(findVerifications, { limit: 1 }, requester);
    const second = await t.ask(findVerifications, { limit: 1, cursor: first.nextCursor ?? '' }, requester);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(newest);
    await expect(t.ask(findVerifications, { cursor: "1' OR" }, requester)).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/cursor' }] } });
  });

  it('is filed once under one idempotency key', async () => {
    const options = { idempotencyKey: randomUUID() };
    const [one, other] = [await t.ask(fileVerification, filing, requester, options), await t.ask(fileVerification, filing, requester, options)];
    expect(other.id).toBe(one.id);
  });
});

describe('a lapsed period', () => {
  it('is announced once, shows on the step and decides nothing [HEB-20-3]', async () => {
    at('2026-09-24T09:00:00+08:00');
    const { id } = await file();
    const overdue = (): unknown[] => t.seen(verificationStepOverdue).filter(({ subject }) => subject === id).map(({ data }) => data);
    at('2026-09-30T23:59:59+08:00');
    await t.fireDueTimers();
    expect((await t.ask(getVerification, { id }, requester)).step.overdue).toBe(false);
    at('2026-10-01T00:00:00+08:00');
    await t.fireDueTimers();
    await t.fireDueTimers();
    await t.eventually(() => overdue().length > 0);
    expect(overdue()).toEqual([{ id, step: 'FORWARDING', dueOn: '2026-09-30', article: '20' }]);
    expect(await t.ask(getVerification, { id }, requester)).toMatchObject({ state: 'FORWARDING', step: { overdue: true } });

    const late = await t.ask(actOnVerification, { id, act: 'forward' }, authority);
    expect(late).toMatchObject({ state: 'PROVIDER_FEEDBACK', step: { overdue: false } });
    await t.ask(actOnVerification, { id, act: 'explain', explanation: '无误' }, provider);
    at('2026-12-01T09:00:00+08:00');
    await t.fireDueTimers();
    const other = await file();
    await t.eventually(() => t.seen(verificationMoved).some(({ subject }) => subject === other.id));
    expect(overdue()).toHaveLength(1);
  });
});

describe('an extension under a pack that leaves it to the data authority', () => {
  it('needs the provider’s application within the period and the authority’s consent, and only that moves the due date [HEB-20-6]', async () => {
    at('2026-09-28T10:00:00+08:00');
    const { id, step } = await forwarded();
    expect(step).toMatchObject({ dueOn: '2026-10-16', acts: ['explain', 'repair', 'apply-extension', 'extend'] });
    const act = (name: string, by: TestParty, own: object = {}): Promise<VerificationView> => t.ask(actOnVerification, { id, act: name, reasons: '须向原始单位核实', ...own }, by);
    const dueOn = async (): Promise<string | null> => (await t.ask(getVerification, { id }, requester)).step.dueOn;
    await expect(act('extend', provider, { workingDays: 10 })).rejects.toMatchObject({ definition: { code: 'quality-dispute/not-your-turn', status: 403 }, parts: { article: { article: '20' } } });
    await expect(act('extend', authority, { workingDays: 10 })).rejects.toMatchObject({ parts: { errors: [{ code: 'extension-not-applied-for' }] } });
    await expect(act('apply-extension', requester)).rejects.toMatchObject({ definition: { status: 403 } });
    expect((await act('apply-extension', provider)).history.at(-1)).toMatchObject({ act: 'apply-extension', reasons: '须向原始单位核实', to: 'PROVIDER_FEEDBACK' });
    expect(await dueOn()).toBe('2026-10-16');
    at('2026-10-19T10:00:00+08:00');
    await expect(act('extend', authority, { workingDays: 11 })).rejects.toMatchObject({ definition: { status: 422 }, parts: { article: { article: '20' }, errors: [{ pointer: '/workingDays', code: 'extension-too-long' }] } });
    expect(await dueOn()).toBe('2026-10-16');
    // On top of the original end: 19 to 23 and 26 to 30 October.
    expect((await act('extend', authority, { workingDays: 10 })).step).toMatchObject({ step: 'PROVIDER_FEEDBACK', dueOn: '2026-10-30', overdue: false });
    await t.eventually(() => t.seen(verificationMoved).some(({ subject, data }) => subject === id && data.act === 'extend' && data.dueOn === '2026-10-30'));
  });
});

describe('an extension under a pack that leaves it to the head of the provider', () => {
  it('lengthens the running period once, by at most the pack’s working days, and decides nothing else', async () => {
    const node = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' };
    const weihai = await startTestService(qualityDisputeService, { node, startAt: '2026-09-24T09:00:00+08:00' });
    try {
      const place = { division: node.code, level: 'CITY', node: node.code };
      const [asking, providing] = [{ id: 'weihai-education', name: '威海市教育局', ...place }, { id: 'weihai-civil-affairs', name: '威海市民政局', ...place }];
      const [asker, clerk, head] = [person(asking, 'DATA_ADMINISTRATOR'), person(providing, 'DATA_ADMINISTRATOR'), person(providing, 'PROVIDER_HEAD')];
      const held = { ...grant, id: randomUUID(), requester: asking, provider: providing, ownerNode: node.code };
      await weihai.announce(grantIssued, held.id, held);
      const { id, step } = await weihai.eventually(() => weihai.ask(fileVerification, { ...filing, grantId: held.id }, asker));
      // 28 to 30 September, 8 and 9 October.
      expect(step).toMatchObject({ step: 'PROVIDER_FEEDBACK', dueOn: '2026-10-09' });
      const extend = (workingDays: number | undefined, by: TestParty): Promise<VerificationView> =>
        weihai.ask(actOnVerification, { id, act: 'extend', reasons: '须向原始单位核实', ...(workingDays === undefined ? {} : { workingDays }) }, by);
      await expect(extend(10, clerk)).rejects.toMatchObject({ definition: { code: 'quality-dispute/not-your-turn', status: 403 } });
      await expect(extend(undefined, head)).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/workingDays' }] } });
      await expect(extend(11, head)).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/workingDays', code: 'extension-too-long' }] } });
      await expect(weihai.ask(actOnVerification, { id, act: 'extend', reasons: 'x', workingDays: 1, explanation: 'x' }, head)).rejects.toMatchObject({ parts: { errors: [{ pointer: '/explanation', code: 'no-use' }] } });
      const extended = await extend(10, head);
      // 10 October is worked; then 12 to 16 and 19 to 22.
      expect(extended).toMatchObject({ state: 'PROVIDER_FEEDBACK', explanation: null, step: { dueOn: '2026-10-22', ended: false } });
      expect(extended.history.at(-1)).toMatchObject({ act: 'extend', reasons: '须向原始单位核实', dueOn: '2026-10-22' });
      await expect(extend(1, head)).rejects.toMatchObject({ parts: { errors: [{ code: 'extension-exhausted' }] } });
      await weihai.eventually(() => weihai.seen(verificationMoved).some(({ data }) => data.act === 'extend' && data.to === 'PROVIDER_FEEDBACK' && data.dueOn === '2026-10-22'));
    } finally {
      await weihai.stop();
    }
  });
});

describe('what the service remembers', () => {
  it('is a grant once, however often it is told', async () => {
    const again = { ...grant, id: randomUUID(), requestId: randomUUID() };
    const { id } = await t.announce(grantIssued, again.id, again);
    await t.announce(grantIssued, again.id, again, { id });
    await t.announce(grantIssued, again.id, { ...again, state: 'SUSPENDED' });
    const filed = await t.eventually(() => t.ask(fileVerification, { ...filing, grantId: again.id }, requester));
    expect(filed.grantId).toBe(again.id);
    expect(await t.query('SELECT FROM held_grant WHERE grant_id = $1', [again.id])).toHaveLength(1);
  });

  it('is the newest version of an entry', async () => {
    await t.announce(entryPublished, entryId, { ...entry, version: 3, name: '行政区划(新)' });
    await t.announce(entryPublished, entryId, { ...entry, version: 2, name: '行政区划(旧)' });
    const marker = randomUUID();
    await t.announce(entryPublished, marker, { ...entry, id: marker });
    await t.eventually(async () => (await t.query('SELECT FROM known_entry WHERE entry_id = $1', [marker])).length === 1);
    expect((await file()).entryName).toBe('行政区划(新)');
  });
});
