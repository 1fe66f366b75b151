import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsInflated, findViolations, getCallWatch, setCallWatch, submitSharingRequest, takePermits, type PermitAsk } from '@gongshu/contracts';
import { SharingTown } from '@gongshu/testing';
import { sharingService } from '../index.js';

const START = '2026-03-02T09:00:00+08:00';
const scenario = '企业开办';

describe('a throttle, in weihai', () => {
  let weihai: SharingTown;
  beforeAll(async () => {
    weihai = await SharingTown.start(sharingService, { code: '371000', name: '威海市', pack: 'weihai' }, START);
  });
  afterAll(() => weihai.t.stop());

  async function granted(): Promise<string> {
    const { id: entryId } = await weihai.entry();
    return String((await weihai.t.ask(submitSharingRequest, { entryId, dutyBasis: '便民服务', applicationScenario: scenario }, weihai.holder)).grantId);
  }
  async function inOneMessage(calls: readonly Partial<PermitAsk>[]): Promise<(string | null)[]> {
    const token = await weihai.t.issuers.token(weihai.holder);
    const asks = calls.map((own) => ({ token, grantId: '', scenario, form: 'ROWS', businessCase: '371000-2026-1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, ...own }));
    return (await weihai.t.ask(takePermits, { asks })).answers.map(({ problem }) => (problem as { code: string } | null)?.code ?? null);
  }
  const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

  it('[WEI-33-5] holds within the message that passes the limit: the call that passes it is the last', async () => {
    const { t, provider, authority } = weihai;
    const [grantId, other] = [await granted(), await granted()];
    for (const id of [grantId, other]) await t.ask(setCallWatch, { id, identicalCalls: 10 }, provider);
    expect(await inOneMessage(times(4, { grantId, query: 'q' }))).toEqual(times(4, null));
    const answers = await inOneMessage([...times(500, { grantId, query: 'q' }), ...times(2, { grantId, query: 'another' }), ...times(10, { grantId: other, query: 'q' })]);
    expect(answers).toEqual([...times(7, null), ...times(495, 'sharing/throttled'), ...times(10, null)]);
    const inflated = await t.eventually(() => t.seen(callsInflated).length > 0 && t.seen(callsInflated).map(({ data }) => data));
    expect(inflated).toMatchObject([{ grantId, sign: 'identical-calls', count: 11, limit: 10, lastPermit: 11 }]);
    expect((await t.ask(getCallWatch, { id: grantId }, provider)).throttledUntil).toBe('2026-03-02T01:10:00.000Z');
    expect(await t.eventually(async () => (await t.ask(findViolations, {}, authority)).items.find((one) => one.grantId === grantId))).toMatchObject({ kind: 'CALL_INFLATION', evidence: [{ count: 11 }] });
    expect(await inOneMessage([{ grantId, query: 'another' }, { grantId: other, query: 'q' }, { grantId: other, query: 'q' }])).toEqual(['sharing/throttled', null, 'sharing/throttled']);
  });

  it('counts calls without a business case in their order among others', async () => {
    const grantId = await granted();
    await weihai.t.ask(setCallWatch, { id: grantId, unboundCalls: 2 }, weihai.provider);
    const calls = [...'abcd'].flatMap((query) => [{ grantId, query, businessCase: undefined }, { grantId, query }]) as unknown as Partial<PermitAsk>[];
    expect(await inOneMessage(calls)).toEqual([...times(5, null), ...times(3, 'sharing/throttled')]);
  });
});
