import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest,
  actRefused,
  entryPublished,
  entryWithdrawn,
  findSharingRequests,
  getGrant,
  getSharingRequest,
  grantIssued,
  requestMoved,
  requestStepOverdue,
  submitSharingRequest,
  versionCompleted,
  type EntryPublished,
  type SharingRequestView,
  type SubmitSharingRequest,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

const MID_AUTUMN = '2026-09-24T09:00:00+08:00';
const law = { level: 'LAW', title: '中华人民共和国测绘法', article: '34' };

describe('sharing requests at the province', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: MID_AUTUMN });
  });
  beforeEach(() => t.clock.travelTo(MID_AUTUMN));
  afterAll(async () => {
    await t.stop();
  });

  async function published(own: Partial<EntryPublished> = {}, withData = true): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(naturalResources), own);
    await t.announce(entryPublished, entry.id, entry);
    if (withData) await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => {
      const sql = withData ? 'SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1' : 'SELECT 1 FROM shareable_entry WHERE id = $1';
      return (await t.query(sql, [entry.id])).length === 1;
    });
    return entry;
  }

  const submit = (entry: EntryPublished, own: Partial<SubmitSharingRequest> = {}): Promise<SharingRequestView> =>
    t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, ...own }, civilAffairs);
  const atProvider = async (entry: EntryPublished): Promise<string> => {
    const { id } = await submit(entry);
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority);
    return id;
  };

  it('[HEB-19-6] [HEB-19-7] [HEB-19-8] gives the authority 3, the provider 5 and the delivery 3 working days, over two holidays and a make-up Saturday', async () => {
    const entry = await published();
    const submitted = await submit(entry, { columns: ['code', 'name'] });
    expect(submitted).toMatchObject({ state: 'AUTHORITY_REVIEW', columns: ['code', 'name'], originNode: '130000', ownerNode: '130000', grantId: null });
    expect(submitted.number).toMatch(/^130000-2026-\d{6}$/);
    expect(submitted.step).toMatchObject({ dueOn: '2026-09-30', dueArticle: '19', actorRole: 'DATA_AUTHORITY', actorParty: 'node-authority', acts: ['forward', 'return', 'withdraw'] });

    t.clock.travelTo('2026-09-29T10:00:00+08:00');
    const { id } = submitted;
    const forwarded = await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority);
    expect(forwarded.step).toMatchObject({ step: 'PROVIDER_REPLY', dueOn: '2026-10-12', dueArticle: '19', actorParty: 'provider' });

    t.clock.travelTo('2026-10-09T10:00:00+08:00');
    const agreed = await t.ask(actOnSharingRequest, { id, act: 'agree' }, naturalResources);
    expect(agreed).toMatchObject({ state: 'DELIVERY', grantId: null });
    expect(agreed.step).toMatchObject({ ended: false, dueOn: '2026-10-13', dueArticle: '19', actorParty: 'node-authority' });

    const delivered = await t.ask(actOnSharingRequest, { id, act: 'deliver', callQuota: 50 }, provinceAuthority);
    expect(delivered.state).toBe('PROVIDED');
    expect(delivered.history.map(({ act, article, organisation, node }) => [act, article, organisation, node])).toEqual([
      ['submit', '19', '河北省民政厅', '130000'],
      ['forward', '19', '河北省数据局', '130000'],
      ['agree', '19', '河北省自然资源厅', '130000'],
      ['deliver', '19', '河北省数据局', '130000'],
    ]);
    const grant = await t.ask(getGrant, { id: String(delivered.grantId) }, civilAffairs);
    expect(grant).toMatchObject({ state: 'ACTIVE', columns: ['code', 'name'], validFrom: '2026-10-09', validUntil: '2027-10-09', callQuota: 50, callsTaken: 0, applicationScenario: reasonsToAsk.applicationScenario });
    await t.eventually(() => t.seen(requestMoved).filter(({ data }) => data.id === id).length === 4 && t.seen(grantIssued).some(({ data }) => data.id === grant.id));
  });

  it('[HEB-19-4] refuses a request without application scenario, with the article, and records the refusal', async () => {
    const entry = await published();
    const problem = await refusal(t.ask(submitSharingRequest, { entryId: entry.id, dutyBasis: '婚姻登记条例', purpose: '核验' }, civilAffairs));
    expect(problem.definition).toMatchObject({ code: 'sharing/refused-by-law', status: 422 });
    expect(problem.parts.article).toMatchObject({ pack: 'hebei', article: '19' });
    expect(problem.parts.article?.quote).toContain('应用场景');
    expect(problem.parts.errors?.[0]?.pointer).toBe('/applicationScenario');
    await t.eventually(() => t.seen(actRefused.sharing).some(({ data }) => data.request === 'submit-sharing-request' && data.article === '19'));
  });

  it('[HEB-19-1] refuses a request without duty basis, and one from the public', async () => {
    const entry = await published();
    const problem = await refusal(submit(entry, { dutyBasis: ' ' }));
    expect(problem.definition.status).toBe(422);
    expect(problem.parts.errors?.[0]?.pointer).toBe('/dutyBasis');
    const fromPublic = await refusal(t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, { ...civilAffairs, roles: ['APPLICANT'] }));
    expect(fromPublic.definition.status).toBe(403);
  });

  it('[HEB-36-1] refuses personal data without the law that authorises their use', async () => {
    const entry = await published({ personalData: true });
    const problem = await refusal(submit(entry));
    expect(problem.parts).toMatchObject({ article: { article: '36' }, errors: [{ pointer: '/personalBasis' }] });
    expect((await submit(entry, { personalBasis: law })).state).toBe('AUTHORITY_REVIEW');
  });

  it('[HEB-19-2] [HEB-19-9] lets the provider refuse only with reasons and on a law, regulation or national policy', async () => {
    const entry = await published();
    const id = await atProvider(entry);
    const reply = { id, act: 'refuse' };
    const withoutReasons = await refusal(t.ask(actOnSharingRequest, { ...reply, legalBasis: law }, naturalResources));
    expect(withoutReasons.parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/reasons' }] });
    const withoutBasis = await refusal(t.ask(actOnSharingRequest, { ...reply, reasons: '涉密' }, naturalResources));
    expect(withoutBasis.definition).toMatchObject({ code: 'sharing/refused-by-law', status: 422 });
    expect(withoutBasis.parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/legalBasis' }] });
    const onARule = await refusal(t.ask(actOnSharingRequest, { ...reply, reasons: '涉密', legalBasis: { ...law, level: 'RULE' } }, naturalResources));
    expect(onARule.parts.errors?.[0]).toMatchObject({ pointer: '/legalBasis/level', code: 'basis-not-admissible' });

    const refused = await t.ask(actOnSharingRequest, { ...reply, reasons: '涉密', legalBasis: law }, naturalResources);
    expect(refused).toMatchObject({ state: 'REFUSED', step: { ended: true, dueOn: null } });
    const read = await t.ask(getSharingRequest, { id }, civilAffairs);
    expect(read.history.at(-1)).toMatchObject({ act: 'refuse', reasons: '涉密' });
  });

  it('[HEB-19-5] has the authority deliver unconditional data within 3 working days, without the provider', async () => {
    const entry = await published({ sharingType: 'UNCONDITIONAL' });
    const submitted = await submit(entry);
    expect(submitted.step).toMatchObject({ procedure: 'sharing-request.unconditional', step: 'DELIVERY', dueOn: '2026-09-30', actorRole: 'DATA_AUTHORITY' });
    expect((await refusal(t.ask(getSharingRequest, { id: submitted.id }, naturalResources))).definition.status).toBe(404);
    t.clock.travelTo('2026-10-01T00:00:01+08:00');
    expect((await t.ask(getSharingRequest, { id: submitted.id }, civilAffairs)).step.overdue).toBe(true);
    expect((await t.ask(actOnSharingRequest, { id: submitted.id, act: 'deliver' }, provinceAuthority)).state).toBe('PROVIDED');
  });

  it('announces a lapsed period exactly once and decides nothing by it', async () => {
    const { id } = await submit(await published());
    const overdue = () => t.seen(requestStepOverdue).filter(({ data }) => data.id === id);
    t.clock.travelTo('2026-09-30T23:59:59+08:00');
    await t.fireDueTimers();
    expect((await t.ask(getSharingRequest, { id }, civilAffairs)).step.overdue).toBe(false);
    t.clock.travelTo('2026-10-01T00:00:00+08:00');
    await t.fireDueTimers();
    await t.fireDueTimers();
    await t.eventually(() => overdue().length > 0);
    expect(overdue().map(({ data }) => data)).toEqual([{ id, step: 'AUTHORITY_REVIEW', dueOn: '2026-09-30', article: '19' }]);
    expect((await t.ask(getSharingRequest, { id }, civilAffairs)).step).toMatchObject({ step: 'AUTHORITY_REVIEW', overdue: true });
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority);
    // The reminder and the lapse of the new step, and none of the former.
    expect((await t.query<{ payload: { step: string } }>('SELECT payload FROM timer WHERE key = $1', [id])).map(({ payload }) => payload.step)).toEqual(['PROVIDER_REPLY', 'PROVIDER_REPLY']);
  });

  it('refuses an entry that its provider has withdrawn, and no other node can withdraw it', async () => {
    const entry = await published();
    const told = { id: entry.id, node: entry.node, version: entry.version, withdrawnAt: '2026-03-02T01:00:00.000Z' };
    await t.announce(entryWithdrawn, entry.id, told, { node: '130200' });
    await t.announce(entryWithdrawn, entry.id, told);
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry WHERE id = $1 AND withdrawn', [entry.id])).length === 1);
    expect((await refusal(submit(entry))).definition.code).toBe('sharing/unknown-entry');
  });

  it.each<[string, Partial<EntryPublished>, Partial<SubmitSharingRequest>, string, string]>([
    ['data on the negative list', { sharingType: 'NOT_SHARED' }, {}, 'sharing/not-shareable', ''],
    ['columns the entry does not have', {}, { columns: ['code', 'secret'] }, 'sharing/unknown-columns', '/columns'],
    ['a mode of provision that is not offered', {}, { provisionMode: 'OFFLINE_EXCHANGE' }, 'input/invalid', '/provisionMode'],
    ['half of a character, which no text may hold', {}, { purpose: '核验\ud800' }, 'input/invalid', '/purpose'],
  ])('refuses %s', async (_what, own, input, code, pointer) => {
    const problem = await refusal(submit(await published(own), input));
    expect(problem.definition).toMatchObject({ code, status: 422 });
    expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
  });

  it('refuses a request for the organisation’s own data', async () => {
    const entry = await published();
    const problem = await refusal(t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, naturalResources));
    expect(problem.definition.code).toBe('sharing/own-data');
  });

  it('tells who may not see from who may not act', async () => {
    const entry = await published();
    const { id } = await submit(entry);
    const status = async (promise: Promise<unknown>): Promise<number> => (await refusal(promise)).definition.status;
    expect(await status(t.ask(getSharingRequest, { id }))).toBe(401);
    expect(await status(t.ask(actOnSharingRequest, { id, act: 'forward' }, civilAffairs))).toBe(403);
    expect(await status(t.ask(getSharingRequest, { id }, education))).toBe(404);
    expect(await status(t.ask(getSharingRequest, { id }, naturalResources))).toBe(404);
    expect(await status(t.ask(getSharingRequest, { id }, { ...civilAffairs, roles: ['OPERATOR'] }))).toBe(404);
    expect(await status(t.ask(actOnSharingRequest, { id, act: 'agree' }, naturalResources))).toBe(404);
    const early = await refusal(t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority));
    expect(early.definition.code).toBe('sharing/act-not-allowed');
    expect(early.parts.allowed).toEqual(['forward', 'return']);
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority);
    expect((await t.ask(getSharingRequest, { id }, naturalResources)).state).toBe('PROVIDER_REPLY');
    const notTheirs = await refusal(t.ask(actOnSharingRequest, { id, act: 'agree' }, provinceAuthority));
    expect(notTheirs.definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'agree' }, civilAffairs))).definition.code).toBe('sharing/not-your-turn');
  });

  it('returns an incomplete request only with reasons', async () => {
    const { id } = await submit(await published());
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'return' }, provinceAuthority))).parts.errors?.[0]?.pointer).toBe('/reasons');
    const returned = await t.ask(actOnSharingRequest, { id, act: 'return', reasons: '请补充数据项' }, provinceAuthority);
    expect(returned).toMatchObject({ state: 'RETURNED', step: { dueOn: null } });
    expect(await t.query('SELECT 1 FROM timer WHERE key = $1', [id])).toEqual([]);
  });

  it('takes a returned request back from its requester alone, and reviews it anew within 3 working days', async () => {
    const { id } = await submit(await published());
    await t.ask(actOnSharingRequest, { id, act: 'return', reasons: '请说明用途' }, provinceAuthority);
    const resubmit = (by = civilAffairs, own: object = {}) => t.ask(actOnSharingRequest, { id, act: 'resubmit', ...own }, by);
    expect((await refusal(resubmit(provinceAuthority))).definition).toMatchObject({ code: 'sharing/not-your-turn', status: 403 });
    expect((await refusal(resubmit(naturalResources))).definition.status).toBe(404);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'agree' }, civilAffairs))).parts.allowed).toEqual(['resubmit', 'withdraw']);
    const emptied = await refusal(resubmit(civilAffairs, { applicationScenario: ' ' }));
    expect(emptied.parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/applicationScenario' }] });
    t.clock.travelTo('2026-09-28T10:00:00+08:00');
    const resubmitted = await resubmit(civilAffairs, { purpose: '核验申请人户籍' });
    expect(resubmitted).toMatchObject({ ...reasonsToAsk, purpose: '核验申请人户籍', state: 'AUTHORITY_REVIEW', step: { dueOn: '2026-10-08', dueArticle: '19' } });
    expect(resubmitted.history.map(({ act, reasons }) => [act, reasons])).toEqual([['submit', null], ['return', '请说明用途'], ['resubmit', null]]);
  });

  it('[HEB-19-4] binds the grant to the scenario that was stated, which no later act changes', async () => {
    const id = await atProvider(await published());
    const other = { applicationScenario: '另作他用' };
    const agreed = await refusal(t.ask(actOnSharingRequest, { id, act: 'agree', ...other }, naturalResources));
    expect(agreed.parts.errors).toMatchObject([{ pointer: '/applicationScenario', code: 'no-use' }]);
    await t.ask(actOnSharingRequest, { id, act: 'agree' }, naturalResources);
    const { grantId } = await t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'resubmit', ...other }, civilAffairs))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    expect(await t.ask(getGrant, { id: String(grantId) }, civilAffairs)).toMatchObject({ applicationScenario: reasonsToAsk.applicationScenario });
  });

  it('[HEB-19-11] concludes an objection with a conclusion and its reasons: for sharing it opens the delivery of 3 working days, against sharing it is final', async () => {
    const entry = await published();
    const objected = async (): Promise<string> => {
      const id = await atProvider(entry);
      await t.ask(actOnSharingRequest, { id, act: 'refuse', reasons: '涉密', legalBasis: law }, naturalResources);
      await t.ask(actOnSharingRequest, { id, act: 'object', reasons: '不涉密' }, civilAffairs);
      return id;
    };
    const [id, other] = [await objected(), await objected()];
    const conclude = (own: { conclusion?: string; reasons?: string }, to = id) => t.ask(actOnSharingRequest, { id: to, act: 'conclude', ...own }, provinceAuthority);
    expect((await refusal(conclude({ reasons: '经协调' }))).parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/conclusion' }] });
    expect((await refusal(conclude({ conclusion: 'SHARE' }))).parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/reasons' }] });
    const reopened = await conclude({ conclusion: 'SHARE', reasons: '不涉及国家秘密' });
    expect(reopened).toMatchObject({ state: 'DELIVERY', grantId: null, step: { ended: false, dueOn: '2026-09-30', dueArticle: '19' } });
    expect(reopened.history.at(-1)).toMatchObject({ act: 'conclude', conclusion: 'SHARE', reasons: '不涉及国家秘密' });
    expect((await t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority)).state).toBe('PROVIDED');

    expect(await conclude({ conclusion: 'NOT_SHARE', reasons: '确属国家秘密' }, other)).toMatchObject({ state: 'NOT_SHARED', grantId: null, step: { ended: true, acts: [] } });
    const again = await refusal(t.ask(actOnSharingRequest, { id: other, act: 'object', reasons: '仍有异议' }, civilAffairs));
    expect(again.definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
  });

  it('refuses a delivery of data that are not there, and a grant that ends in the past', async () => {
    const entry = await published({ sharingType: 'UNCONDITIONAL' }, false);
    const { id } = await submit(entry);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority))).definition).toMatchObject({ code: 'sharing/no-source', status: 409 });
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'deliver', validUntil: '2026-09-23' }, provinceAuthority))).parts.errors?.[0]?.pointer).toBe('/validUntil');
    expect((await t.ask(getSharingRequest, { id }, civilAffairs)).state).toBe('DELIVERY');
  });

  it('answers a repeated idempotency key with the same request', async () => {
    const entry = await published();
    const key = { idempotencyKey: randomUUID() };
    const input = { entryId: entry.id, ...reasonsToAsk };
    const first = await t.ask(submitSharingRequest, input, civilAffairs, key);
    expect(await t.ask(submitSharingRequest, input, civilAffairs, key)).toEqual(first);
    expect(await t.query('SELECT 1 FROM sharing_request WHERE entry_id = $1', [entry.id])).toHaveLength(1);
  });

  it('lists to each party what it takes part in, page by page, and what waits for it', async () => {
    const entry = await published();
    const mine = { ...education, organisation: 'lister', client: 'lister-client' };
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, mine)).id);
    const first = await t.ask(findSharingRequests, { limit: 2 }, mine);
    const second = await t.ask(findSharingRequests, { limit: 2, cursor: String(first.nextCursor) }, mine);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeNull();
    const seenBy = async (party: typeof mine, scope: string): Promise<string[]> =>
      (await t.ask(findSharingRequests, { scope, limit: 200 }, party)).items.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(await seenBy(provinceAuthority, 'waiting-for-me')).toHaveLength(3);
    expect(await seenBy(naturalResources, 'mine')).toEqual([]);
    await t.ask(actOnSharingRequest, { id: String(ids[0]), act: 'forward' }, provinceAuthority);
    expect(await seenBy(naturalResources, 'mine')).toEqual([ids[0]]);
    expect(await seenBy(naturalResources, 'waiting-for-me')).toEqual([ids[0]]);
    expect(await seenBy(provinceAuthority, 'waiting-for-me')).toHaveLength(2);
    expect(await seenBy(mine, 'waiting-for-me')).toEqual([]);
    expect(await seenBy(civilAffairs, 'mine')).toEqual([]);
    expect((await refusal(t.ask(findSharingRequests, { cursor: "1' OR true" }, mine))).parts.errors?.[0]?.pointer).toBe('/cursor');
  });

  it('keeps the newer version of an entry, whatever order they come in, and never another node’s word about it', async () => {
    const entry = await published({ version: 2, name: '新版' });
    await t.announce(entryPublished, entry.id, { ...entry, version: 1, name: '旧版' });
    await t.announce(entryPublished, entry.id, { ...entry, version: 3, name: '冒名' }, { node: '130100' });
    await t.announce(entryPublished, entry.id, { ...entry, version: 4, node: '130100', name: '改节点' }, { node: '130100' });
    const last = await published();
    expect(await t.query('SELECT name, node FROM shareable_entry WHERE id = $1', [entry.id])).toEqual([{ name: '新版', node: '130000' }]);
    expect(last.id).not.toBe(entry.id);
  });
});
