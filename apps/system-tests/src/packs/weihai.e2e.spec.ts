import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveDefaultVerification } from './default-verification.js';
import { DrivenCase } from './driven-case.js';
import { fetchRows, provideData, publishEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

describe('Weihai: the longest legal path, each period to its last minute', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  let request: DrivenCase<UsualParty>;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'weihai', code: '371000', name: '威海市', level: 'CITY', startAt: '2026-04-30T10:00:00+08:00', parties: USUAL_PARTIES });
  });
  afterAll(() => node.stop());

  it('publishes an entry after the department and the authority', async () => {
    const entry = await publishEntry(node);
    entryId = entry.id;
    expect(entry.history.map(({ act, article, dueOn }) => `${act} ${article} ${String(dueOn)}`)).toEqual(['compile 10 null', 'submit 10 null', 'pass DEFAULT-25 2026-05-07', 'publish 10 null']);
    await provideData(node, entryId);
  });

  it('[WEI-18-2] gives the authority one working day over the May holiday; until it has reviewed, the provider has nothing to do with the request', async () => {
    request = await DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
    await request.stands({ step: 'AUTHORITY_REVIEW', acts: ['forward', 'refuse', 'withdraw'], dueOn: '2026-05-06', article: '18', by: { parameter: 'sharing.authorityReview.days' } });
    expect(await node.call('provider', 'GET', `/v1/sharing-requests/${request.view.id}`)).toMatchObject({ status: 404 });
    expect(await request.refusedAct('requester', 'forward')).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'weihai', article: '18' } });
    expect(await request.refusedAct('authority', 'return', { reasons: '材料不全' })).toMatchObject({ status: 409, code: 'sharing/act-not-allowed', allowed: ['forward', 'refuse'] });
    await request.reachLastMoment();
    await request.lapse();
  });

  it('[WEI-18-3] gives the provider two working days from the review', async () => {
    await node.travelTo('2026-05-08T09:00:00+08:00');
    await request.act('authority', 'forward');
    await request.stands({ step: 'PROVIDER_REPLY', acts: ['agree', 'refuse', 'withdraw'], dueOn: '2026-05-11', article: '18', by: { parameter: 'sharing.reply.days' } });
    expect(await node.call('provider', 'GET', `/v1/sharing-requests/${request.view.id}`)).toMatchObject({ status: 200, body: { step: { actorParty: 'provider', dueOn: '2026-05-11' } } });
  });

  it('[WEI-18-5] is not refused without reasons, by the authority or by the provider', async () => {
    const another = await DrivenCase.begin(node, 'sharing-requests', 'bystander', { entryId, ...REQUEST });
    expect(await another.refusedAct('authority', 'refuse')).toMatchObject({ status: 422, article: { pack: 'weihai', article: '18' }, errors: [{ pointer: '/reasons' }] });
    await another.act('authority', 'refuse', { reasons: '与职责无关' });
    await another.stands({ step: 'REFUSED', acts: [], dueOn: null });
    await another.leavesRecord('auditor', ['submit 18', 'refuse 18']);
    expect(await request.refusedAct('provider', 'refuse')).toMatchObject({ status: 422, article: { pack: 'weihai', article: '18' }, errors: [{ pointer: '/reasons' }] });
  });

  it('is authorised by the provider’s agreement in the last minute, and by nothing before', async () => {
    await request.reachLastMoment();
    expect(request.view).toMatchObject({ grantId: null });
    await request.act('provider', 'agree');
    await request.stands({ step: 'PROVIDED', acts: [], dueOn: null });
    expect(await fetchRows(node, 'requester', String(request.view.grantId))).toMatchObject({ status: 200 });
    await request.leavesRecord('auditor', ['submit 18', 'forward 18', 'agree 18']);
  });

  it('verifies by the platform’s rules, with their extension over National Day', async () => {
    await driveDefaultVerification(node, String(request.view.grantId), { filedOn: '2026-09-23', dueOn: '2026-10-08', extendedTo: '2026-10-21' });
  });
});
