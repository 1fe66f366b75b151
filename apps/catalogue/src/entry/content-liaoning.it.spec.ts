import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, findEntries, getEntry, reviseEntry, withdrawEntry, type EntryContent, type EntryView } from '@gongshu/contracts';
import { person, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const LIAONING = { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' } as const;
const TRANSPORT = { id: 'transport', name: '辽宁省交通运输厅', division: LIAONING.code, level: LIAONING.level, node: LIAONING.code };
const COMPILER = { ...person(TRANSPORT, 'DATA_ADMINISTRATOR'), client: 'transport-1' };
const REVIEWER = { ...person(TRANSPORT, 'CATALOGUE_REVIEWER'), client: 'transport-2' };
const OTHER = person({ ...TRANSPORT, id: 'education', name: '辽宁省教育厅' }, 'DATA_ADMINISTRATOR');
const AUTHORITY = person({ ...TRANSPORT, id: 'resource-authority', name: '辽宁省政务信息资源管理部门' }, 'DATA_AUTHORITY');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: LIAONING });
});
afterAll(() => t.stop());

const entryOf = (differs: Partial<EntryContent> = {}): EntryContent => sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT', ...differs });
const without = (field: string): EntryContent => Object.fromEntries(Object.entries(entryOf()).filter(([key]) => key !== field)) as unknown as EntryContent;
const compiled = (differs: Partial<EntryContent> = {}): Promise<EntryView> => t.ask(compileEntry, entryOf(differs), COMPILER);
const act = (id: string, name: string, by: TestParty, reasons?: string): Promise<EntryView> => t.ask(actOnEntry, { id, act: name, ...(reasons === undefined ? {} : { reasons }) }, by);
const refused = (article: string, pointer: string, code: string): object => ({ definition: { status: 422 }, parts: { article: { pack: 'liaoning', article }, errors: [{ pointer, code }] } });
const fault = (pointer: string): object => ({ definition: { status: 422 }, parts: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) as unknown } });

async function underAuthority(differs: Partial<EntryContent> = {}): Promise<string> {
  const { id } = await compiled(differs);
  await act(id, 'submit', COMPILER);
  await act(id, 'pass', REVIEWER);
  return id;
}

describe('what an entry says in liaoning', () => {
  it('[LIA-3-1] is the form of its data and how it was obtained', async () => {
    for (const dataForm of ['FILE', 'MATERIAL', 'CHART', 'DATA']) expect(await compiled({ dataForm })).toMatchObject({ dataForm });
    for (const acquisitionMode of ['DIRECT', 'THIRD_PARTY', 'AUTHORISED_MANAGEMENT', 'INFORMATION_SYSTEM']) expect(await compiled({ acquisitionMode })).toMatchObject({ acquisitionMode });
    await expect(t.ask(compileEntry, without('acquisitionMode'), COMPILER)).rejects.toMatchObject(refused('3', '/acquisitionMode', 'field-required'));
    await expect(t.ask(compileEntry, without('dataForm'), COMPILER)).rejects.toMatchObject(refused('3', '/dataForm', 'field-required'));
  });

  it.each(['entryClass', 'format', 'abstract', 'updateCycle', 'sharingType', 'provisionModes', 'scopeOfUse'])('[LIA-7-1] is complete: without %s it is refused, and the responsible party stands in it', async (field) => {
    await expect(t.ask(compileEntry, without(field), COMPILER)).rejects.toMatchObject(fault(`/${field}`));
    expect(await compiled()).toMatchObject({ provider: { id: 'transport', name: '辽宁省交通运输厅' } });
  });

  it.each([['format', '/format'], ['abstract', '/abstract'], ['scopeOfUse', '/scopeOfUse']] as const)('[LIA-7-1] is no blank %s', async (field, pointer) => {
    await expect(compiled({ [field]: ' ' })).rejects.toMatchObject(refused('7', pointer, 'field-required'));
  });

  it('[LIA-10-2] is the condition of conditional data, when it is reported', async () => {
    await expect(t.ask(compileEntry, without('sharingCondition'), COMPILER)).rejects.toMatchObject(refused('10', '/sharingCondition', 'field-required'));
    const { id } = await compiled();
    await t.ask(reviseEntry, { id, ...without('sharingCondition') }, COMPILER);
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(refused('10', '/sharingCondition', 'field-required'));
    await t.ask(reviseEntry, { id, ...entryOf() }, COMPILER);
    expect(await act(id, 'submit', COMPILER)).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('[LIA-10-3] is unconditional sharing of base data', async () => {
    const notSharedBasis = { level: 'STATE_SECRET_OR_SECURITY', title: '保守国家秘密法', article: '9' };
    for (const sharingType of ['CONDITIONAL', 'NOT_SHARED']) {
      await expect(compiled({ entryClass: 'BASE', subclass: 'POPULATION', sharingType, notSharedBasis })).rejects.toMatchObject(refused('10', '/sharingType', 'base-not-unconditional'));
    }
    expect(await compiled({ entryClass: 'BASE', subclass: 'POPULATION', sharingType: 'UNCONDITIONAL' })).toMatchObject({ state: 'DRAFT' });
  });

  it('is not kept from sharing but by state secrets and security (article 4)', async () => {
    const notShared = (level: string): Promise<EntryView> => compiled({ sharingType: 'NOT_SHARED', notSharedBasis: { level, title: '某依据', article: '1' } });
    await expect(notShared('LAW')).rejects.toMatchObject(refused('4', '/notSharedBasis/level', 'basis-not-admissible'));
    expect(await notShared('STATE_SECRET_OR_SECURITY')).toMatchObject({ sharingType: 'NOT_SHARED' });
  });
});

describe('the way of an entry in liaoning', () => {
  it('[LIA-8-3] leads into the consolidated catalogue by the authority’s review alone, or back with a reason', async () => {
    const id = await underAuthority({ name: '汇总审核' });
    const listed = async (): Promise<string[]> => (await t.ask(findEntries, { q: '汇总审核' }, OTHER)).items.map((entry) => entry.id);
    expect(await listed()).toEqual([]);
    await expect(act(id, 'publish', REVIEWER)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(act(id, 'return', AUTHORITY)).rejects.toMatchObject(refused('8', '/reasons', 'field-required'));
    const returned = await act(id, 'return', AUTHORITY, '分类有误');
    expect(returned.history.at(-1)).toMatchObject({ act: 'return', to: 'DRAFT', reasons: '分类有误' });
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ state: 'DRAFT' });
    expect(await listed()).toEqual([]);
    await act(id, 'submit', COMPILER);
    await act(id, 'pass', REVIEWER);
    expect(await act(id, 'publish', AUTHORITY)).toMatchObject({ state: 'PUBLISHED' });
    expect(await listed()).toEqual([id]);
  });

  it('[LIA-6-1] is the responsible department’s: nobody else changes it', async () => {
    const id = await underAuthority();
    await act(id, 'publish', AUTHORITY);
    await expect(t.ask(reviseEntry, { id, ...entryOf() }, OTHER)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(withdrawEntry, { id, reasons: '不再需要' }, OTHER)).rejects.toMatchObject({ definition: { status: 403 } });
    expect(await t.ask(getEntry, { id }, OTHER)).toMatchObject({ state: 'PUBLISHED', version: 1 });
  });
});
