import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestMoved } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { DrivenCase } from './driven-case.js';
import { DOUBT, entryContent, fetchRows, grantIsKnown, LAW, offerEntry, provideData, publishEntry, repairData, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const POLICY = { ...LAW, level: 'POLICY' };

describe('Hebei: the longest legal path, each period to its last minute', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  let request: DrivenCase<UsualParty>;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'hebei', code: '130000', name: '河北省', level: 'PROVINCE', startAt: '2026-04-28T10:00:00+08:00', parties: USUAL_PARTIES });
  });
  afterAll(() => node.stop());

  it('[JIA-9-4] lists nothing as not shared on a mere policy', async () => {
    expect(await offerEntry(node, entryContent({ sharingType: 'NOT_SHARED', notSharedBasis: POLICY }))).toMatchObject({ status: 409, body: { article: { pack: 'hebei', article: '15' }, errors: [{ pointer: '/sharingType' }] } });
  });

  it('publishes an entry after the department and the authority', async () => {
    const entry = await publishEntry(node);
    entryId = entry.id;
    expect(entry.history.map(({ act, article }) => `${act} ${article}`)).toEqual(['compile 9', 'submit 9', 'pass DEFAULT-25', 'publish 11']);
    await provideData(node, entryId);
  });

  it('[HEB-15-2] takes a request for data that their department claims are not shared, as long as the government has not put them on the negative list', async () => {
    const { id } = await publishEntry(node, { name: '统计调查资料' });
    await provideData(node, id);
    const applied = await node.call('provider', 'POST', '/v1/negative-list-applications', { entryId: id, reasons: '统计调查所得的单个对象资料', legalBasis: LAW });
    expect(applied).toMatchObject({ status: 201, body: { state: 'AUTHORITY_REVIEW' } });
    const passed = await node.call('authority', 'POST', `/v1/negative-list-applications/${(applied.body as { id: string }).id}/acts`, { act: 'pass' });
    expect(passed).toMatchObject({ status: 200, body: { state: 'GOVERNMENT_APPROVAL' } });
    const asked = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId: id, ...REQUEST });
    expect(asked).toMatchObject({ status: 201, body: { state: 'AUTHORITY_REVIEW', step: { procedure: 'sharing-request' } } });
    expect(await node.call('requester', 'GET', `/v1/catalogue-entries/${id}`)).toMatchObject({ status: 200, body: { sharingType: 'CONDITIONAL' } });
  });

  it('takes a request that names its scenario, and gives the authority three working days over the May holiday', async () => {
    const { applicationScenario: _left, ...unnamed } = REQUEST;
    const refused = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, ...unnamed });
    expect(refused).toMatchObject({ status: 422, body: { code: 'sharing/refused-by-law', article: { pack: 'hebei', article: '19' }, errors: [{ pointer: '/applicationScenario' }] } });
    request = await DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
    await request.stands({ step: 'AUTHORITY_REVIEW', acts: ['forward', 'return', 'withdraw'], dueOn: '2026-05-06', article: '19', by: { parameter: 'sharing.authorityReview.days' } });
  });

  it('lets the authority return an incomplete request with reasons, and refuse none', async () => {
    expect(await request.refusedAct('requester', 'forward')).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'hebei', article: '19' } });
    expect(await request.refusedAct('authority', 'refuse', { reasons: '没有必要' })).toMatchObject({ status: 409, code: 'sharing/act-not-allowed', allowed: ['forward', 'return'] });
    expect(await request.refusedAct('authority', 'return')).toMatchObject({ status: 422, article: { pack: 'default', article: 'DEFAULT-19' }, errors: [{ pointer: '/reasons' }] });
    await request.reachLastMoment();
    await request.act('authority', 'return', { reasons: '应补充数据项清单' });
    await request.stands({ step: 'RETURNED', acts: ['resubmit', 'withdraw'], dueOn: null });
  });

  it('[HEB-19-6] starts the authority’s period anew with the resubmission; its lapse is told and decides nothing', async () => {
    await node.travelTo('2026-05-07T10:00:00+08:00');
    await request.act('requester', 'resubmit');
    await request.stands({ step: 'AUTHORITY_REVIEW', acts: ['forward', 'return', 'withdraw'], dueOn: '2026-05-11', article: '19', by: { parameter: 'sharing.authorityReview.days' } });
    await request.reachLastMoment();
    await request.lapse();
    await node.travelTo('2026-05-12T09:00:00+08:00');
    expect(await node.call('provider', 'GET', `/v1/sharing-requests/${request.view.id}`)).toMatchObject({ status: 404 });
    await request.act('authority', 'forward');
    expect(await node.call('provider', 'GET', `/v1/sharing-requests/${request.view.id}`)).toMatchObject({ status: 200, body: { state: 'PROVIDER_REPLY' } });
    await eventually(() => node.seen(requestMoved).some(({ id, act, to }) => id === request.view.id && act === 'forward' && to === 'PROVIDER_REPLY'));
  });

  it('[HEB-19-2] [HEB-19-9] gives the provider five working days, and lets it refuse only with reasons and an admissible basis', async () => {
    await request.stands({ step: 'PROVIDER_REPLY', acts: ['agree', 'refuse', 'withdraw'], dueOn: '2026-05-19', article: '19', by: { parameter: 'sharing.reply.days' } });
    expect(await request.refusedAct('requester', 'agree')).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    expect(await request.refusedAct('provider', 'refuse', { legalBasis: LAW })).toMatchObject({ status: 422, article: { article: '19' }, errors: [{ pointer: '/reasons' }] });
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供', legalBasis: POLICY })).toMatchObject({ status: 422, article: { pack: 'hebei', article: '19' }, errors: [{ pointer: '/legalBasis/level' }] });
    await request.reachLastMoment();
    await request.act('provider', 'refuse', { reasons: '涉及测绘成果', legalBasis: LAW });
    expect(request.view.history.at(-1)).toMatchObject({ to: 'REFUSED', reasons: '涉及测绘成果' });
    await request.stands({ step: 'REFUSED', acts: ['object'], dueOn: null });
  });

  it('[HEB-19-10] opens a refusal again by the requester’s objection alone', async () => {
    expect(await request.refusedAct('provider', 'object', { reasons: '异议' })).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    expect(await request.refusedAct('requester', 'object')).toMatchObject({ status: 422, errors: [{ pointer: '/reasons' }] });
    await request.act('requester', 'object', { reasons: '所需数据不属于测绘成果' });
    await request.stands({ step: 'COORDINATING', acts: ['conclude', 'withdraw'], dueOn: '2026-06-09', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    expect(await request.refusedAct('requester', 'object', { reasons: '再次异议' })).toMatchObject({ status: 409, allowed: ['withdraw'] });
  });

  it('concludes with words even after the lapse; a conclusion for sharing starts the delivery’s three working days', async () => {
    await request.reachLastMoment();
    await request.lapse();
    expect(await request.refusedAct('authority', 'conclude', { conclusion: 'SHARE' })).toMatchObject({ status: 422, errors: [{ pointer: '/reasons' }] });
    expect(await request.refusedAct('authority', 'conclude', { conclusion: 'PERHAPS', reasons: '经协调' })).toMatchObject({ status: 422, errors: [{ pointer: '/conclusion' }] });
    await request.act('authority', 'conclude', { conclusion: 'SHARE', reasons: '经协调,应当共享' });
    await request.stands({ step: 'DELIVERY', acts: ['deliver', 'withdraw'], dueOn: '2026-06-15', article: '19', by: { parameter: 'sharing.provision.days' } });
  });

  it('is provided by the authority’s delivery and not before', async () => {
    expect(request.view).toMatchObject({ grantId: null });
    expect(await request.refusedAct('provider', 'deliver')).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    await request.reachLastMoment();
    await request.act('authority', 'deliver');
    await request.stands({ step: 'PROVIDED', acts: [], dueOn: null });
    grantId = String(request.view.grantId);
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 200 });
    await request.leavesRecord('auditor', ['submit 19', 'return DEFAULT-19', 'resubmit 19', 'forward 19', 'refuse 19', 'object 19', 'conclude 19', 'deliver 19']);
  });

  describe('a verification', () => {
    let verification: DrivenCase<UsualParty>;

    it('[HEB-20-2] [HEB-20-3] goes to the authority, which has three working days to forward it, told when they lapse', async () => {
      await grantIsKnown(node, grantId);
      await node.travelTo('2026-09-24T09:00:00+08:00');
      expect(await node.call('bystander', 'POST', '/v1/verification-requests', { grantId, ...DOUBT })).toMatchObject({ status: 403 });
      verification = await DrivenCase.begin(node, 'verification-requests', 'requester', { grantId, ...DOUBT });
      await verification.stands({ step: 'FORWARDING', acts: ['forward'], dueOn: '2026-09-30', article: '20', by: { parameter: 'verification.forward.days' } });
      expect(await verification.refusedAct('requester', 'forward')).toMatchObject({ status: 403, code: 'quality-dispute/not-your-turn' });
      expect(await verification.refusedAct('authority', 'repair')).toMatchObject({ status: 409, allowed: ['forward'] });
      await verification.reachLastMoment();
      await verification.lapse();
    });

    it('gives the provider ten working days from the forwarding', async () => {
      await node.travelTo('2026-10-08T09:00:00+08:00');
      await verification.act('authority', 'forward');
      await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ['explain', 'repair', 'apply-extension', 'extend'], dueOn: '2026-10-21', article: '20', by: { parameter: 'verification.feedback.days' } });
    });

    it('[HEB-20-6] [HEB-20-7] extends once, by ten working days at most, on an application within the period and with the authority’s consent', async () => {
      expect(await verification.refusedAct('authority', 'extend', { workingDays: 10 })).toMatchObject({ status: 409, article: { article: '20' } });
      expect(await verification.refusedAct('provider', 'apply-extension')).toMatchObject({ status: 422, errors: [{ pointer: '/reasons' }] });
      await verification.reachLastMoment();
      await verification.act('provider', 'apply-extension', { reasons: '需实地核查' });
      await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ['explain', 'repair', 'apply-extension', 'extend'], dueOn: '2026-10-21', article: '20' });
      expect(await verification.refusedAct('provider', 'extend', { workingDays: 10 })).toMatchObject({ status: 403 });
      expect(await verification.refusedAct('authority', 'extend', { workingDays: 11 })).toMatchObject({ status: 422, article: { article: '20' }, errors: [{ pointer: '/workingDays' }] });
      await verification.act('authority', 'extend', { workingDays: 10 });
      await verification.stands({
        step: 'PROVIDER_FEEDBACK', acts: ['explain', 'repair', 'apply-extension', 'extend'], dueOn: '2026-11-04', article: '20', by: { workingDays: 20, from: '2026-10-08T09:00:00+08:00' },
      });
      expect(await verification.refusedAct('provider', 'apply-extension', { reasons: '仍需时间' })).toMatchObject({ status: 409 });
      expect(await verification.refusedAct('authority', 'extend', { workingDays: 10 })).toMatchObject({ status: 409 });
    });

    it('[HEB-20-5] ends with a version in which the rows are right', async () => {
      await verification.reachLastMoment();
      expect(await verification.refusedAct('provider', 'repair')).toMatchObject({ status: 422, article: { article: '20' }, errors: [{ pointer: '/repairedVersion' }] });
      expect(await verification.refusedAct('provider', 'explain')).toMatchObject({ status: 422, article: { article: '20' }, errors: [{ pointer: '/explanation' }] });
      await verification.act('provider', 'repair', { repairedVersion: await repairData(node, entryId) });
      await verification.stands({ step: 'REPAIRED', acts: [], dueOn: null });
      await verification.leavesRecord('auditor', ['file 20', 'forward 20', 'apply-extension 20', 'extend 20', 'repair 20']);
    });
  });
});
