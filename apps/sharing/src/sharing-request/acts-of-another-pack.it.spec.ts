import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  entryPublished,
  findSharingRequests,
  getGrant,
  getSharingRequest,
  grantIssued,
  grantSuspended,
  requestMoved,
  submitSharingRequest,
  takePermits,
  versionCompleted,
  type ActOnSharingRequest,
  type EntryPublished,
  type SharingRequestView,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

/** Acts that no code of the platform knows: receipt of a paper form, an objection to a refusal, a complaint about what was provided, a conclusion, a second instance. */
const PACK = `
id: invented
version: "1"
title: { zh: "某省办法", en: Measures of an invented province }
jurisdiction: { division: "130000", zh: "某省", en: Invented }
status: draft
inForceFrom: null
inForceTo: null
parent: null
sharingTypes: [UNCONDITIONAL, CONDITIONAL]
articles: { "7": 提出申请, "8": 收到书面申请后答复, "9": 提出异议 }
terms:
  applicationScenario: { zh: "应用场景", en: application scenario }
  purpose: { zh: "使用用途", en: purpose }
  scope: { zh: "共享范围", en: scope }
  dataItems: { zh: "申请数据项", en: data items }
  reasons: { zh: "理由", en: reasons }
  conclusion: { zh: "结论", en: conclusion }
  writtenReceivedOn: { zh: "收到书面申请之日", en: day of receipt }
labels:
  reply.days: { zh: "答复期限", en: Reply }
  conclusions: { zh: "结论", en: Conclusions }
  onOverdue: { zh: "逾期", en: Lapse }
  deadline.reminder.days: { zh: "提醒", en: Reminder }
parameters:
  reply.days: { value: 10, unit: workingDays, article: "8", status: text, quote: "十个工作日内" }
  conclusions: { value: [SHARE, NOT_SHARE], article: "9", status: text, quote: "作出结论" }
  onOverdue: { value: ESCALATE, article: "8", status: text, quote: "逾期" }
  deadline.reminder.days: { value: 1, unit: workingDays, article: "8", status: text, quote: "提醒" }
procedures:
  sharing-request:
    label: { zh: "共享申请", en: Sharing request }
    article: "7"
    begin:
      act: submit
      label: { zh: "申请", en: submit }
      article: "7"
      actor: { role: DATA_ADMINISTRATOR, party: requester }
      requires: &asked
        - { field: applicationScenario, article: "7" }
        - { field: purpose, article: "7" }
        - { field: scope, article: "7" }
        - { field: dataItems, article: "7" }
      to: AWAITING_WRITTEN_FORM
    steps:
      AWAITING_WRITTEN_FORM:
        label: { zh: "待收书面申请", en: Awaiting the written form }
        article: "8"
        actor: { role: DATA_ADMINISTRATOR, party: provider }
        acts:
          record-written-receipt:
            label: { zh: "登记收到书面申请", en: record the receipt }
            article: "8"
            requires: [{ field: writtenReceivedOn, article: "8" }]
            to: PROVIDER_REPLY
      PROVIDER_REPLY:
        label: { zh: "答复", en: Reply }
        article: "8"
        actor: { role: DATA_ADMINISTRATOR, party: provider }
        period: reply.days
        startsOn: fact.writtenReceivedOn
        acts:
          agree: { label: { zh: "同意", en: agree }, article: "8", to: PROVIDED }
          refuse: { label: { zh: "不同意", en: refuse }, article: "8", requires: [{ field: reasons, article: "8" }], to: REFUSED }
          give-back: { label: { zh: "退回", en: give back }, article: "8", to: RETURNED }
      RETURNED:
        label: { zh: "待补正", en: Returned }
        article: "7"
        actor: { role: DATA_ADMINISTRATOR, party: requester }
        acts:
          amend: { label: { zh: "补正", en: amend }, article: "7", requires: *asked, to: AWAITING_WRITTEN_FORM }
      COORDINATING:
        label: { zh: "异议处理", en: Objection }
        article: "9"
        actor: { role: DATA_AUTHORITY, party: node-authority }
        acts:
          conclude:
            label: { zh: "作出结论", en: conclude }
            article: "9"
            requires: [{ field: conclusion, oneOf: conclusions, article: "9" }, { field: reasons, article: "9" }]
            to: [{ when: { content.conclusion: SHARE }, step: PROVIDED }, { step: NOT_SHARED }]
          dismiss: { label: { zh: "驳回", en: dismiss }, article: "9", to: REFUSED }
    ends:
      PROVIDED:
        label: { zh: "已提供", en: Provided }
        article: "9"
        actor: { role: DATA_ADMINISTRATOR, party: provider }
        acts:
          complain: { label: { zh: "投诉", en: complain }, article: "9", requires: [{ field: reasons, article: "9" }], to: COORDINATING }
      REFUSED:
        label: { zh: "不予共享", en: Refused }
        article: "9"
        actor: { role: DATA_ADMINISTRATOR, party: requester }
        acts:
          object:
            label: { zh: "提出异议", en: object }
            article: "9"
            forbids: [{ code: objected-before, when: { disputed: true }, article: "9", message: { zh: "异议只能提出一次", en: One objection only } }]
            to: COORDINATING
      NOT_SHARED:
        label: { zh: "决定不予共享", en: Not shared }
        article: "9"
        actor: { role: DATA_ADMINISTRATOR, party: requester }
        acts:
          second-instance: { label: { zh: "复核", en: second instance }, article: "9", to: COORDINATING }
`;

