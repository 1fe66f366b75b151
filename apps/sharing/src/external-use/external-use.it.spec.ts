import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnExternalUse, actOnGrant, applyForExternalUse, externallyPublished, externalUseConsented, externalUseMoved, externalUseStepOverdue, findExternalPublications, findExternalUses,
  getExternalUse, publishExternally, type ExternalUseView,
} from '@gongshu/contracts';
import { refusal, SharingTown } from '@gongshu/testing';
import { sharingService } from '../index.js';

const document = { name: '对外提供申请书.pdf', sha256: 'a'.repeat(64) };
const STATED = { purpose: '便民地图', audience: '社会公众', document } as const;

describe('the use of acquired data outside, in jian', () => {
  let jian: SharingTown;
  let grantId: string;
  let use: ExternalUseView;
  beforeAll(async () => {
    jian = await SharingTown.start(sharingService, { code: '360800', name: '吉安市', pack: 'jian' }, '2026-03-02T09:00:00+08:00');
    grantId = await jian.grant(await jian.entry());
  });
  afterAll(() => jian.t.stop());

  const publication = () => ({ grantId, title: '行政区划图', channel: '市政府网站' });

  it('[JIA-18-2] is applied for in writing, goes to the provider, and is refused with 403 before it has consented', async () => {
    const { t, holder, provider, bystander } = jian;
    expect(await refusal(t.ask(publishExternally, publication(), holder))).toMatchObject({ definition: { status: 403, code: 'sharing/external-use-not-consented' }, parts: { article: { pack: 'jian', article: '18' } } });
    const { document: _left, ...oral } = STATED;
    expect(await refusal(t.ask(applyForExternalUse, { grantId, ...oral }, holder))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'jian', article: '18' }, errors: [{ pointer: '/document' }] } });
    expect(await refusal(t.ask(applyForExternalUse, { grantId, ...STATED }, bystander))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(applyForExternalUse, { grantId, ...STATED, columns: ['code', 'secret'] }, holder))).toMatchObject({ definition: { status: 403, code: 'sharing/outside-grant' } });
    use = await t.ask(applyForExternalUse, { grantId, ...STATED, columns: ['code', 'name'] }, holder);
    expect(use).toMatchObject({ state: 'PROVIDER_DECISION', document, consent: null, step: { dueOn: '2026-03-16', actorParty: 'provider', acts: ['agree', 'refuse'] } });
    expect((await t.ask(findExternalUses, {}, provider)).items.map(({ id }) => id)).toEqual([use.id]);
    expect((await t.ask(findExternalUses, {}, bystander)).items).toEqual([]);
    expect(await refusal(t.ask(getExternalUse, { id: use.id }, bystander))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(publishExternally, publication(), holder))).toMatchObject({ definition: { status: 403 } });
    expect(await refusal(t.ask(actOnExternalUse, { id: use.id, act: 'agree' }, holder))).toMatchObject({ definition: { status: 403, code: 'sharing/not-your-turn' } });
    expect(await refusal(t.ask(actOnExternalUse, { id: use.id, act: 'refuse' }, provider))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/reasons' }] } });
  });

  it('[JIA-18-2] is allowed after consent: for its columns and its time, recorded, and told to the provider', async () => {
    const { t, holder, provider, bystander } = jian;
    const agreed = await t.ask(actOnExternalUse, { id: use.id, act: 'agree', columns: ['name'], validUntil: '2026-06-30' }, provider);
    expect(agreed).toMatchObject({ state: 'AGREED', consent: { columns: ['name'], audience: '社会公众', validFrom: '2026-03-02', validUntil: '2026-06-30' } });
    expect(agreed.history.map(({ act, article }) => [act, article])).toEqual([['apply', '18'], ['agree', '18']]);
    await t.eventually(() => t.seen(externalUseConsented).some(({ data }) => data.id === use.id && data.grantId === grantId));
    expect(t.seen(externalUseMoved).map(({ data }) => data.to)).toEqual(['PROVIDER_DECISION', 'AGREED']);

    expect(await refusal(t.ask(publishExternally, { ...publication(), columns: ['code'] }, holder))).toMatchObject({ definition: { status: 403 }, parts: { errors: [{ pointer: '/columns' }] } });
    expect(await refusal(t.ask(publishExternally, publication(), bystander))).toMatchObject({ definition: { status: 404 } });
    const published = await t.ask(publishExternally, publication(), holder);
    expect(published).toMatchObject({ consentId: use.id, columns: ['name'], channel: '市政府网站' });
    expect((await t.ask(findExternalPublications, {}, provider)).items.map(({ id }) => id)).toEqual([published.id]);
    expect((await t.ask(findExternalPublications, {}, bystander)).items).toEqual([]);
    await t.eventually(() => t.seen(externallyPublished).some(({ data }) => data.id === published.id && data.provider.id === provider.organisation));
  });

  it('ends with the grant’s suspension and with the consent’s last day', async () => {
    const { t, holder, authority } = jian;
    const other = await jian.grant(await jian.entry());
    const applied = await t.ask(applyForExternalUse, { grantId: other, ...STATED }, holder);
    await t.ask(actOnExternalUse, { id: applied.id, act: 'agree' }, jian.provider);
    await t.ask(actOnGrant, { id: other, act: 'suspend', reasons: '发现安全隐患', ground: 'SECURITY_DANGER' }, authority);
    expect(await refusal(t.ask(publishExternally, { ...publication(), grantId: other }, holder))).toMatchObject({ definition: { code: 'sharing/grant-suspended' } });
    t.clock.travelTo('2026-07-01T09:00:00+08:00');
    expect(await refusal(t.ask(publishExternally, publication(), holder))).toMatchObject({ definition: { code: 'sharing/external-use-not-consented' } });
  });

  it('is overdue when the provider leaves it, which decides nothing; a refusal leaves it forbidden', async () => {
    const { t, holder, provider } = jian;
    const applied = await t.ask(applyForExternalUse, { grantId, ...STATED }, holder);
    t.clock.travelTo(`${String(applied.step.dueOn)}T23:59:59+08:00`);
    await t.fireDueTimers();
    expect((await t.ask(getExternalUse, { id: applied.id }, holder)).step.overdue).toBe(false);
    t.clock.advance(1_000);
    await t.fireDueTimers();
    await t.eventually(() => t.seen(externalUseStepOverdue).some(({ data }) => data.id === applied.id));
    expect(await t.ask(getExternalUse, { id: applied.id }, holder)).toMatchObject({ state: 'PROVIDER_DECISION', step: { overdue: true } });
    await t.ask(actOnExternalUse, { id: applied.id, act: 'refuse', reasons: '涉及内部使用的数据' }, provider);
    expect(await refusal(t.ask(publishExternally, { ...publication(), consentId: applied.id }, holder))).toMatchObject({ definition: { status: 403 } });
  });
});

