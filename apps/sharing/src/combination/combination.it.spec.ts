import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest, declareSensitiveCombination, findSensitiveCombinations, liftSensitiveCombination, sensitiveCombinationMatched, submitSharingRequest, takePermits,
  type CombinationPart, type EntryPublished, type SensitiveCombinationView, type SharingRequestView,
} from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, SharingTown, type TestParty } from '@gongshu/testing';
import { sharingService } from '../index.js';

const START = '2026-03-02T09:00:00+08:00';

describe('data that are sensitive together, in liaoning', () => {
  let shenyang: SharingTown;
  beforeAll(async () => {
    shenyang = await SharingTown.start(sharingService, { code: '210100', name: '沈阳市', pack: 'liaoning' }, START);
  });
  afterAll(() => shenyang.t.stop());

  let serial = 0;
  const asks = ({ id: entryId }: EntryPublished, by = shenyang.holder): Promise<SharingRequestView> => {
    serial += 1;
    return shenyang.t.ask(submitSharingRequest, { entryId, dutyBasis: '城市规划', purpose: `规划${String(serial)}` }, by);
  };
  const conditional = () => shenyang.entry({ sharingType: 'CONDITIONAL' });
  const declares = (parts: CombinationPart[], by: TestParty = shenyang.authority): Promise<SensitiveCombinationView> =>
    shenyang.t.ask(declareSensitiveCombination, { name: '管网与重点单位', parts, reasons: '汇聚后可能涉及国家秘密' }, by);
  const acts = (id: string, act: string, own: { reasons?: string } = {}, by = shenyang.authority): Promise<SharingRequestView> => shenyang.t.ask(actOnSharingRequest, { id, act, ...own }, by);

  it('[LIA-18-2] routes the request that would complete a combination to a security review, where an unconditional one is otherwise provided at once', async () => {
    const { t, holder, bystander, provider } = shenyang;
    const [pipes, sites] = [await shenyang.entry(), await shenyang.entry()];
    const combination = await declares([{ entryId: pipes.id }, { entryId: sites.id, column: 'name' }]);
    // One of the two alone is as free as before, to whoever asks.
    expect(await asks(pipes)).toMatchObject({ state: 'PROVIDED' });
    expect(await asks(sites, bystander)).toMatchObject({ state: 'PROVIDED' });
    const reviewed = await asks(sites);
    expect(reviewed).toMatchObject({ state: 'SECURITY_REVIEW', grantId: null, step: { pack: 'liaoning', dueOn: '2026-03-09', actorRole: 'DATA_AUTHORITY', acts: ['clear', 'refuse', 'withdraw'] } });
    expect(reviewed.history.map(({ act, to, article }) => [act, to, article])).toEqual([['submit', 'SECURITY_REVIEW', expect.any(String)]]);
    const matched = await t.eventually(() => t.seen(sensitiveCombinationMatched).find(({ data }) => data.id === reviewed.id));
    expect(matched.data).toMatchObject({ combinationId: combination.id, entryId: sites.id, article: '18' });
    // Nobody but the authority lets it through, and neither without reasons.
    const { id } = reviewed;
    expect(await refusal(acts(id, 'clear', { reasons: '可控' }, holder))).toMatchObject({ definition: { status: 403 } });
    expect(await refusal(acts(id, 'clear', { reasons: '可控' }, provider))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(acts(id, 'clear'))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'liaoning', article: '18' }, errors: [{ pointer: '/reasons' }] } });
    const cleared = await acts(id, 'clear', { reasons: '已脱敏,风险可控' });
    expect(cleared).toMatchObject({ state: 'PROVIDED' });
    const ask = { token: await t.issuers.token(holder), grantId: String(cleared.grantId), form: 'ROWS', traceparent: 'x' };
    expect((await t.ask(takePermits, { asks: [ask] })).answers[0]).toMatchObject({ problem: null });
  });

  it('[LIA-18-2] reviews a conditional request before the provider sees it, and ends it when the review finds against it', async () => {
    const { t, provider } = shenyang;
    const [held, asked] = [await shenyang.entry(), await conditional()];
    await declares([{ entryId: held.id }, { entryId: asked.id }]);
    await asks(held);
    const first = await asks(asked);
    expect(first.state).toBe('SECURITY_REVIEW');
    expect(await acts(first.id, 'refuse', { reasons: '汇聚后涉密' })).toMatchObject({ state: 'REFUSED', grantId: null });
    const second = await asks(asked);
    expect(await acts(second.id, 'clear', { reasons: '限期使用' })).toMatchObject({ state: 'PROVIDER_REPLY' });
    expect(await t.ask(actOnSharingRequest, { id: second.id, act: 'agree' }, provider)).toMatchObject({ state: 'PROVIDED' });
  });

  it('counts what the requester has asked for and may still get, so that two requests at a time do not pass by each other', async () => {
    const [one, other] = [await conditional(), await conditional()];
    await declares([{ entryId: one.id }, { entryId: other.id }]);
    const states = (await Promise.all([asks(one), asks(other)])).map(({ state }) => state);
    expect(states.sort()).toEqual(['PROVIDER_REPLY', 'SECURITY_REVIEW']);
  });

  it('goes by data items in whatever entry, and no longer once it is lifted', async () => {
    const { t, authority } = shenyang;
    const [item] = publishedEntry(partyOf(shenyang.provider)).items;
    if (item === undefined) throw new Error('an entry has items');
    const [phones, salaries] = [await shenyang.entry({ items: [{ ...item, column: 'phone' }] }), await shenyang.entry({ items: [{ ...item, column: 'salary' }] })];
    const { id } = await declares([{ column: 'phone' }, { column: 'salary' }]);
    await asks(phones);
    const reviewed = await asks(salaries);
    expect(reviewed.state).toBe('SECURITY_REVIEW');
    await acts(reviewed.id, 'refuse', { reasons: '不予汇聚' });
    expect(await t.ask(liftSensitiveCombination, { id, reasons: '已分级' }, authority)).toMatchObject({ inForce: false, liftedReasons: '已分级' });
    expect(await refusal(t.ask(liftSensitiveCombination, { id, reasons: '已分级' }, authority))).toMatchObject({ definition: { status: 409 } });
    expect(await asks(salaries)).toMatchObject({ state: 'PROVIDED' });
  });

  it('is declared by the authority of the node alone, names something, and is listed to those who watch over it', async () => {
    const { t, holder, authority } = shenyang;
    const county = person({ id: 'county-authority', name: '和平区数据局', division: '210102', level: 'COUNTY', node: '210100' }, 'DATA_AUTHORITY');
    const { id } = await shenyang.entry();
    expect(await refusal(declares([{ entryId: id }, { column: 'x' }], holder))).toMatchObject({ definition: { status: 403 } });
    expect(await refusal(declares([{ entryId: id }, { column: 'x' }], county))).toMatchObject({ definition: { status: 403 }, parts: { article: { article: '18' } } });
    expect(await refusal(declares([{ entryId: id }, {}]))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/parts/1' }] } });
    expect(await refusal(declares([{ entryId: id }]))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/parts', code: 'too-few' }] } });
    expect((await t.ask(findSensitiveCombinations, {}, authority)).items.length).toBeGreaterThan(0);
    expect((await t.ask(findSensitiveCombinations, {}, county)).items).toEqual([]);
  });
});

describe('data that are sensitive together, in weihai', () => {
  it('are not regulated, and every request goes its usual way', async () => {
    const weihai = await SharingTown.start(sharingService, { code: '371000', name: '威海市', pack: 'weihai' }, START);
    try {
      const { id } = await weihai.entry();
      const declared = weihai.t.ask(declareSensitiveCombination, { name: 'x', parts: [{ entryId: id }, { column: 'code' }], reasons: 'x' }, weihai.authority);
      expect(await refusal(declared)).toMatchObject({ definition: { status: 422, code: 'sharing/not-regulated' } });
    } finally {
      await weihai.t.stop();
    }
  });
});
