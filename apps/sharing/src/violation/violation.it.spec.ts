import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnGrant, actOnViolation, callsInflated, findViolations, getCallWatch, getGrant, getViolation, reportViolation, setCallWatch, submitSharingRequest, takePermits, violationMoved,
  type PermitAnswer, type PermitAsk, type ViolationView,
} from '@gongshu/contracts';
import { refusal, SharingTown, type TestParty } from '@gongshu/testing';
import { sharingService } from '../index.js';

const START = '2026-03-02T09:00:00+08:00';
const scenario = '企业开办';

describe('violations, in weihai', () => {
  let weihai: SharingTown;
  let auditor: TestParty;
  beforeAll(async () => {
    weihai = await SharingTown.start(sharingService, { code: '371000', name: '威海市', pack: 'weihai' }, START);
    auditor = weihai.member('audit-office', 'AUDITOR');
  });
  beforeEach(() => weihai.t.clock.travelTo(START));
  afterAll(() => weihai.t.stop());

  async function granted(): Promise<string> {
    const { id: entryId } = await weihai.entry();
    return String((await weihai.t.ask(submitSharingRequest, { entryId, dutyBasis: '便民服务', applicationScenario: scenario }, weihai.holder)).grantId);
  }
  async function call(grantId: string, times = 1, own: Partial<PermitAsk> = {}, caller = weihai.holder): Promise<PermitAnswer[]> {
    const ask = { token: await weihai.t.issuers.token(caller), grantId, scenario, form: 'ROWS', businessCase: '370100-2026-1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, ...own };
    return (await weihai.t.ask(takePermits, { asks: Array.from({ length: times }, () => ask) })).answers;
  }
  const codesOf = (answers: readonly PermitAnswer[]): unknown[] => answers.map(({ problem }) => (problem as { code: string } | null)?.code ?? null);
  const casesOf = async (grantId: string): Promise<ViolationView[]> => (await weihai.t.ask(findViolations, {}, weihai.authority)).items.filter((one) => one.grantId === grantId);
  const openedOf = (grantId: string): Promise<ViolationView> => weihai.t.eventually(async () => (await casesOf(grantId))[0]);

  it('[WEI-33-3] refuses a call outside the agreed scope with 403 and opens one case USE_OUT_OF_SCOPE, to which further calls are added', async () => {
    const { t, authority, provider, holder, bystander } = weihai;
    const grantId = await granted();
    const refused = await call(grantId, 2, { scenario: '广告推送' });
    expect(refused.map(({ permitId, problem }) => [permitId, problem])).toMatchObject([[null, { status: 403, code: 'sharing/scenario-mismatch', article: { pack: 'weihai' } }], [null, { status: 403 }]]);
    const opened = await openedOf(grantId);
    expect(opened).toMatchObject({ kind: 'USE_OUT_OF_SCOPE', state: 'OPEN', requester: { id: 'holder' }, provider: { id: 'provider' }, measure: null, step: { pack: 'weihai', acts: ['confirm', 'dismiss'] } });
    expect(opened.evidence).toMatchObject([{ sign: 'scenario-mismatch', count: 2, description: null }]);
    await call(grantId, 1, { columns: ['secret'] });
    const extended = await t.eventually(async () => (await casesOf(grantId)).find(({ evidence }) => evidence.length === 2));
    expect(extended).toMatchObject({ id: opened.id, evidence: [{ count: 2 }, { sign: 'not-granted', count: 1 }] });
    const moves = () => t.seen(violationMoved).filter(({ data }) => data.grantId === grantId).map(({ data }) => [data.act, data.to, data.article, data.evidence]);
    expect(await t.eventually(() => moves().length === 2 && moves())).toEqual([['open', 'OPEN', '33', 2], ['extend', 'OPEN', '33', 3]]);
    // The calls of the grant within its scope go on: detection announces, people decide.
    expect(codesOf(await call(grantId))).toEqual([null]);

    const { id } = opened;
    for (const party of [authority, provider, holder, auditor]) expect((await t.ask(getViolation, { id }, party)).id).toBe(id);
    expect(await refusal(t.ask(getViolation, { id }, bystander))).toMatchObject({ definition: { status: 404 } });
    expect((await t.ask(findViolations, {}, bystander)).items).toEqual([]);
    expect(await refusal(t.ask(actOnViolation, { id, act: 'confirm', measure: 'WARN', reasons: '属实' }, holder))).toMatchObject({ definition: { status: 403, code: 'sharing/not-your-turn' }, parts: { article: { article: '33' } } });
    expect(await refusal(t.ask(actOnViolation, { id, act: 'confirm', measure: 'WARN', reasons: '属实' }, bystander))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(actOnViolation, { id, act: 'confirm', reasons: '属实' }, provider))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/measure' }] } });
    expect(await refusal(t.ask(actOnViolation, { id, act: 'dismiss', measure: 'WARN', reasons: '误报' }, provider))).toMatchObject({ parts: { errors: [{ pointer: '/measure', code: 'no-use' }] } });
    expect(await t.ask(actOnViolation, { id, act: 'confirm', measure: 'SUSPEND', reasons: '属实' }, provider)).toMatchObject({ state: 'CONFIRMED', measure: 'SUSPEND' });
    expect(codesOf(await call(grantId))).toEqual(['sharing/grant-suspended']);
    expect(await refusal(t.ask(actOnViolation, { id, act: 'dismiss', reasons: '误报' }, authority))).toMatchObject({ definition: { status: 409 } });
  });

  it('[WEI-33-4] opens LOCAL_STORAGE for a reported local copy and suspends the grant with it, until the case is dismissed', async () => {
    const { t, authority, provider, holder, bystander } = weihai;
    const grantId = await granted();
    expect((await t.ask(getGrant, { id: grantId }, holder)).terms.storageAllowed).toBe(false);
    const report = { grantId, kind: 'LOCAL_STORAGE', description: '现场检查发现其服务器上留有副本' };
    expect(await refusal(t.ask(reportViolation, report, bystander))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(reportViolation, report, holder))).toMatchObject({ definition: { status: 403, code: 'sharing/not-your-turn' } });
    const opened = await t.ask(reportViolation, report, provider);
    expect(opened).toMatchObject({ kind: 'LOCAL_STORAGE', state: 'OPEN', evidence: [{ sign: 'reported', client: null, description: report.description }] });
    expect((await t.ask(getGrant, { id: grantId }, holder)).state).toBe('SUSPENDED');
    expect((await call(grantId))[0]?.problem).toMatchObject({ status: 403, code: 'sharing/grant-suspended', article: { pack: 'weihai', article: '33' } });
    await t.eventually(() => t.seen(violationMoved).find(({ data }) => data.id === opened.id && data.suspended));
    // A second report adds to the case.
    expect(await t.ask(reportViolation, { ...report, description: '另有一份' }, authority)).toMatchObject({ id: opened.id, evidence: [{}, { description: '另有一份' }] });

    expect(await t.ask(actOnViolation, { id: opened.id, act: 'dismiss', reasons: '系缓存,已清除' }, authority)).toMatchObject({ state: 'DISMISSED' });
    expect(codesOf(await call(grantId))).toEqual([null]);
    const again = await t.ask(reportViolation, report, authority);
    expect(again.id).not.toBe(opened.id);
    expect(await t.ask(actOnViolation, { id: again.id, act: 'confirm', measure: 'TERMINATE', reasons: '屡次违规' }, authority)).toMatchObject({ state: 'CONFIRMED' });
    expect((await t.ask(getGrant, { id: grantId }, holder)).state).toBe('TERMINATED');
  });

  it('leaves a suspension that somebody else decided on when the case is dismissed', async () => {
    const { t, authority } = weihai;
    const grantId = await granted();
    const { id } = await t.ask(reportViolation, { grantId, kind: 'LOCAL_STORAGE', description: '发现副本' }, authority);
    await t.ask(actOnGrant, { id: grantId, act: 'restore', reasons: '待查' }, authority);
    t.clock.travelTo('2026-03-02T09:30:00+08:00');
    await t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '安全隐患', ground: 'SECURITY_DANGER' }, authority);
    await t.ask(actOnViolation, { id, act: 'dismiss', reasons: '误报' }, authority);
    expect((await t.ask(getGrant, { id: grantId }, authority)).state).toBe('SUSPENDED');
  });

  it('[WEI-33-5] opens CALL_INFLATION for a burst of identical calls over the limit and throttles the grant with 429 until it is decided or time passes', async () => {
    const { t, authority, provider } = weihai;
    const grantId = await granted();
    const query = 'same';
    await t.ask(setCallWatch, { id: grantId, identicalCalls: 100 }, provider);
    expect(codesOf(await call(grantId, 100, { query }))).toEqual(Array(100).fill(null));
    expect(codesOf(await call(grantId, 1, { query: 'another' }))).toEqual([null]);
    expect(codesOf(await call(grantId, 1, { query }))).toEqual([null]);
    const [throttled] = await call(grantId, 1, { query: 'another' });
    expect(throttled?.problem).toMatchObject({ status: 429, code: 'sharing/throttled', retryAfterSeconds: 600, article: { pack: 'weihai', article: '33' } });
    const opened = await openedOf(grantId);
    expect(opened).toMatchObject({ kind: 'CALL_INFLATION', state: 'OPEN', evidence: [{ sign: 'identical-calls', count: 101, lastPermit: '102' }] });
    const inflated = () => t.seen(callsInflated).map(({ data }) => data).filter((data) => data.grantId === grantId);
    expect(await t.eventually(() => inflated().length > 0 && inflated())).toMatchObject([{ count: 101, limit: 100, lastPermit: 102, article: '33' }]);
    expect((await t.ask(getCallWatch, { id: grantId }, provider)).throttledUntil).toBe('2026-03-02T01:10:00.000Z');

    t.clock.travelTo('2026-03-02T09:09:59+08:00');
    expect((await call(grantId))[0]?.problem).toMatchObject({ retryAfterSeconds: 1 });
    t.clock.travelTo('2026-03-02T09:10:00+08:00');
    expect(codesOf(await call(grantId, 100, { query }))).toEqual(Array(100).fill(null));
    expect(codesOf(await call(grantId, 1, { query }))).toEqual([null]);
    expect(codesOf(await call(grantId, 1, { query }))).toEqual(['sharing/throttled']);
    await t.ask(actOnViolation, { id: opened.id, act: 'dismiss', reasons: '批量核验,事先告知' }, authority);
    expect(codesOf(await call(grantId, 1, { query }))).toEqual([null]);
  });

  it('[WEI-33-5] counts calls that are tied to no business case, whatever they ask for, and leaves calls spread over time alone', async () => {
    const { t, authority, provider, holder, bystander } = weihai;
    const [spread, idle] = [await granted(), await granted()];
    expect(await refusal(t.ask(setCallWatch, { id: idle, unboundCalls: 3 }, holder))).toMatchObject({ definition: { status: 403 } });
    expect(await refusal(t.ask(setCallWatch, { id: idle, unboundCalls: 3 }, bystander))).toMatchObject({ definition: { status: 404 } });
    expect(await t.ask(setCallWatch, { id: idle, unboundCalls: 3 }, authority)).toMatchObject({ identicalCalls: 600, unboundCalls: 3, windowSeconds: 60, throttledUntil: null });
    const token = await t.issuers.token(holder);
    const unbound = (grantId: string, query: string) => t.ask(takePermits, { asks: [{ token, grantId, scenario, form: 'ROWS', query, traceparent: 'x' }] });
    for (const query of ['a', 'b', 'c', 'd']) await unbound(idle, query);
    expect(codesOf(await call(idle))).toEqual(['sharing/throttled']);
    expect(await openedOf(idle)).toMatchObject({ kind: 'CALL_INFLATION', evidence: [{ sign: 'unbound-calls', count: 4 }] });

    await t.ask(setCallWatch, { id: spread, identicalCalls: 2 }, provider);
    for (const minute of ['01', '02', '03', '04']) {
      t.clock.travelTo(`2026-03-02T09:${minute}:00+08:00`);
      expect(codesOf(await call(spread, 2, { query: 'q' }))).toEqual([null, null]);
    }
    expect((await t.ask(getCallWatch, { id: spread }, provider)).throttledUntil).toBeNull();
  });

  it('opens FOREIGN_GRANT against whoever calls with another’s grant, and ends nobody’s grant for it', async () => {
    const { t, authority, bystander, holder } = weihai;
    const grantId = await granted();
    expect(codesOf(await call(grantId, 1, {}, bystander))).toEqual(['sharing/not-granted']);
    const opened = await openedOf(grantId);
    expect(opened).toMatchObject({ kind: 'FOREIGN_GRANT', requester: { id: 'bystander', node: '371000' } });
    expect((await t.ask(getViolation, { id: opened.id }, bystander)).id).toBe(opened.id);
    expect(await refusal(t.ask(getViolation, { id: opened.id }, holder))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(actOnViolation, { id: opened.id, act: 'confirm', measure: 'TERMINATE', reasons: '冒用' }, authority))).toMatchObject({ parts: { errors: [{ pointer: '/measure', code: 'not-of-this-body' }] } });
    expect(await t.ask(actOnViolation, { id: opened.id, act: 'confirm', measure: 'WARN', reasons: '冒用' }, authority)).toMatchObject({ state: 'CONFIRMED', measure: 'WARN' });
    expect((await t.ask(getGrant, { id: grantId }, holder)).state).toBe('ACTIVE');
  });
});

