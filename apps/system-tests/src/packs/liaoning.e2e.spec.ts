import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantIssued, permitsTaken, verificationMoved } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { DrivenCase } from './driven-case.js';
import { auditedKinds, DOUBT, entryContent, fetchRows, grantIsKnown, LAW, offerEntry, provideData, publishEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const STATE_SECRET = { level: 'STATE_SECRET_OR_SECURITY', title: '中华人民共和国保守国家秘密法', article: '十三' };

describe('Liaoning: the longest legal path, each period to its last minute', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  let request: DrivenCase<UsualParty>;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'liaoning', code: '210000', name: '辽宁省', level: 'PROVINCE', startAt: '2026-04-29T15:00:00+08:00', parties: USUAL_PARTIES });
  });
  afterAll(() => node.stop());

  const file = (): Promise<DrivenCase<UsualParty>> => DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
  const waitingForAuthority = async (): Promise<string[]> => {
    const { body } = await node.call('authority', 'GET', '/v1/sharing-requests?scope=waiting-for-me&limit=200');
    return (body as { items: { id: string }[] }).items.map(({ id }) => id);
  };

  it('[LIA-10-2] publishes a conditional entry only with its condition', async () => {
    const { sharingCondition: _left, ...unconditioned } = entryContent();
    expect(await offerEntry(node, unconditioned)).toMatchObject({ status: 422, body: { article: { pack: 'liaoning', article: '10' }, errors: [{ pointer: '/sharingCondition' }] } });
    const entry = await publishEntry(node);
    entryId = entry.id;
    expect(entry.history.map(({ act, article }) => `${act} ${article}`)).toEqual(['compile 7', 'submit 7', 'pass DEFAULT-25', 'publish 8']);
    await provideData(node, entryId);
  });

  it('[LIA-12-1] lets a department use unconditional data on its duty alone, which is on record with every call', async () => {
    const { id } = await publishEntry(node, { name: '公共设施', sharingType: 'UNCONDITIONAL' });
    await provideData(node, id);
    const asked = { entryId: id, applicationScenario: REQUEST.applicationScenario };
    expect(await node.call('requester', 'POST', '/v1/sharing-requests', asked)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/dutyBasis' }] } });
    const taken = await node.call('requester', 'POST', '/v1/sharing-requests', { ...asked, dutyBasis: REQUEST.dutyBasis });
    expect(taken).toMatchObject({ status: 201, body: { state: 'PROVIDED', dutyBasis: REQUEST.dutyBasis, history: [{ act: 'submit', actor: 'requester' }] } });
    const obtained = String((taken.body as { grantId: string }).grantId);
    expect(await fetchRows(node, 'requester', obtained)).toMatchObject({ status: 200 });
    expect(await node.call('requester', 'GET', `/v1/grants/${obtained}`)).toMatchObject({ status: 200, body: { terms: { dutyBasis: REQUEST.dutyBasis } } });
    await eventually(() => node.seen(permitsTaken).some(({ permits }) => permits.some((permit) => permit.grantId === obtained)));
    await eventually(async () => (await auditedKinds(node, obtained)).includes(grantIssued.type));
    expect(await node.call('auditor', 'GET', `/v1/grants/${obtained}/permits`)).toMatchObject({ status: 200, body: { items: [{ number: 1, client: 'requester' }] } });
  });

  it('[LIA-12-2] [LIA-12-3] goes to the provider at once, which has five working days: on the fifth it is on time, then overdue and still open', async () => {
    request = await file();
    await request.stands({ step: 'PROVIDER_REPLY', acts: ['agree', 'refuse', 'dispute', 'withdraw'], dueOn: '2026-05-09', article: '12', by: { parameter: 'sharing.reply.days' } });
    expect(request.view.step).toMatchObject({ actorRole: 'DATA_ADMINISTRATOR', actorParty: 'provider' });
    const answered = await file();
    await request.reachLastMoment();
    await answered.act('provider', 'agree');
    expect(answered.view).toMatchObject({ state: 'PROVIDED', step: { overdue: false } });
    await request.lapse();
  });

  it('[LIA-12-5] is refused only with reasons, and for nothing but state secrets and security', async () => {
    await node.travelTo('2026-05-11T09:00:00+08:00');
    expect(await request.refusedAct('requester', 'agree')).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'liaoning', article: '12' } });
    expect(await request.refusedAct('authority', 'conclude', { conclusion: 'SHARE', reasons: '经协调' })).toMatchObject({ status: 409, code: 'sharing/act-not-allowed', allowed: [] });
    expect(await request.refusedAct('provider', 'refuse', { legalBasis: STATE_SECRET })).toMatchObject({ status: 422, article: { article: '12' }, errors: [{ pointer: '/reasons' }] });
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供', legalBasis: LAW })).toMatchObject({ status: 422, article: { pack: 'liaoning', article: '4' }, errors: [{ pointer: '/legalBasis/level' }] });
    await request.act('provider', 'refuse', { reasons: '涉及国家秘密', legalBasis: STATE_SECRET });
    await request.stands({ step: 'REFUSED', acts: ['dispute'], dueOn: null });
  });

  it('[LIA-12-6] is disputed by either party, in the authority’s list until it concludes', async () => {
    expect(await request.refusedAct('requester', 'dispute')).toMatchObject({ status: 422, article: { article: '12' }, errors: [{ pointer: '/reasons' }] });
    await request.act('requester', 'dispute', { reasons: '所需数据不涉密' });
    await request.stands({ step: 'COORDINATING', acts: ['conclude', 'withdraw'], dueOn: '2026-06-01', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    expect(await waitingForAuthority()).toContain(request.view.id);
    expect(await request.refusedAct('provider', 'conclude', { conclusion: 'NOT_SHARE', reasons: '涉密' })).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    expect(await request.refusedAct('authority', 'conclude', { reasons: '经协调' })).toMatchObject({ status: 422, errors: [{ pointer: '/conclusion' }] });
    await request.reachLastMoment();
    await request.lapse();
    await request.act('authority', 'conclude', { conclusion: 'SHARE', reasons: '经鉴定不涉密' });
    expect(await waitingForAuthority()).not.toContain(request.view.id);
    await request.stands({ step: 'PROVIDED', acts: ['dispute'], dueOn: null });
    grantId = String(request.view.grantId);
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 200 });

    await request.act('provider', 'dispute', { reasons: '使用超出范围' });
    await request.stands({ step: 'COORDINATING', acts: ['conclude', 'withdraw'], dueOn: '2026-06-24', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    expect(await waitingForAuthority()).toContain(request.view.id);
    await request.reachLastMoment();
    await request.act('authority', 'conclude', { conclusion: 'SHARE', reasons: '未见超出范围' });
    expect(request.view).toMatchObject({ state: 'PROVIDED', grantId });
    await request.leavesRecord('auditor', ['submit 12', 'refuse 12', 'dispute 12', 'conclude 12', 'dispute 12', 'conclude 12']);
  });

  describe('a verification', () => {
    const ACTS = ['explain', 'repair', 'extend'];
    const doubt = (): Promise<DrivenCase<UsualParty>> => DrivenCase.begin(node, 'verification-requests', 'requester', { grantId, ...DOUBT });
    let verification: DrivenCase<UsualParty>;
    let another: DrivenCase<UsualParty>;

    it('[LIA-13-2] goes to the provider at once, which has five working days over Mid-Autumn and National Day', async () => {
      await grantIsKnown(node, grantId);
      await node.travelTo('2026-09-24T09:00:00+08:00');
      [verification, another] = [await doubt(), await doubt()];
      for (const filed of [verification, another]) {
        await filed.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: '2026-10-09', article: '13', by: { parameter: 'verification.feedback.days' } });
        expect(filed.view.step).toMatchObject({ actorRole: 'DATA_ADMINISTRATOR', actorParty: 'provider' });
      }
      expect(await verification.refusedAct('requester', 'explain', { explanation: '无误' })).toMatchObject({ status: 403, code: 'quality-dispute/not-your-turn' });
      expect(await verification.refusedAct('provider', 'forward')).toMatchObject({ status: 409, code: 'quality-dispute/act-not-allowed', allowed: ['explain', 'repair'] });
      await eventually(() => node.seen(verificationMoved).some(({ id, act, to }) => id === verification.view.id && act === 'file' && to === 'PROVIDER_FEEDBACK'));
    });

    it('[LIA-13-4] [LIA-13-5] is extended once by ten working days at most, by the head of the provider alone', async () => {
      await verification.reachLastMoment();
      const extend = { workingDays: 10, reasons: '需实地核查' };
      expect(await verification.refusedAct('provider', 'extend', extend)).toMatchObject({ status: 403, article: { pack: 'liaoning', article: '13' } });
      expect(await verification.refusedAct('head', 'extend', { ...extend, workingDays: 11 })).toMatchObject({ status: 422, article: { article: '13' }, errors: [{ pointer: '/workingDays' }] });
      expect(await verification.refusedAct('head', 'extend', { workingDays: 10 })).toMatchObject({ status: 422, errors: [{ pointer: '/reasons' }] });
      await verification.act('head', 'extend', extend);
      await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: '2026-10-22', article: '13', by: { parameter: 'verification.total', from: '2026-09-24T09:00:00+08:00' } });
      expect(await verification.refusedAct('head', 'extend', extend)).toMatchObject({ status: 409 });
    });

    it('[LIA-13-3] is overdue on the sixth working day and not on the fifth; late, it can be answered but not extended', async () => {
      await another.reachLastMoment();
      await another.lapse();
      expect(await another.refusedAct('head', 'extend', { workingDays: 10, reasons: '需实地核查' })).toMatchObject({ status: 409, article: { article: 'DEFAULT-7' } });
      await another.act('provider', 'explain', { explanation: '该县名称以公告为准' });
      await another.leavesRecord('auditor', ['file 13', 'explain 13']);
    });

    it('ends with an explanation, even after the lapse of the extended period', async () => {
      await verification.reachLastMoment();
      await verification.lapse();
      expect(await verification.refusedAct('provider', 'explain')).toMatchObject({ status: 422, errors: [{ pointer: '/explanation' }] });
      await verification.act('provider', 'explain', { explanation: '该县名称以公告为准' });
      await verification.stands({ step: 'EXPLAINED', acts: [], dueOn: null });
      await verification.leavesRecord('auditor', ['file 13', 'extend 13', 'explain 13']);
    });
  });
});
