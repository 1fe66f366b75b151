import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViolationView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { DrivenCase } from './driven-case.js';
import { auditedKinds, fetchRows, provideData, publishEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

describe('Weihai: misuse of granted data, from the call to the decision', () => {
  let node: TestNode<UsualParty>;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'weihai', code: '371000', name: '威海市', level: 'CITY', startAt: '2026-04-30T10:00:00+08:00', parties: USUAL_PARTIES });
    const { id: entryId } = await publishEntry(node);
    await provideData(node, entryId);
    const request = await DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
    await request.act('authority', 'forward');
    await request.act('provider', 'agree');
    grantId = String(request.view.grantId);
  });
  afterAll(() => node.stop());

  const rows = (own: Record<string, string> = {}): string => `/v1/data/${grantId}/rows?${new URLSearchParams({ scenario: REQUEST.applicationScenario, ...own }).toString()}`;
  const casesOf = async (kind: string): Promise<ViolationView[]> =>
    ((await node.call('authority', 'GET', '/v1/violations')).body as { items: ViolationView[] }).items.filter((one) => one.kind === kind);

  it('[WEI-33-3] answers a call outside the agreed scope with 403 and opens a case USE_OUT_OF_SCOPE, which the log keeps', async () => {
    expect(await node.call('requester', 'GET', rows({ scenario: '商业推广' }))).toMatchObject({ status: 403, body: { code: 'sharing/scenario-mismatch', article: { pack: 'weihai' } } });
    const [opened] = await eventually(async () => {
      const found = await casesOf('USE_OUT_OF_SCOPE');
      return found.length === 1 && found;
    });
    expect(opened).toMatchObject({ grantId, state: 'OPEN', evidence: [{ sign: 'scenario-mismatch', client: 'requester', count: 1 }] });
    const id = String(opened?.id);
    await eventually(async () => (await auditedKinds(node, id)).some((type) => type.includes('violation-moved')));
    expect(await node.call('bystander', 'GET', `/v1/violations/${id}`)).toMatchObject({ status: 404 });
    expect(await node.call('auditor', 'GET', `/v1/violations/${id}`)).toMatchObject({ status: 200 });
    expect(await node.call('provider', 'POST', `/v1/violations/${id}/acts`, { act: 'confirm', measure: 'WARN', reasons: '首次' })).toMatchObject({ status: 200, body: { state: 'CONFIRMED', measure: 'WARN' } });
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 200 });
  });

  it('[WEI-33-5] throttles a burst of identical calls over the limit with 429 and Retry-After, and of calls without a business case too', async () => {
    expect(await node.call('authority', 'POST', `/v1/grants/${grantId}/call-watch`, { identicalCalls: 4, unboundCalls: 4 })).toMatchObject({ status: 200 });
    await node.travelTo('2026-04-30T10:10:00+08:00');
    const inEarnest = (own: Record<string, string>, number: number) => node.fetch('requester', rows(own), { 'x-business-case': `2026-${String(number)}` });
    // Different calls, each for a case of its own: as many as the business needs.
    for (let n = 1; n <= 8; n += 1) expect((await inEarnest({ limit: String(n) }, n)).status).toBe(200);
    for (let n = 1; n <= 5; n += 1) expect((await inEarnest({ limit: '50' }, n)).status).toBe(200);
    const throttled = await inEarnest({ limit: '60' }, 9);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '600']);
    const [opened] = await eventually(async () => {
      const found = await casesOf('CALL_INFLATION');
      return found.length === 1 && found;
    });
    expect(opened).toMatchObject({ grantId, state: 'OPEN', evidence: [{ sign: 'identical-calls', count: 5 }] });
    expect(await node.call('authority', 'POST', `/v1/violations/${String(opened?.id)}/acts`, { act: 'dismiss', reasons: '压力测试' })).toMatchObject({ status: 200 });

    for (let n = 1; n <= 5; n += 1) expect((await node.fetch('requester', rows({ limit: String(100 + n) }))).status).toBe(200);
    expect((await node.fetch('requester', rows({ limit: '200' }))).status).toBe(429);
    await eventually(async () => (await casesOf('CALL_INFLATION')).some(({ state, evidence }) => state === 'OPEN' && evidence.some(({ sign }) => sign === 'unbound-calls')));
    expect((await node.fetch('requester', rows(), { 'x-business-case': 'x'.repeat(201) })).status).toBe(422);
    await node.travelTo('2026-04-30T10:20:00+08:00');
  });

  it('[WEI-33-4] marks answers no-store where nothing may be kept; a reported local copy opens a case LOCAL_STORAGE and suspends the grant', async () => {
    expect(await node.call('requester', 'GET', `/v1/grants/${grantId}`)).toMatchObject({ body: { state: 'ACTIVE', terms: { storageAllowed: false } } });
    const answer = await node.fetch('requester', rows(), { 'x-business-case': '2026-10' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const report = { grantId, kind: 'LOCAL_STORAGE', description: '检查时发现其业务库留有全量副本' };
    expect(await node.call('bystander', 'POST', '/v1/violations', report)).toMatchObject({ status: 404 });
    expect(await node.call('provider', 'POST', '/v1/violations', report)).toMatchObject({ status: 201, body: { kind: 'LOCAL_STORAGE', state: 'OPEN' } });
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 403, body: { code: 'sharing/grant-suspended', article: { pack: 'weihai', article: '33' } } });
    expect(await node.call('requester', 'GET', `/v1/grants/${grantId}`)).toMatchObject({ body: { state: 'SUSPENDED', suspensionReason: report.description } });
  });
});
