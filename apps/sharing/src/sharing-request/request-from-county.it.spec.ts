import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  entryPublished,
  findGrants,
  findSharingRequests,
  getGrant,
  getSharingRequest,
  neighbourChanged,
  requesterActed,
  requestForwardedUp,
  requestMoved,
  requestProgressed,
  safetyStopTold,
  submitSharingRequest,
  takePermits,
  type EntryPublished,
  type GrantGiven,
  type HistoryEntry,
  type RequestProgressed,
  type SharingRequestView,
  type StepView,
} from '@gongshu/contracts';
import { hebei, nameParties, partyOf, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { cityAuthority, countyAuthority, countyOffice, ecology, naturalResources, reasonsToAsk } = hebei;

const SHIJIAZHUANG = { code: '130100', name: '石家庄市', level: 'CITY', pack: 'hebei', parent: '130000' };

describe('requests of a county at its city’s node', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(sharingService, { node: SHIJIAZHUANG, startAt: '2026-09-24T09:00:00+08:00' });
    await nameParties(t, SHIJIAZHUANG);
  });
  afterAll(async () => {
    await t.stop();
  });

  async function published(provider: TestParty, own: Partial<EntryPublished> = {}): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(provider), own);
    await t.announce(entryPublished, entry.id, entry, { node: entry.node });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry WHERE id = $1', [entry.id])).length === 1);
    return entry;
  }
  const submit = (entry: EntryPublished): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, countyOffice);
  async function withUpperNode(): Promise<SharingRequestView> {
    const { id } = await submit(await published(naturalResources));
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, countyAuthority);
    return t.ask(actOnSharingRequest, { id, act: 'forward' }, cityAuthority);
  }
  const provinceStep = (step: string, own: Partial<StepView> = {}): StepView => ({
    procedure: 'sharing-request', pack: 'hebei', packVersion: '1', step, label: { zh: '主管部门审核', en: 'Review' }, ended: false, since: '2026-09-24T01:00:00.000Z',
    dueOn: '2026-09-30', dueArticle: '19', overdue: false, actorRole: 'DATA_AUTHORITY', actorParty: 'node-authority', acts: ['forward', 'return', 'withdraw'], ...own,
  });
  const provinceAct = (act: string, to: string): HistoryEntry => ({
    act, from: null, to, at: '2026-09-24T01:00:00.000Z', actor: 'platform:federation', organisation: '河北省', node: '130000', article: '19', dueOn: '2026-09-30', reasons: null,
  });
  function progress(request: SharingRequestView, transition: number, step: StepView, grant?: GrantGiven): RequestProgressed {
    const history = [...request.history, provinceAct('submit', step.step)];
    return { addressedTo: '130100', id: request.id, transition, step, history, provider: request.provider, ...(grant === undefined ? {} : { grant }) };
  }
  const announceProgress = (data: RequestProgressed, node = '130000', id: string = randomUUID()) => t.announce(requestProgressed, data.id, data, { node, id });
  const handled = (id: string) => t.eventually(async () => (await t.query('SELECT 1 FROM inbox WHERE event_id = $1', [id])).length === 1);

  it('[HEB-21-2] passes from the county’s authority over the city’s authority to the province, each hop with its period and article', async () => {
    const entry = await published(naturalResources);
    const submitted = await submit(entry);
    expect(submitted.number).toMatch(/^130100-2026-\d{6}$/);
    expect(submitted).toMatchObject({ state: 'SAME_LEVEL_AUTHORITY', originNode: '130100', ownerNode: '130000' });
    expect(submitted.step).toMatchObject({ actorParty: 'requester-authority', dueOn: '2026-10-09' });
    const { id } = submitted;
    expect((await t.ask(findSharingRequests, { scope: 'waiting-for-me' }, countyAuthority)).items.map((item) => item.id)).toContain(id);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'forward' }, cityAuthority))).definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'forward' }, { ...countyAuthority, division: '130125' }))).definition.status).toBe(404);

    expect((await t.ask(actOnSharingRequest, { id, act: 'forward' }, countyAuthority)).step).toMatchObject({ step: 'UPPER_AUTHORITY', actorParty: 'node-authority' });
    const away = await t.ask(actOnSharingRequest, { id, act: 'forward' }, cityAuthority);
    expect(away).toMatchObject({ state: 'WITH_UPPER_NODE', step: { ended: true } });
    expect(away.history.map(({ act, organisation, article }) => [act, organisation, article])).toEqual([
      ['submit', '正定县民政局', '19'],
      ['forward', '正定县数据局', '21'],
      ['forward', '石家庄市数据局', '21'],
    ]);
    await t.eventually(() => t.seen(requestForwardedUp).some(({ data }) => data.id === id));
    const [told] = t.seen(requestForwardedUp).filter(({ data }) => data.id === id);
    expect(told?.data).toMatchObject({ addressedTo: '130000', transition: 3, originNode: '130100', number: submitted.number, ...reasonsToAsk, columns: ['code', 'name', 'level'] });
    expect(told?.data.history).toHaveLength(3);
    await t.eventually(() => t.seen(requestMoved).filter(({ data }) => data.id === id).length === 3);
    expect((await refusal(t.ask(actOnSharingRequest, { id, act: 'forward' }, cityAuthority))).definition.code).toBe('sharing/act-not-allowed');
  });

  it('[HEB-21-3] shows the province’s step, period and history to the county, and takes each transition once and in order', async () => {
    const request = await withUpperNode();
    const event = randomUUID();
    const reply = progress(request, 5, provinceStep('PROVIDER_REPLY', { dueOn: '2026-10-08', actorParty: 'provider' }));
    await announceProgress(reply, '130000', event);
    await handled(event);
    await announceProgress(reply, '130000', event);
    const late = randomUUID();
    await announceProgress(progress(request, 4, provinceStep('AUTHORITY_REVIEW')), '130000', late);
    await handled(late);
    const read = await t.ask(getSharingRequest, { id: request.id }, countyOffice);
    expect(read).toMatchObject({ state: 'PROVIDER_REPLY', ownerNode: '130000' });
    expect(read.step).toMatchObject({ dueOn: '2026-10-08', dueArticle: '19', overdue: false });
    expect(read.history.map(({ node }) => node)).toEqual(['130100', '130100', '130100', '130000']);
    t.clock.travelTo('2026-10-09T09:00:00+08:00');
    expect((await t.ask(getSharingRequest, { id: request.id }, countyOffice)).step.overdue).toBe(true);
    t.clock.travelTo('2026-09-24T09:00:00+08:00');
  });

  it('waits for the county where the province has returned it, and takes its resubmission up', async () => {
    const request = await withUpperNode();
    const { id } = request;
    const act = (name: string, by: TestParty = countyOffice, own: object = {}) => t.ask(actOnSharingRequest, { id, act: name, ...own }, by);
    const mine = async () => (await t.ask(findSharingRequests, { scope: 'waiting-for-me' }, countyOffice)).items.map((item) => item.id);
    expect((await refusal(act('resubmit'))).parts.allowed).toEqual(['withdraw']);
    expect(await mine()).not.toContain(id);
    await announceProgress(progress(request, 5, provinceStep('RETURNED', { actorRole: 'DATA_ADMINISTRATOR', actorParty: 'requester', acts: ['resubmit', 'withdraw'] })));
    await t.eventually(async () => (await mine()).includes(id));
    expect((await refusal(act('resubmit', countyAuthority))).definition.code).toBe('sharing/not-your-turn');
    expect(await act('resubmit', countyOffice, { purpose: '另述用途' })).toMatchObject({ state: 'RETURNED', purpose: request.purpose, sentAct: { act: 'resubmit', state: 'ON_ITS_WAY', code: null } });
    const told = await t.eventually(() => t.seen(requesterActed).find(({ data }) => data.stated.id === id));
    expect(told.data).toMatchObject({ addressedTo: '130000', stated: { act: 'resubmit', purpose: '另述用途' }, organisation: '正定县民政局', originNode: '130100' });
    const answered = { actId: told.data.actId, code: null, reason: null };
    await announceProgress({ ...progress(request, 6, provinceStep('AUTHORITY_REVIEW')), answered });
    await t.eventually(async () => (await t.ask(getSharingRequest, { id }, countyOffice)).sentAct === null);
    expect(await t.ask(getSharingRequest, { id }, countyOffice)).toMatchObject({ state: 'AUTHORITY_REVIEW', purpose: '另述用途' });
    expect(await mine()).not.toContain(id);
  });

  it('holds the province’s grant for the county, sends its calls there, and cannot stop it here', async () => {
    const request = await withUpperNode();
    const grant: GrantGiven = {
      id: randomUUID(), ownerNode: '130000', columns: request.columns, provisionMode: 'INTERFACE', state: 'ACTIVE', validFrom: '2026-09-24', validUntil: '2027-09-24',
      callQuota: 100, suspensionReason: null,
    };
    const ended = provinceStep('PROVIDED', { ended: true, dueOn: null, dueArticle: null, actorRole: null, actorParty: null, acts: [] });
    await announceProgress(progress(request, 8, ended, grant));
    await t.eventually(async () => (await t.ask(getSharingRequest, { id: request.id }, countyOffice)).grantId === grant.id);
    expect(await t.ask(getGrant, { id: grant.id }, countyOffice)).toMatchObject({ ownerNode: '130000', state: 'ACTIVE', applicationScenario: reasonsToAsk.applicationScenario, requestId: request.id });
    expect((await t.ask(findGrants, {}, countyOffice)).items.map(({ id }) => id)).toContain(grant.id);
    expect((await refusal(t.ask(getGrant, { id: grant.id }, ecology))).definition.status).toBe(404);

    const traceparent = `00-${'4'.repeat(32)}-${'5'.repeat(16)}-01`;
    const asks = [{ token: await t.issuers.token(countyOffice), grantId: grant.id, form: 'ROWS', traceparent }];
    expect((await t.ask(takePermits, { asks })).answers[0]?.problem).toMatchObject({ code: 'federation/node-unreachable', status: 503, id: '4'.repeat(32) });
    await t.announce(neighbourChanged, '130000', { node: '130000', name: '河北省', level: 'PROVINCE', relation: 'PARENT', gatewayUrl: 'https://province.example', issuer: 'urn:p', tokenKeys: { keys: [] } });
    await t.eventually(async () => (await t.query('SELECT 1 FROM neighbour')).length === 1);
    expect((await t.ask(takePermits, { asks })).answers).toMatchObject([{ permitId: null, number: 0, ticket: null, source: { kind: 'NEIGHBOUR', url: 'https://province.example' } }]);

    expect((await refusal(t.ask(actOnGrant, { id: grant.id, act: 'suspend', reasons: '越权' }, cityAuthority))).definition.code).toBe('sharing/not-your-turn');
    await announceProgress(progress(request, 9, ended, { ...grant, state: 'SUSPENDED', suspensionReason: '安全隐患' }));
    await t.eventually(async () => (await t.ask(getGrant, { id: grant.id }, countyOffice)).state === 'SUSPENDED');
    await announceProgress(progress(request, 8, ended, grant), '130000');
    await announceProgress(progress(request, 10, ended, { ...grant, validUntil: '2026-12-31', state: 'SUSPENDED', suspensionReason: '安全隐患' }));
    await t.eventually(async () => (await t.ask(getGrant, { id: grant.id }, countyOffice)).validUntil === '2026-12-31');
    expect(await t.ask(getGrant, { id: grant.id }, countyOffice)).toMatchObject({ state: 'SUSPENDED', suspensionReason: '安全隐患' });

    const article = { pack: 'default', version: '1', article: 'DEFAULT-13', quote: '停止服务' };
    const stop = { addressedTo: '130100', id: randomUUID(), entryId: request.entryId, stopped: true, article };
    const stranger = await t.announce(safetyStopTold, stop.entryId, stop, { node: '130200' });
    await handled(stranger.id);
    expect((await t.ask(getGrant, { id: grant.id }, countyOffice)).safetyStopped).toBe(false);
    await t.announce(safetyStopTold, stop.entryId, stop, { node: '130000' });
    await t.eventually(async () => (await t.ask(getGrant, { id: grant.id }, countyOffice)).safetyStopped);
    expect((await t.ask(takePermits, { asks })).answers[0]?.problem).toMatchObject({ code: 'sharing/safety-stopped', article });
    await t.announce(safetyStopTold, stop.entryId, { ...stop, stopped: false }, { node: '130000' });
    await t.eventually(async () => !(await t.ask(getGrant, { id: grant.id }, countyOffice)).safetyStopped);
  });

  it('puts aside what a node says about a request that it does not have', async () => {
    const request = await withUpperNode();
    await announceProgress(progress(request, 50, provinceStep('REFUSED')), '130200');
    await t.eventually(async () => (await t.query('SELECT 1 FROM dead_letter WHERE body LIKE $1', [`%${request.id}%`])).length === 1);
    expect((await t.ask(getSharingRequest, { id: request.id }, countyOffice)).state).toBe('WITH_UPPER_NODE');
  });

  it('brings a request for the city’s own data from the county’s authority to the city’s review', async () => {
    const { id } = await submit(await published(ecology));
    const review = await t.ask(actOnSharingRequest, { id, act: 'forward' }, countyAuthority);
    expect(review.step).toMatchObject({ step: 'AUTHORITY_REVIEW', dueOn: '2026-09-30', actorParty: 'node-authority' });
  });

  it('[HEB-19-10] takes an objection to a refusal, and to nothing else, to the requester’s own authority', async () => {
    const { id } = await submit(await published(ecology));
    const act = (name: string, by: TestParty, own: object = {}) => t.ask(actOnSharingRequest, { id, act: name, ...own }, by);
    const objection = { reasons: '履职确需' };
    expect((await refusal(act('object', countyOffice, objection))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    await act('forward', countyAuthority);
    await act('forward', cityAuthority);
    expect((await refusal(act('object', countyOffice, objection))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    const refused = await act('refuse', ecology, { reasons: '涉密', legalBasis: { level: 'LAW', title: '保守国家秘密法', article: '9' } });
    expect(refused).toMatchObject({ state: 'REFUSED', step: { ended: true, acts: ['object'] } });
    expect((await refusal(act('object', countyOffice))).parts).toMatchObject({ article: { article: '19' }, errors: [{ pointer: '/reasons' }] });
    expect((await act('object', countyOffice, objection)).step).toMatchObject({ step: 'COORDINATING', ended: false, actorParty: 'requester-authority' });
    expect((await t.ask(findSharingRequests, { scope: 'waiting-for-me' }, countyAuthority)).items.map((item) => item.id)).toContain(id);
    expect(await act('conclude', countyAuthority, { conclusion: 'NOT_SHARE', reasons: '经协调不予共享' })).toMatchObject({ state: 'NOT_SHARED', step: { ended: true } });
  });

  it('refuses what lies at a node beside or below: there is no way there', async () => {
    const elsewhere = await published({ ...ecology, node: '130200', division: '130200' });
    expect((await refusal(submit(elsewhere))).definition.code).toBe('sharing/unknown-entry');
  });
});