describe('the use of acquired data outside, in fushun', () => {
  let fushun: SharingTown;
  beforeAll(async () => {
    fushun = await SharingTown.start(sharingService, { code: '210400', name: '抚顺市', pack: 'fushun' }, '2026-03-02T09:00:00+08:00');
  });
  afterAll(() => fushun.t.stop());

  it('[FUS-18-10] of personal data is refused with 422 without a reference of the person’s consent, and goes to the provider with one', async () => {
    const { t, holder } = fushun;
    const grantId = await fushun.grant(await fushun.entry({ personalData: true }));
    expect(await refusal(t.ask(applyForExternalUse, { grantId, ...STATED }, holder))).toMatchObject({
      definition: { status: 422, code: 'sharing/refused-by-law' }, parts: { article: { pack: 'fushun', article: '18' }, errors: [{ pointer: '/consentReference' }] },
    });
    expect(await t.ask(applyForExternalUse, { grantId, ...STATED, consentReference: '授权书2026-17' }, holder)).toMatchObject({ state: 'PROVIDER_DECISION', consentReference: '授权书2026-17' });
  });

  it('of other data is refused by the article that denies them to third parties', async () => {
    const { t, holder } = fushun;
    const grantId = await fushun.grant(await fushun.entry());
    expect(await refusal(t.ask(applyForExternalUse, { grantId, ...STATED, consentReference: '授权书2026-17' }, holder))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'fushun', article: '18' } } });
  });
});