describe('a request under a pack whose acts no code knows', () => {
  let t: TestService;
  let folder: string;
  let entry: EntryPublished;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongshu-packs-'));
    await writeFile(join(folder, 'invented.yaml'), PACK);
    const node = { code: '130000', name: '某省', level: 'PROVINCE', pack: 'invented' };
    t = await startTestService(sharingService, { node, settings: { PACKS_DIRECTORY: folder } });
  });
  // An entry of its own for each test: what one was granted, another need not ask for.
  beforeEach(async () => {
    t.clock.travelTo('2026-09-21T09:00:00+08:00');
    entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
  });
  afterAll(async () => {
    await t.stop();
    await rm(folder, { recursive: true });
  });

  const asked = { ...reasonsToAsk, scope: '全省婚姻登记机关', columns: ['code', 'name'] };
  const submit = (): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...asked }, civilAffairs);
  const act = (id: string, name: string, by: TestParty, stated: Omit<ActOnSharingRequest, 'id' | 'act'> = {}): Promise<SharingRequestView> => t.ask(actOnSharingRequest, { id, act: name, ...stated }, by);
  const received = async (): Promise<string> => {
    const { id } = await submit();
    await act(id, 'record-written-receipt', naturalResources, { writtenReceivedOn: '2026-09-21' });
    return id;
  };
  const call = async (grantId: string | null) => {
    const ask = { token: await t.issuers.token(civilAffairs), grantId: String(grantId), scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: 'x' };
    return (await t.ask(takePermits, { asks: [ask] })).answers[0];
  };

  it('demands what this pack demands of a request, scope and data items by name', async () => {
    const pointerWithout = async (field: 'scope' | 'columns'): Promise<string | undefined> => {
      const { [field]: _left, ...rest } = asked;
      return (await refusal(t.ask(submitSharingRequest, { entryId: entry.id, ...rest }, civilAffairs))).parts.errors?.[0]?.pointer;
    };
    expect(await pointerWithout('scope')).toBe('/scope');
    expect(await pointerWithout('columns')).toBe('/columns');
    expect(await submit()).toMatchObject(asked);
  });

  it('runs no period before the written form is received, and counts it from that day, which lies between filing and today', async () => {
    const { id, step } = await submit();
    expect(step).toMatchObject({ step: 'AWAITING_WRITTEN_FORM', acts: ['record-written-receipt'], dueOn: null, actorParty: 'provider' });
    t.clock.travelTo('2026-09-24T09:00:00+08:00');
    expect((await refusal(act(id, 'record-written-receipt', naturalResources))).parts).toMatchObject({ article: { pack: 'invented', article: '8' }, errors: [{ pointer: '/writtenReceivedOn', code: 'field-required' }] });
    for (const writtenReceivedOn of ['2026-09-20', '2026-09-25']) {
      const problem = await refusal(act(id, 'record-written-receipt', naturalResources, { writtenReceivedOn }));
      expect(problem.definition.status).toBe(422);
      expect(problem.parts.errors).toMatchObject([{ pointer: '/writtenReceivedOn', code: 'out-of-range' }]);
    }
    const read = await act(id, 'record-written-receipt', naturalResources, { writtenReceivedOn: '2026-09-22' });
    // 23, 24, 28 to 30 September, 8, 9 and the made-up 10, 12 and 13 October.
    expect(read.step).toMatchObject({ step: 'PROVIDER_REPLY', dueOn: '2026-10-13', dueArticle: '8' });
  });

  it('refuses what an act has no use for, and changes nothing by it', async () => {
    const id = await received();
    for (const [field, stated] of Object.entries({ applicationScenario: { applicationScenario: '另作他用' }, writtenReceivedOn: { writtenReceivedOn: '2026-09-21' }, workingDays: { workingDays: 3 }, callQuota: { callQuota: 9 } })) {
      expect((await refusal(act(id, 'give-back', naturalResources, stated))).parts.errors).toMatchObject([{ pointer: `/${field}`, code: 'no-use' }]);
    }
    expect(await t.ask(getSharingRequest, { id }, civilAffairs)).toMatchObject({ state: 'PROVIDER_REPLY', applicationScenario: reasonsToAsk.applicationScenario });
    const problem = await refusal(t.ask(actOnSharingRequest, { id, act: 'give-back', unheardOf: 1 } as never, naturalResources));
    expect(problem.parts.errors).toMatchObject([{ pointer: '/unheardOf' }]);
  });

  it('takes an amendment for what is restated in it and leaves the rest as it was filed', async () => {
    const id = await received();
    await act(id, 'give-back', naturalResources, { reasons: '用途不明' });
    expect((await refusal(act(id, 'amend', civilAffairs, { purpose: ' ' }))).parts.errors?.[0]?.pointer).toBe('/purpose');
    const amended = await act(id, 'amend', civilAffairs, { purpose: '核验户籍' });
    expect(amended).toMatchObject({ ...asked, purpose: '核验户籍', state: 'AWAITING_WRITTEN_FORM' });
    expect(await t.ask(getSharingRequest, { id }, naturalResources)).toEqual(amended);
    expect(amended.history.map(({ act: name, reasons }) => [name, reasons])).toEqual([['submit', null], ['record-written-receipt', null], ['give-back', '用途不明'], ['amend', null]]);
  });

  it('opens a refusal again by an objection, once, and provides the data on a conclusion for sharing', async () => {
    const id = await received();
    const refused = await act(id, 'refuse', naturalResources, { reasons: '涉密' });
    expect(refused.step).toMatchObject({ step: 'REFUSED', ended: true, acts: ['object'], actorParty: 'requester' });
    expect((await t.ask(findSharingRequests, { scope: 'waiting-for-me', limit: 200 }, civilAffairs)).items.map((item) => item.id)).not.toContain(id);
    expect((await refusal(act(id, 'object', naturalResources))).definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(act(id, 'object', education))).definition.status).toBe(404);
    expect((await refusal(act(id, 'conclude', provinceAuthority))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    await act(id, 'object', civilAffairs);
    expect((await t.ask(findSharingRequests, { scope: 'waiting-for-me', limit: 200 }, provinceAuthority)).items.map((item) => item.id)).toContain(id);
    expect((await refusal(act(id, 'conclude', provinceAuthority, { conclusion: 'PERHAPS', reasons: '经协调' }))).parts.errors).toMatchObject([{ pointer: '/conclusion', code: 'value-not-admissible' }]);
    const provided = await act(id, 'conclude', provinceAuthority, { conclusion: 'SHARE', reasons: '经协调', callQuota: 5 });
    expect(provided).toMatchObject({ state: 'PROVIDED' });
    expect(provided.history.at(-1)).toMatchObject({ act: 'conclude', conclusion: 'SHARE', reasons: '经协调', article: '9' });
    expect(await t.ask(getGrant, { id: String(provided.grantId) }, civilAffairs)).toMatchObject({ state: 'ACTIVE', callQuota: 5 });
  });

  it('tells a second objection from the first', async () => {
    const id = await received();
    await act(id, 'refuse', naturalResources, { reasons: '涉密' });
    await act(id, 'object', civilAffairs);
    expect((await act(id, 'dismiss', provinceAuthority)).state).toBe('REFUSED');
    expect((await refusal(act(id, 'object', civilAffairs))).parts).toMatchObject({ article: { article: '9' }, errors: [{ code: 'objected-before' }] });
  });

  it('ends the grant for good with a conclusion against sharing, citing it, and gives a new one when the second instance decides otherwise', async () => {
    const id = await received();
    const { grantId } = await act(id, 'agree', naturalResources);
    expect(await call(grantId)).toMatchObject({ number: 1, problem: null });
    await act(id, 'complain', naturalResources, { reasons: '超范围使用' });
    expect(await call(grantId)).toMatchObject({ number: 2, problem: null });
    const ended = await act(id, 'conclude', provinceAuthority, { conclusion: 'NOT_SHARE', reasons: '投诉属实' });
    expect(ended).toMatchObject({ state: 'NOT_SHARED', grantId, step: { ended: true, acts: ['second-instance'] } });
    expect((await call(grantId))?.problem).toMatchObject({ code: 'sharing/grant-ended', status: 403, article: { pack: 'invented', article: '9' } });
    expect(await t.ask(getGrant, { id: String(grantId) }, civilAffairs)).toMatchObject({ state: 'TERMINATED', suspensionReason: '投诉属实' });
    await t.eventually(() => t.seen(grantSuspended).some(({ data }) => data.id === grantId && data.state === 'TERMINATED' && data.article === '9'));
    const restored = await refusal(t.ask(actOnGrant, { id: String(grantId), act: 'restore', reasons: '无事' }, provinceAuthority));
    expect(restored.definition.code).toBe('sharing/act-not-allowed');
    expect(restored.parts.allowed).toEqual([]);

    await act(id, 'second-instance', civilAffairs);
    const renewed = await act(id, 'conclude', provinceAuthority, { conclusion: 'SHARE', reasons: '投诉不实' });
    expect(renewed.grantId).not.toBe(grantId);
    expect(await call(renewed.grantId)).toMatchObject({ number: 1, problem: null });
    expect((await call(grantId))?.problem).toMatchObject({ code: 'sharing/grant-ended' });
    await t.eventually(() => t.seen(grantIssued).some(({ data }) => data.id === renewed.grantId));
    // A complaint that leads nowhere leaves the grant as it is.
    await act(id, 'complain', naturalResources, { reasons: '再次投诉' });
    expect((await act(id, 'conclude', provinceAuthority, { conclusion: 'SHARE', reasons: '投诉不实' })).grantId).toBe(renewed.grantId);
    await t.eventually(() => t.seen(requestMoved).filter(({ data }) => data.id === id).length === 9);
  });

  it('answers an act that the step does not know with those it does, to whom they are open', async () => {
    const { id } = await submit();
    for (const name of ['withdraw', 'constructor', 'forward', 'agree']) {
      const problem = await refusal(act(id, name, naturalResources));
      expect(problem.definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
      expect(problem.parts.allowed).toEqual(['record-written-receipt']);
    }
    expect((await refusal(act(id, 'withdraw', civilAffairs))).parts.allowed).toEqual([]);
    const notTheirs = await refusal(act(id, 'record-written-receipt', civilAffairs, { writtenReceivedOn: '2026-09-21' }));
    expect(notTheirs.definition).toMatchObject({ code: 'sharing/not-your-turn', status: 403 });
    expect(notTheirs.parts.article).toMatchObject({ article: '8' });
  });
});
