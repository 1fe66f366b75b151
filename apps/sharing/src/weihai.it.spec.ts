import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  entryPublished,
  getGrant,
  interfaceRegistered,
  submitSharingRequest,
  takePermits,
  type EntryPublished,
  type Role,
} from '@gongshu/contracts';
import { hebei, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from './index.js';

const { reasonsToAsk } = hebei;

const weihai = (id: string, ...roles: Role[]): TestParty => person({ id, name: `威海市${id}`, division: '371000', level: 'CITY', node: '371000' }, ...roles);
const authority = weihai('authority', 'DATA_AUTHORITY');
const provider = weihai('provider', 'DATA_ADMINISTRATOR');
const requester = weihai('requester', 'DATA_ADMINISTRATOR');

describe('sharing under the Weihai pack', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(sharingService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' }, startAt: '2026-09-24T09:00:00+08:00' });
  });
  afterAll(async () => {
    await t.stop();
  });

  async function published(own: Partial<EntryPublished> = {}): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(provider), { aggregation: 'LOGICAL', ...own });
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(interfaceRegistered, entry.id, { entryId: entry.id, url: 'http://provider.example/rows' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
    return entry;
  }

  it('[WEI-18-2] [WEI-18-3] [WEI-18-4] gives the authority 1 and the provider 2 working days, and the agreement is the authorisation', async () => {
    const entry = await published();
    const submitted = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, requester);
    expect(submitted.step).toMatchObject({ pack: 'weihai', step: 'AUTHORITY_REVIEW', dueOn: '2026-09-28', dueArticle: '18' });
    const { id } = submitted;
    expect((await t.ask(actOnSharingRequest, { id, act: 'forward' }, authority)).step).toMatchObject({ step: 'PROVIDER_REPLY', dueOn: '2026-09-29', dueArticle: '18' });
    const agreed = await t.ask(actOnSharingRequest, { id, act: 'agree' }, provider);
    expect(agreed).toMatchObject({ state: 'PROVIDED', step: { ended: true } });
    const ask = { token: await t.issuers.token(requester), grantId: String(agreed.grantId), scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: 'x' };
    expect((await t.ask(takePermits, { asks: [ask] })).answers).toMatchObject([
      { number: 1, ticket: null, source: { kind: 'LOGICAL', url: 'http://provider.example/rows' }, columns: ['code', 'name', 'level'], allColumns: true, problem: null },
    ]);
  });

  it('[WEI-18-5] demands reasons of a refusal by the authority as by the provider', async () => {
    const entry = await published();
    const { id } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, requester);
    const problem = await refusal(t.ask(actOnSharingRequest, { id, act: 'refuse' }, authority));
    expect(problem.parts).toMatchObject({ article: { pack: 'weihai', article: '18' }, errors: [{ pointer: '/reasons' }] });
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, authority);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'refuse' }, provider))).parts.errors?.[0]?.pointer).toBe('/reasons');
    expect((await t.ask(actOnSharingRequest, { id, act: 'refuse', reasons: '与履职无关' }, provider)).state).toBe('REFUSED');
    const other = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, requester);
    expect((await t.ask(actOnSharingRequest, { id: other.id, act: 'refuse', reasons: '用途不明' }, authority)).state).toBe('REFUSED');
  });

  it('[WEI-18-1] provides unconditional data at once, without a review, for a stated duty', async () => {
    const entry = await published({ sharingType: 'UNCONDITIONAL' });
    expect((await refusal(t.ask(submitSharingRequest, { entryId: entry.id }, requester))).parts.errors?.[0]?.pointer).toBe('/dutyBasis');
    const { state, grantId } = await t.ask(submitSharingRequest, { entryId: entry.id, dutyBasis: '城市管理条例' }, requester);
    expect(state).toBe('PROVIDED');
    const ask = { token: await t.issuers.token(requester), grantId: String(grantId), form: 'ROWS', traceparent: 'x' };
    expect((await t.ask(takePermits, { asks: [ask] })).answers[0]).toMatchObject({ number: 1, problem: null });
  });

  it('[WEI-16-1] refuses a request without duty basis', async () => {
    const entry = await published();
    const problem = await refusal(t.ask(submitSharingRequest, { entryId: entry.id, purpose: '核验' }, requester));
    expect(problem.definition.status).toBe(422);
    expect(problem.parts.errors?.[0]?.pointer).toBe('/dutyBasis');
    expect((await refusal(t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, { ...requester, roles: ['APPLICANT'] }))).definition.status).toBe(403);
  });

  it('suspends only on a ground of the pack', async () => {
    const entry = await published({ sharingType: 'UNCONDITIONAL' });
    const { grantId } = await t.ask(submitSharingRequest, { entryId: entry.id, dutyBasis: '城市管理条例' }, requester);
    const id = String(grantId);
    expect((await refusal(t.ask(actOnGrant, { id, act: 'suspend', reasons: '调用异常' }, authority))).parts).toMatchObject({ article: { article: '33' }, errors: [{ pointer: '/ground' }] });
    expect((await refusal(t.ask(actOnGrant, { id, act: 'suspend', reasons: '调用异常', ground: 'DISLIKE' }, authority))).parts.errors?.[0]?.code).toBe('value-not-admissible');
    await t.ask(actOnGrant, { id, act: 'suspend', reasons: '调用异常', ground: 'CALL_ABUSE' }, provider);
    expect(await t.ask(getGrant, { id }, requester)).toMatchObject({ state: 'SUSPENDED', suspensionReason: '调用异常' });
  });
});
