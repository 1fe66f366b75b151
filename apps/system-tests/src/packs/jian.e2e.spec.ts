import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantIssued, permitsTaken, requestStepDueSoon, requestStepOverdue, type EntryView } from '@gongshu/contracts';
import { eventually, passedItems } from '@gongshu/testing';
import { driveDefaultVerification } from './default-verification.js';
import { DrivenCase } from './driven-case.js';
import { auditedKinds, canBeAskedFor, compileEntry, entryContent, fetchRows, LAW, moveEntry, offerEntry, publishSourced, registerService, REQUEST, uploadRows, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode, type PartyPlan } from './test-node.js';

const PARTIES = { ...USUAL_PARTIES, 'leading-group': { organisation: 'leading-group', kind: 'LEADING_GROUP', roles: ['LEADING_GROUP'] } satisfies PartyPlan } as const;
type JianParty = UsualParty | 'leading-group';
const POLICY = { ...LAW, level: 'POLICY' };

describe('Ji’an: the longest legal path, each period to its last minute', () => {
  let node: TestNode<JianParty>;
  let entryId: string;
  let request: DrivenCase<JianParty>;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'jian', code: '360800', name: '吉安市', level: 'CITY', startAt: '2026-07-20T10:00:00+08:00', parties: PARTIES });
  });
  afterAll(() => node.stop());

  const submit = (stated: object): ReturnType<typeof node.call> => node.call('requester', 'POST', '/v1/sharing-requests', { entryId, ...stated });

  it('[JIA-11-1] publishes an entry after the department’s own reviewer, with every transition on record', async () => {
    ({ id: entryId } = await compileEntry(node, { interfaceId: await registerService(node) }));
    const submitted = await moveEntry(node, entryId, 'provider', 'submit');
    expect(submitted).toMatchObject({ status: 200, body: { state: 'DEPARTMENT_REVIEW', step: { dueOn: '2026-07-27', dueArticle: '11', actorRole: 'CATALOGUE_REVIEWER' } } });
    for (const party of ['provider', 'authority'] as const) expect((await moveEntry(node, entryId, party, 'pass')).status).toBeGreaterThanOrEqual(400);
    await uploadRows(node, entryId);
    const published = await eventually(async () => {
      const reply = await moveEntry(node, entryId, 'reviewer', 'pass', { verdicts: passedItems(submitted.body as EntryView) });
      return reply.status === 200 && reply;
    });
    expect(published).toMatchObject({ status: 200, body: { state: 'PUBLISHED' } });
    expect((published.body as EntryView).history.map(({ act, article, actor, at }) => [act, article, actor, at])).toEqual([
      ['compile', '10', 'provider', '2026-07-20T02:00:00.000Z'],
      ['submit', '10', 'provider', '2026-07-20T02:00:00.000Z'],
      ['pass', '11', 'reviewer', '2026-07-20T02:00:00.000Z'],
    ]);
    await canBeAskedFor(node, entryId);
  });

  it('[JIA-9-4] admits an entry that is not shared on the basis of a policy, and none without a basis', async () => {
    expect(await offerEntry(node, entryContent({ sharingType: 'NOT_SHARED' }))).toMatchObject({ status: 422, body: { article: { pack: 'jian' }, errors: [{ pointer: '/notSharedBasis' }] } });
    expect(await offerEntry(node, entryContent({ sharingType: 'NOT_SHARED', notSharedBasis: POLICY }))).toMatchObject({ status: 200, body: { state: 'DEPARTMENT_REVIEW' } });
  });

  it('[JIA-5-1] treats no entry as not shared because it states no sharing type: that is refused, and what is published is open to requests', async () => {
    const { sharingType: _left, ...untyped } = entryContent();
    for (const content of [untyped, { ...untyped, notSharedBasis: POLICY }]) {
      expect(await node.call('provider', 'POST', '/v1/catalogue-entries', content)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/sharingType' }] } });
    }
    expect(await submit(REQUEST)).toMatchObject({ status: 201, body: { state: 'AWAITING_WRITTEN_FORM' } });
  });

  it('[JIA-15-1] offers unconditional data without anybody’s approval: a department fetches them at once, and the call is on record', async () => {
    const id = await publishSourced(node, { name: '公共设施', sharingType: 'UNCONDITIONAL' });
    const taken = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId: id, applicationScenario: REQUEST.applicationScenario, dutyBasis: REQUEST.dutyBasis });
    expect(taken).toMatchObject({ status: 201, body: { state: 'PROVIDED', history: [{ act: 'submit', actor: 'requester' }] } });
    const grantId = String((taken.body as { grantId: string }).grantId);
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 200 });
    const [permit] = await eventually(() => {
      const permits = node.seen(permitsTaken).flatMap(({ permits: all }) => all).filter((one) => one.grantId === grantId);
      return permits.length > 0 && permits;
    });
    expect(permit).toMatchObject({ number: 1, client: 'requester' });
    await eventually(async () => (await auditedKinds(node, grantId)).includes(grantIssued.type));
    expect(await node.call('auditor', 'GET', `/v1/grants/${grantId}/permits`)).toMatchObject({ status: 200, body: { items: [{ number: 1, client: 'requester', id: permit?.id }] } });
  });

  it('[JIA-14-1] [JIA-15-2] takes a request of any department that states scope, purpose and data items', async () => {
    for (const field of ['scope', 'purpose', 'columns'] as const) {
      const { [field]: _left, ...rest } = REQUEST;
      expect(await submit(rest)).toMatchObject({ status: 422, body: { code: 'sharing/refused-by-law', article: { pack: 'jian', article: '15' }, errors: [{ pointer: `/${field}` }] } });
    }
    for (const party of ['requester', 'bystander'] as const) request = await DrivenCase.begin(node, 'sharing-requests', party, { entryId, ...REQUEST });
    await request.stands({ step: 'AWAITING_WRITTEN_FORM', acts: ['record-written-receipt', 'withdraw'], dueOn: null });
    request = await DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
  });

  it('[JIA-15-3] prints the form of the request for its parties', async () => {
    const { id, number } = request.view as unknown as { id: string; number: string };
    const { status, body } = await node.call('requester', 'GET', `/v1/sharing-requests/${id}/form`);
    expect(status).toBe(200);
    expect(String(body).startsWith('%PDF-')).toBe(true);
    expect(body).toContain(`(${number})`);
    expect(await node.call('bystander', 'GET', `/v1/sharing-requests/${id}/form`)).toMatchObject({ status: 404 });
  });

  it('[JIA-15-4] awaits the written form without a clock, however long, and counts ten working days from its receipt', async () => {
    for (const month of ['2026-08-20', '2026-09-24']) {
      await node.travelTo(`${month}T09:00:00+08:00`);
      await request.stands({ step: 'AWAITING_WRITTEN_FORM', acts: ['record-written-receipt', 'withdraw'], dueOn: null });
    }
    expect([...node.seen(requestStepDueSoon), ...node.seen(requestStepOverdue)]).toEqual([]);
    const receipt = { writtenReceivedOn: '2026-09-21' };
    expect(await request.refusedAct('requester', 'record-written-receipt', receipt)).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'jian', article: '15' } });
    expect(await request.refusedAct('provider', 'agree', { reasons: '同意' })).toMatchObject({ status: 409, code: 'sharing/act-not-allowed', allowed: ['record-written-receipt'] });
    for (const writtenReceivedOn of ['2026-07-19', '2026-09-25']) {
      expect(await request.refusedAct('provider', 'record-written-receipt', { writtenReceivedOn })).toMatchObject({ status: 422, errors: [{ pointer: '/writtenReceivedOn' }] });
    }
    await request.act('provider', 'record-written-receipt', receipt);
    await request.stands({ step: 'PROVIDER_REVIEW', acts: ['agree', 'refuse', 'withdraw'], dueOn: '2026-10-12', article: '15', by: { parameter: 'sharing.reply.days', from: '2026-09-21' } });
  });

  it('[JIA-14-2] [JIA-15-5] demands reasons for agreeing as for refusing, and a law, regulation or rule for refusing', async () => {
    for (const act of ['agree', 'refuse']) {
      expect(await request.refusedAct('provider', act)).toMatchObject({ status: 422, article: { pack: 'jian', article: '15' }, errors: [{ pointer: '/reasons' }] });
    }
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供' })).toMatchObject({ status: 422, article: { pack: 'jian' }, errors: [{ pointer: '/legalBasis' }] });
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供', legalBasis: POLICY })).toMatchObject({ status: 422, article: { pack: 'jian', article: '14' }, errors: [{ pointer: '/legalBasis/level' }] });
    await request.reachLastMoment();
    await request.lapse();
    await node.travelTo('2026-10-13T09:00:00+08:00');
    await request.act('provider', 'refuse', { reasons: '涉及测绘成果', legalBasis: LAW });
    await request.stands({ step: 'REFUSED', acts: ['object'], dueOn: null });
  });

  it('[JIA-15-6] brings the requester’s objection to the informatisation office', async () => {
    expect(await request.refusedAct('provider', 'object', { reasons: '异议' })).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    expect(await request.refusedAct('requester', 'object')).toMatchObject({ status: 422, errors: [{ pointer: '/reasons' }] });
    await request.act('requester', 'object', { reasons: '所需数据不属于测绘成果' });
    await request.stands({ step: 'COORDINATING', acts: ['conclude', 'escalate', 'withdraw'], dueOn: '2026-11-03', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    const { body } = await node.call('authority', 'GET', '/v1/sharing-requests?scope=waiting-for-me&limit=200');
    expect((body as { items: { id: string }[] }).items.map(({ id }) => id)).toContain(request.view.id);
    await request.reachLastMoment();
  });

  it('[JIA-4-1] [JIA-15-8] is escalated to the leading group, which alone decides', async () => {
    const deciding = { conclusion: 'SHARE', reasons: '领导小组研究决定共享' };
    expect(await request.refusedAct('leading-group', 'decide', deciding)).toMatchObject({ status: 409, allowed: [] });
    expect(await request.refusedAct('leading-group', 'escalate', { reasons: '请求决定' })).toMatchObject({ status: 403 });
    await request.act('authority', 'escalate', { reasons: '部门意见不一' });
    await request.stands({ step: 'LEADING_GROUP', acts: ['decide', 'withdraw'], dueOn: '2026-11-24', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    expect(await request.refusedAct('authority', 'decide', deciding)).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'jian', article: '15' } });
    await request.reachLastMoment();
    await request.act('leading-group', 'decide', deciding);
    await request.stands({ step: 'PROVIDED', acts: ['object'], dueOn: null });
    expect(await fetchRows(node, 'requester', String(request.view.grantId))).toMatchObject({ status: 200 });
    await request.leavesRecord('auditor', ['submit 15', 'record-written-receipt 15', 'refuse 15', 'object 15', 'escalate 15', 'decide 15']);
  });

  it('verifies by the platform’s rules, with their extension', async () => {
    await driveDefaultVerification(node, String(request.view.grantId), { filedOn: '2026-11-25', dueOn: '2026-12-02', extendedTo: '2026-12-16' });
  });
});
