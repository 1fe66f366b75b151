import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnVerification,
  entryPublished,
  fileVerification,
  getVerification,
  requestForwardedUp,
  requestProgressed,
  verificationForwardedUp,
  verificationMoved,
  verificationProgressed,
  versionCompleted,
  type Party,
  type StepView,
  type VerificationForwardedUp,
} from '@gongshu/contracts';
import { person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { qualityDisputeService } from '../index.js';

const PROVINCE = '130000';
const CITY = '130100';
const organisation = (id: string, division: string, level: string, node: string): Party => ({ id, name: id, division, level, node });
const requesterOrg = organisation('zhengding-education', '130123', 'COUNTY', CITY);
const providerOrg = organisation('hebei-civil-affairs', PROVINCE, 'PROVINCE', PROVINCE);
const rows = [{ keyColumn: 'code', key: '130123', column: 'name', observed: '正定县县' }];
const step: StepView = {
  procedure: 'sharing-request', pack: 'hebei', packVersion: '1', step: 'PROVIDED', label: { zh: '已提供', en: 'Provided' }, ended: true, since: '2026-03-02T01:00:00.000Z', dueOn: null,
  dueArticle: null, overdue: false, actorRole: null, actorParty: null, acts: [],
};

describe('at the city, for a county department, about data of the province', () => {
  const requester = person(requesterOrg, 'DATA_ADMINISTRATOR');
  const county = person(organisation('zhengding-data-bureau', '130123', 'COUNTY', CITY), 'DATA_AUTHORITY');
  const city = person(organisation('shijiazhuang-data-bureau', CITY, 'CITY', CITY), 'DATA_AUTHORITY');
  const otherCounty = person(organisation('jinzhou-data-bureau', '130183', 'COUNTY', CITY), 'DATA_AUTHORITY');
  const [requestId, grantId, entryId] = [randomUUID(), randomUUID(), randomUUID()];

  let t: TestService;
  let id: string;
  beforeAll(async () => {
    t = await startTestService(qualityDisputeService, { node: { code: CITY, name: '石家庄市', level: 'CITY', pack: 'hebei', parent: PROVINCE } });
    // The grant first, and who asked for it later: the two come by different ways.
    await t.announce(
      requestProgressed,
      requestId,
      {
        addressedTo: CITY, id: requestId, transition: 6, step, history: [], provider: providerOrg,
        grant: {
          id: grantId, ownerNode: PROVINCE, columns: ['code', 'name'], provisionMode: 'INTERFACE', state: 'ACTIVE', validFrom: '2026-03-02', validUntil: '2027-03-02', callQuota: 9,
          suspensionReason: null,
        },
      },
      { node: PROVINCE },
    );
    await t.eventually(async () => (await t.query('SELECT FROM held_grant')).length === 1);
    await t.announce(requestForwardedUp, requestId, {
      addressedTo: PROVINCE, id: requestId, number: '130100-2026-000001', transition: 3, entryId, requester: requesterOrg, applicationScenario: '入学登记', dutyBasis: '职责', purpose: '核验',
      columns: ['code', 'name'], provisionMode: 'INTERFACE', originNode: CITY, submittedAt: '2026-03-02T01:00:00.000Z', history: [],
    });
    await t.eventually(async () => (await t.query('SELECT FROM held_grant WHERE requester IS NOT NULL')).length === 1);
  });
  afterAll(() => t.stop());

  it('goes through the county’s and the city’s authority, each within its period, and leaves for the province with its history', async () => {
    const filed = await t.ask(fileVerification, { grantId, doubt: '名称有误', rows }, requester);
    ({ id } = filed);
    expect(filed).toMatchObject({ state: 'SAME_LEVEL_AUTHORITY', originNode: CITY, ownerNode: PROVINCE, provider: { id: 'hebei-civil-affairs' }, step: { dueOn: '2026-03-05', dueArticle: '20' } });
    await expect(t.ask(actOnVerification, { id, act: 'forward' }, otherCounty)).rejects.toMatchObject({ definition: { status: 404 } });
    await expect(t.ask(actOnVerification, { id, act: 'forward' }, city)).rejects.toMatchObject({ definition: { code: 'quality-dispute/not-your-turn', status: 403 } });

    const atCity = await t.ask(actOnVerification, { id, act: 'forward' }, county);
    expect(atCity).toMatchObject({ state: 'UPPER_AUTHORITY', step: { dueOn: '2026-03-05', actorParty: 'node-authority' } });
    const gone = await t.ask(actOnVerification, { id, act: 'forward' }, city);
    expect(gone).toMatchObject({ state: 'WITH_UPPER_NODE', step: { ended: true } });

    const [left] = await t.eventually(() => t.seen(verificationForwardedUp).length === 1 && t.seen(verificationForwardedUp));
    expect(left?.data).toMatchObject({
      addressedTo: PROVINCE, id, transition: 3, grantId, entryId, requester: requesterOrg, provider: providerOrg, ownerNode: PROVINCE, doubt: '名称有误', rows, originNode: CITY,
    });
    expect(left?.data.history.map(({ act, article }) => [act, article])).toEqual([['file', '20'], ['forward', '20'], ['forward', '21']]);
    expect(t.seen(verificationProgressed)).toEqual([]);
  });

  it('shows the province’s step with its due date, article and lateness, and ignores what is older', async () => {
    const before = (await t.ask(getVerification, { id }, requester)).history;
    const above = (name: string, dueOn: string | null): StepView => ({ ...step, procedure: 'verification', step: name, ended: dueOn === null, dueOn, dueArticle: dueOn === null ? null : '20' });
    const news = (transition: number, at: StepView, more: { explanation?: string; repairedVersion?: number } = {}) => {
      const history = Array.from({ length: transition }, (_, n) => before[n] ?? { ...before[0]!, node: PROVINCE });
      return { addressedTo: CITY, id, transition, step: at, history, explanation: null, ...more };
    };
    await t.announce(verificationProgressed, id, news(5, above('PROVIDER_FEEDBACK', '2026-03-20')), { node: PROVINCE });
    await t.eventually(async () => (await t.ask(getVerification, { id }, requester)).state === 'PROVIDER_FEEDBACK');
    expect((await t.ask(getVerification, { id }, requester)).step).toMatchObject({ dueOn: '2026-03-20', dueArticle: '20', overdue: false });
    t.clock.travelTo('2026-03-21T09:00:00+08:00');
    expect((await t.ask(getVerification, { id }, requester)).step.overdue).toBe(true);

    await t.announce(verificationProgressed, id, news(4, above('FORWARDING', '2026-03-06')), { node: PROVINCE });
    // Not the node above: put aside.
    await t.announce(verificationProgressed, id, news(9, above('EXPLAINED', null), { explanation: '伪造' }), { node: '130200' });
    await t.announce(verificationProgressed, id, news(6, above('REPAIRED', null), { repairedVersion: 2 }), { node: PROVINCE });
    const repaired = await t.eventually(async () => {
      const view = await t.ask(getVerification, { id }, requester);
      expect(view.state).toBe('REPAIRED');
      return view;
    });
    expect(repaired).toMatchObject({ repairedVersion: 2, explanation: null, step: { ended: true } });
    expect(repaired.history).toHaveLength(6);
    expect(await t.query('SELECT FROM dead_letter WHERE reaction = $1', ['when-verification-progressed'])).toHaveLength(1);
  });

  it('is not the province’s provider’s to answer here, nor anybody’s any more', async () => {
    await expect(t.ask(actOnVerification, { id, act: 'forward' }, city)).rejects.toMatchObject({ definition: { code: 'quality-dispute/act-not-allowed', status: 409 } });
  });
});

describe('at the province, for a case that the city forwarded', () => {
  const authority = person(organisation('hebei-data-bureau', PROVINCE, 'PROVINCE', PROVINCE), 'DATA_AUTHORITY');
  const provider = person(providerOrg, 'PROVIDER_HEAD');
  const entryId = randomUUID();
  const arriving = (): VerificationForwardedUp => {
    const id = randomUUID();
    const act = { act: 'file', from: null, to: 'UPPER_AUTHORITY', at: '2026-03-02T01:00:00.000Z', actor: 'c', organisation: 'zhengding-education', node: CITY, article: '20', dueOn: null, reasons: null };
    return {
      addressedTo: PROVINCE, id, transition: 2, grantId: randomUUID(), entryId, entryName: 'x', requester: requesterOrg, provider: { ...providerOrg, id: 'somebody-else' }, ownerNode: CITY,
      doubt: '名称有误', rows, originNode: CITY, history: [act, { ...act, act: 'forward', to: 'WITH_UPPER_NODE' }],
    };
  };

  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(qualityDisputeService, { startAt: '2026-03-03T09:00:00+08:00' });
    await t.announce(entryPublished, entryId, publishedEntry(providerOrg, { id: entryId }));
    await t.announce(versionCompleted, entryId, { entryId, version: 2, rows: 3, digest: 'd', cause: 'CORRECTION' });
    await t.eventually(async () => (await t.query('SELECT FROM known_entry, known_version')).length === 1);
  });
  afterAll(() => t.stop());

  it('goes on under its own id and tells the city every move, once each', async () => {
    const data = arriving();
    const { id } = data;
    const { id: eventId } = await t.announce(verificationForwardedUp, id, data, { node: CITY });
    await t.announce(verificationForwardedUp, id, data, { node: CITY, id: eventId });
    await t.announce(verificationForwardedUp, id, data, { node: CITY });
    const arrived = await t.eventually(() => t.ask(getVerification, { id }, authority));
    // Name, provider and owner are the catalogue's, not what the child says.
    expect(arrived).toMatchObject({ state: 'FORWARDING', entryName: '河北省行政区划', provider: providerOrg, ownerNode: PROVINCE, originNode: CITY, step: { dueOn: '2026-03-06', dueArticle: '20' } });
    await expect(t.ask(getVerification, { id }, provider)).rejects.toMatchObject({ definition: { status: 404 } });

    await t.ask(actOnVerification, { id, act: 'forward' }, authority);
    await t.ask(actOnVerification, { id, act: 'repair', repairedVersion: 2 }, provider);
    const told = await t.eventually(() => {
      const news = t.seen(verificationProgressed).filter(({ subject }) => subject === id).map((event) => event.data);
      expect(news.map(({ transition, step: at }) => [transition, at.step, at.dueOn])).toEqual([
        [3, 'FORWARDING', '2026-03-06'],
        [4, 'PROVIDER_FEEDBACK', '2026-03-17'],
        [5, 'REPAIRED', null],
      ]);
      return news;
    });
    expect(told.every(({ addressedTo }) => addressedTo === CITY)).toBe(true);
    expect(told[2]).toMatchObject({ repairedVersion: 2 });
    expect(told[2]?.history.map(({ act, node }) => [act, node])).toEqual([['file', CITY], ['forward', CITY], ['file', PROVINCE], ['forward', PROVINCE], ['repair', PROVINCE]]);
    expect(t.seen(verificationMoved).filter(({ subject }) => subject === id)).toHaveLength(3);
  });

  it('is put aside when a node speaks for organisations outside its territory', async () => {
    const data = arriving();
    await t.announce(verificationForwardedUp, data.id, data, { node: '130200' });
    await t.eventually(async () => (await t.query('SELECT FROM dead_letter')).length === 1);
    await expect(t.ask(getVerification, { id: data.id }, authority)).rejects.toMatchObject({ definition: { status: 404 } });
  });

  it('is left alone when it is addressed to another node', async () => {
    const [foreign, own] = [{ ...arriving(), addressedTo: '140000' }, arriving()];
    await t.announce(verificationForwardedUp, foreign.id, foreign, { node: CITY });
    await t.announce(verificationForwardedUp, own.id, own, { node: CITY });
    await t.eventually(() => t.ask(getVerification, { id: own.id }, authority));
    await expect(t.ask(getVerification, { id: foreign.id }, authority)).rejects.toMatchObject({ definition: { status: 404 } });
  });
});

