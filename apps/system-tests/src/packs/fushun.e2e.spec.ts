import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryView } from '@gongshu/contracts';
import { DrivenCase } from './driven-case.js';
import { compileEntry, DOUBT, fetchRows, grantIsKnown, LAW, moveEntry, provideData, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const COUNTY = { division: '210421', level: 'COUNTY' };
const OTHER_COUNTY = { division: '210422', level: 'COUNTY' };
const PARTIES = {
  ...USUAL_PARTIES,
  requester: { ...USUAL_PARTIES.requester, place: COUNTY },
  provider: { ...USUAL_PARTIES.provider, place: OTHER_COUNTY },
  head: { ...USUAL_PARTIES.head, place: OTHER_COUNTY },
  'county-authority': { ...USUAL_PARTIES.authority, place: COUNTY },
} as const;
type FushunParty = UsualParty | 'county-authority';

describe('Fushun: the longest legal path between two county departments, each period to its last minute', () => {
  let node: TestNode<FushunParty>;
  let entryId: string;
  let request: DrivenCase<FushunParty>;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'fushun', code: '210400', name: '抚顺市', level: 'CITY', startAt: '2026-04-27T10:00:00+08:00', parties: PARTIES });
  });
  afterAll(() => node.stop());

  const listOf = async (path: string): Promise<string[]> => {
    const { body } = await node.call('authority', 'GET', path);
    return (body as { items: { id: string }[] }).items.map(({ id }) => id);
  };

  it('[FUS-10-2] has an entry in the catalogue once the city authority has approved it, not a county’s', async () => {
    ({ id: entryId } = await compileEntry(node));
    expect(await moveEntry(node, entryId, 'provider', 'submit')).toMatchObject({ status: 200, body: { state: 'AUTHORITY_REVIEW' } });
    for (const party of ['provider', 'county-authority'] as const) {
      expect(await moveEntry(node, entryId, party, 'publish')).toMatchObject({ status: 403 });
    }
    expect(await listOf('/v1/catalogue-entries')).not.toContain(entryId);
    const published = await moveEntry(node, entryId, 'authority', 'publish');
    expect((published.body as EntryView).history.map(({ act, article }) => `${act} ${article}`)).toEqual(['compile 10', 'submit 10', 'publish 10']);
    expect(await listOf('/v1/catalogue-entries')).toContain(entryId);
    await provideData(node, entryId);
  });

  it('[FUS-8-2] gives the provider Liaoning’s five working days, and lets it refuse for a legal prohibition only', async () => {
    request = await DrivenCase.begin(node, 'sharing-requests', 'requester', { entryId, ...REQUEST });
    await request.stands({ step: 'PROVIDER_REPLY', acts: ['agree', 'refuse', 'dispute', 'withdraw'], dueOn: '2026-05-07', article: '12', by: { parameter: 'sharing.reply.days' } });
    expect(await request.refusedAct('requester', 'refuse')).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'fushun', article: '8' } });
    expect(await request.refusedAct('authority', 'conclude')).toMatchObject({ status: 409, code: 'sharing/act-not-allowed', allowed: [] });
    expect(await request.refusedAct('provider', 'refuse', { legalBasis: LAW })).toMatchObject({ status: 422, article: { pack: 'liaoning', article: '12' }, errors: [{ pointer: '/reasons' }] });
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供' })).toMatchObject({ status: 422, article: { pack: 'fushun', article: '8' } });
    expect(await request.refusedAct('provider', 'refuse', { reasons: '不宜提供', legalBasis: { ...LAW, level: 'POLICY' } })).toMatchObject({ status: 422, article: { pack: 'fushun', article: '8' }, errors: [{ pointer: '/legalBasis/level' }] });
    await request.reachLastMoment();
    await request.lapse();
  });

  it('[FUS-18-5] brings a dispute before the reply to the city authority, which alone concludes it', async () => {
    await node.travelTo('2026-05-08T09:00:00+08:00');
    expect(await request.refusedAct('county-authority', 'dispute', { reasons: '迟未答复' })).toMatchObject({ status: 403, code: 'sharing/not-your-turn' });
    expect(await request.refusedAct('requester', 'dispute')).toMatchObject({ status: 422, article: { article: '18' }, errors: [{ pointer: '/reasons' }] });
    await request.act('requester', 'dispute', { reasons: '迟未答复' });
    await request.stands({ step: 'COORDINATING', acts: ['conclude', 'withdraw'], dueOn: '2026-05-28', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
    expect(await listOf('/v1/sharing-requests?scope=waiting-for-me&limit=200')).toContain(request.view.id);
    const concluding = { conclusion: 'SHARE', reasons: '无禁止共享的规定' };
    expect(await request.refusedAct('county-authority', 'conclude', concluding)).toMatchObject({ status: 403, code: 'sharing/not-your-turn', article: { pack: 'fushun', article: '18' } });
    await request.reachLastMoment();
    await request.act('authority', 'conclude', concluding);
    await request.stands({ step: 'PROVIDED', acts: ['dispute'], dueOn: null });
    grantId = String(request.view.grantId);
    expect(await fetchRows(node, 'requester', grantId)).toMatchObject({ status: 200 });
    await request.leavesRecord('auditor', ['submit 18', 'dispute 18', 'conclude 18']);
  });

  describe('a verification', () => {
    const ACTS = ['explain', 'repair', 'extend', 'dispute'];
    let verification: DrivenCase<FushunParty>;

    it('is the provider’s for five working days, and its head’s to extend by ten over National Day', async () => {
      await grantIsKnown(node, grantId);
      await node.travelTo('2026-09-21T09:00:00+08:00');
      verification = await DrivenCase.begin(node, 'verification-requests', 'requester', { grantId, ...DOUBT });
      await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: '2026-09-29', article: '13', by: { parameter: 'verification.feedback.days' } });
      expect(await verification.refusedAct('county-authority', 'explain', { explanation: '无误' })).toMatchObject({ status: 403, code: 'quality-dispute/not-your-turn' });
      await verification.reachLastMoment();
      const extend = { workingDays: 10, reasons: '需实地核查' };
      expect(await verification.refusedAct('provider', 'extend', extend)).toMatchObject({ status: 403, article: { pack: 'liaoning', article: '13' } });
      expect(await verification.refusedAct('head', 'extend', { ...extend, workingDays: 11 })).toMatchObject({ status: 422, article: { article: '13' }, errors: [{ pointer: '/workingDays' }] });
      await verification.act('head', 'extend', extend);
      await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: '2026-10-19', article: '13', by: { parameter: 'verification.total', from: '2026-09-21T09:00:00+08:00' } });
      await verification.reachLastMoment();
      await verification.lapse();
      await verification.act('provider', 'explain', { explanation: '该县名称以公告为准' });
      await verification.stands({ step: 'EXPLAINED', acts: ['dispute'], dueOn: null });
    });

    it('[FUS-18-6] is disputed before the city authority, though both departments are a county’s', async () => {
      await verification.act('requester', 'dispute', { reasons: '公告并非如此' });
      await verification.stands({ step: 'COORDINATING', acts: ['conclude'], dueOn: '2026-11-10', article: 'DEFAULT-20', by: { parameter: 'objection.conclusion.days' } });
      expect(await listOf('/v1/verification-requests?limit=200')).toContain(verification.view.id);
      expect(verification.view.step).toMatchObject({ actorRole: 'DATA_AUTHORITY', actorParty: 'node-authority' });
      expect(await verification.refusedAct('county-authority', 'conclude', { reasons: '以公告为准' })).toMatchObject({ status: 403, code: 'quality-dispute/not-your-turn' });
      expect(await verification.refusedAct('authority', 'conclude')).toMatchObject({ status: 422, article: { pack: 'fushun', article: '18' }, errors: [{ pointer: '/reasons' }] });
      await verification.reachLastMoment();
      await verification.act('authority', 'conclude', { reasons: '以公告为准' });
      await verification.stands({ step: 'CONCLUDED', acts: [], dueOn: null });
      await verification.leavesRecord('auditor', ['file 13', 'extend 13', 'explain 13', 'dispute 18', 'conclude 18']);
    });
  });
});
