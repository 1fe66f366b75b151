import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, getEntry, reviseEntry, type EntryContent, type EntryView, type Role } from '@gongshu/contracts';
import { hebei, partyOf, person, publishedEntry, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const COMPILER = hebei.civilAffairs;
const colleague = (...roles: Role[]): TestParty => ({ ...person(partyOf(COMPILER), ...roles), client: `civil-affairs-${roles.join('-')}` });

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

const compiled = (differs: Partial<EntryContent> = {}): Promise<EntryView> => t.ask(compileEntry, sampleEntry(differs), COMPILER);
const submitted = async (differs: Partial<EntryContent> = {}): Promise<EntryView> => t.ask(actOnEntry, { id: (await compiled(differs)).id, act: 'submit' }, COMPILER);
const refused = (article: string, pointer: string, code: string, status = 422): object =>
  ({ definition: { status }, parts: { article: { pack: 'hebei', article }, errors: [{ pointer, code }] } });
const fault = (pointer: string): object => ({ definition: { status: 422 }, parts: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) as unknown } });

describe('what an entry says in hebei', () => {
  it.each(['abstract', 'sharingType', 'updateCycle', 'securityLevel', 'scopeOfUse'])('[HEB-9-4] is complete: without %s it is refused, and with it the providing unit stands in it', async (field) => {
    const rest = Object.fromEntries(Object.entries(sampleEntry()).filter(([key]) => key !== field)) as unknown as EntryContent;
    await expect(t.ask(compileEntry, rest, COMPILER)).rejects.toMatchObject(fault(`/${field}`));
    expect(await compiled()).toMatchObject({ provider: { id: 'civil-affairs', name: '河北省民政厅' } });
  });

  it.each(['abstract', 'scopeOfUse'] as const)('[HEB-9-4] is no blank %s, neither compiled nor revised to be', async (field) => {
    await expect(compiled({ [field]: ' ' })).rejects.toMatchObject(refused('9', `/${field}`, 'field-required'));
    const { id } = await compiled();
    await t.ask(reviseEntry, { id, ...sampleEntry({ [field]: ' ' }) }, COMPILER);
    await expect(t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).rejects.toMatchObject(refused('9', `/${field}`, 'field-required'));
  });

  it('[HEB-15-1] has one of three sharing types, of which the third comes by the negative list', async () => {
    for (const sharingType of ['UNCONDITIONAL', 'CONDITIONAL']) expect(await submitted({ sharingType })).toMatchObject({ sharingType, state: 'DEPARTMENT_REVIEW' });
    await expect(compiled({ sharingType: 'SECRET' })).rejects.toMatchObject(fault('/sharingType'));
    await expect(compiled({ sharingType: 'NOT_SHARED' })).rejects.toMatchObject({ definition: { code: 'catalogue/negative-list-only' } });
  });

  it('[HEB-15-3] has no condition on unconditional data', async () => {
    const restricted = { sharingType: 'UNCONDITIONAL', sharingCondition: '仅限民政部门' };
    await expect(compiled(restricted)).rejects.toMatchObject(refused('15', '/sharingCondition', 'condition-on-unconditional'));
    const { id } = await compiled({ sharingType: 'UNCONDITIONAL' });
    await t.ask(reviseEntry, { id, ...sampleEntry(restricted) }, COMPILER);
    await expect(t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).rejects.toMatchObject(refused('15', '/sharingCondition', 'condition-on-unconditional'));
  });

  it('[HEB-15-4] has its conditions on conditional data', async () => {
    for (const sharingCondition of [undefined, '', ' ']) {
      const entry = { ...sampleEntry(), ...(sharingCondition === undefined ? {} : { sharingCondition }) };
      if (sharingCondition === undefined) delete (entry as Partial<EntryContent & { sharingCondition: string }>).sharingCondition;
      await expect(t.ask(compileEntry, entry, COMPILER)).rejects.toMatchObject(fault('/sharingCondition'));
    }
    expect(await submitted({ sharingCondition: '用于婚姻登记核验' })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('is not made NOT_SHARED directly, be it compiled or revised so, whatever its basis: 409 with article 15', async () => {
    const notSharedBasis = { level: 'LAW', title: '数据安全法', article: '21' };
    const direct = refused('15', '/sharingType', 'negative-list-only', 409);
    await expect(compiled({ sharingType: 'NOT_SHARED', notSharedBasis })).rejects.toMatchObject(direct);
    const { id } = await compiled();
    await t.ask(reviseEntry, { id, ...sampleEntry({ sharingType: 'NOT_SHARED', notSharedBasis }) }, COMPILER);
    await expect(t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).rejects.toMatchObject(direct);
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ state: 'DRAFT' });
  });

  it('[HEB-17-1] is aggregated physically or logically, and says which', async () => {
    for (const aggregation of ['PHYSICAL', 'LOGICAL']) expect(await submitted({ aggregation, entryClass: 'TOPIC', subclass: 'ECOLOGY' })).toMatchObject({ aggregation, state: 'DEPARTMENT_REVIEW' });
    await expect(compiled({ aggregation: 'VIRTUAL' })).rejects.toMatchObject(fault('/aggregation'));
    const silent = Object.fromEntries(Object.entries(sampleEntry()).filter(([key]) => key !== 'aggregation')) as unknown as EntryContent;
    await expect(t.ask(compileEntry, silent, COMPILER)).rejects.toMatchObject(fault('/aggregation'));
  });

  it('[HEB-18-1] aggregates base data physically only', async () => {
    await expect(compiled({ entryClass: 'BASE', aggregation: 'LOGICAL' })).rejects.toMatchObject(refused('18', '/aggregation', 'base-not-physical'));
    expect(await submitted({ entryClass: 'BASE', aggregation: 'PHYSICAL' })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('[HEB-35-1] cannot come to be published without secrecy review', async () => {
    const { id } = await compiled({ secrecyReviewed: false });
    await expect(t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).rejects.toMatchObject(refused('35', '/secrecyReviewed', 'secrecy-review-missing'));
    await expect(t.ask(actOnEntry, { id, act: 'publish' }, hebei.provinceAuthority)).rejects.toMatchObject({ definition: { status: 404 } });
    await t.ask(reviseEntry, { id, ...sampleEntry() }, COMPILER);
    await t.ask(actOnEntry, { id, act: 'submit' }, COMPILER);
    await t.ask(actOnEntry, { id, act: 'pass' }, colleague('CATALOGUE_REVIEWER'));
    expect(await t.ask(actOnEntry, { id, act: 'publish' }, hebei.provinceAuthority)).toMatchObject({ state: 'PUBLISHED', secrecyReviewed: true });
  });

  it('tells all it says besides, and refuses a scope or a time that contradict it', async () => {
    const more = {
      dataForm: 'DATA', formatClass: 'DATABASE', spatialCoverage: '河北省', coversFrom: '2020-01-01', coversTo: '2025-12-31', relatedCodes: ['303021070100/000003'], keywords: ['行政区划'], contact: '区划地名处',
      sharingScope: { kind: 'PARTIAL_DATA', columns: ['code'] },
    };
    const { id } = await compiled(more);
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject(more);
    const neighbours = publishedEntry(partyOf(hebei.ecology), { ...more, node: '130100' });
    await t.announce(entryPublished, neighbours.id, neighbours, { node: '130100' });
    expect(await t.eventually(() => t.ask(getEntry, { id: neighbours.id }, COMPILER))).toMatchObject(more);
    await expect(compiled({ ...more, coversTo: '2019-12-31' })).rejects.toMatchObject(fault('/coversTo'));
    await expect(compiled({ ...more, relatedCodes: ['x'] })).rejects.toMatchObject(fault('/relatedCodes'));
    await expect(compiled({ sharingScope: { kind: 'PARTIAL_DATA', columns: ['code', 'secret'] } })).rejects.toMatchObject(fault('/sharingScope/columns/1'));
    await expect(compiled({ sharingScope: { kind: 'PARTIAL_DATA' } })).rejects.toMatchObject(fault('/sharingScope/columns'));
    await expect(compiled({ sharingScope: { kind: 'SOME_BODIES' } })).rejects.toMatchObject(fault('/sharingScope/bodies'));
  });
});