describe('at a city between a county node and the province', () => {
  const requester = { ...requesterOrg, node: '371082', division: '371082' };

  it('the case passes through in both directions', async () => {
    const t = await startTestService(qualityDisputeService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai', parent: '370000' } });
    try {
      const id = randomUUID();
      await t.announce(
        verificationForwardedUp,
        id,
        {
          addressedTo: '371000', id, transition: 1, grantId: randomUUID(), entryId: randomUUID(), entryName: '省级数据', requester, provider: { ...providerOrg, node: '370000' },
          ownerNode: '370000', doubt: '有误', rows, originNode: '371082',
          history: [{ act: 'file', from: null, to: 'WITH_UPPER_NODE', at: '2026-03-02T01:00:00.000Z', actor: 'c', organisation: 'x', node: '371082', article: 'DEFAULT-13', dueOn: null, reasons: null }],
        },
        { node: '371082' },
      );
      const [up] = await t.eventually(() => t.seen(verificationForwardedUp).filter(({ node }) => node === '371000').length === 1 && t.seen(verificationForwardedUp).filter(({ node }) => node === '371000'));
      expect(up?.data).toMatchObject({ addressedTo: '370000', id, transition: 2, originNode: '371082' });
      const explained = { ...step, procedure: 'verification', step: 'EXPLAINED' };
      const history = [...(up?.data.history ?? []), ...(up?.data.history ?? [])];
      await t.announce(verificationProgressed, id, { addressedTo: '371000', id, transition: 4, step: explained, history, explanation: '无误' }, { node: '370000' });
      await t.eventually(() => {
        const down = t.seen(verificationProgressed).filter(({ node }) => node === '371000').map(({ data }) => data);
        expect(down.at(-1)).toMatchObject({ addressedTo: '371082', transition: 4, step: { step: 'EXPLAINED' }, explanation: '无误' });
        return true;
      });
    } finally {
      await t.stop();
    }
  });
});