describe('violations, in fushun', () => {
  it('[FUS-18-7] refuses a call with one department’s grant and another’s token with 403, and records it as an attempt by the other', async () => {
    const fushun = await SharingTown.start(sharingService, { code: '210400', name: '抚顺市', pack: 'fushun' }, START);
    try {
      const { t, bystander, authority } = fushun;
      const grantId = await fushun.grant(await fushun.entry());
      const { answers } = await t.ask(takePermits, { asks: [{ token: await t.issuers.token(bystander), grantId, form: 'ROWS', traceparent: 'x' }] });
      expect(answers).toMatchObject([{ permitId: null, problem: { status: 403, code: 'sharing/not-granted' } }]);
      const opened = await t.eventually(async () => (await t.ask(findViolations, {}, authority)).items[0]);
      expect(opened).toMatchObject({ kind: 'FOREIGN_GRANT', grantId, requester: { id: 'bystander' }, step: { pack: 'fushun' }, evidence: [{ sign: 'sharing/not-granted', count: 1 }] });
    } finally {
      await fushun.t.stop();
    }
  });
});

describe('violations, in jian', () => {
  it('are not looked for by the platform, and calls are not counted', async () => {
    const jian = await SharingTown.start(sharingService, { code: '360800', name: '吉安市', pack: 'jian' }, START);
    try {
      const { t, holder, authority, provider } = jian;
      const grantId = await jian.grant(await jian.entry());
      expect(await refusal(t.ask(setCallWatch, { id: grantId, identicalCalls: 1 }, provider))).toMatchObject({ definition: { status: 422, code: 'sharing/not-regulated' } });
      const ask = { token: await t.issuers.token(holder), grantId, form: 'ROWS', query: 'q', traceparent: 'x' };
      const { answers } = await t.ask(takePermits, { asks: [...Array.from({ length: 200 }, () => ask), { ...ask, columns: ['secret'] }] });
      expect(answers.filter(({ problem }) => problem !== null)).toHaveLength(1);
      await t.eventually(async () => (await t.query(`SELECT 1 FROM inbox WHERE reaction = 'violation-when-permits-refused'`)).length === 1);
      expect((await t.ask(findViolations, {}, authority)).items).toEqual([]);
      // A person may report all the same; nothing is suspended for it.
      await t.ask(reportViolation, { grantId, kind: 'LOCAL_STORAGE', description: '发现副本' }, authority);
      expect((await t.ask(getGrant, { id: grantId }, holder)).state).toBe('ACTIVE');
      expect((await t.ask(findViolations, {}, authority)).items).toHaveLength(1);
    } finally {
      await jian.t.stop();
    }
  });
});
