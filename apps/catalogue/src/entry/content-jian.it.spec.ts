import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryMoved, entryPublished, findEntries, getEntry, PROVISION_MODES, reviseEntry, withdrawEntry, type EntryContent, type EntryView } from '@gongshu/contracts';
import { person, putSourceBehind, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const JIAN = { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' } as const;
const CIVIL = { id: 'civil-affairs', name: '吉安市民政局', division: JIAN.code, level: JIAN.level, node: JIAN.code };
const COMPILER = { ...person(CIVIL, 'DATA_ADMINISTRATOR'), client: 'civil-1' };
const REVIEWER = { ...person(CIVIL, 'CATALOGUE_REVIEWER'), client: 'civil-2' };
const OTHER = person({ ...CIVIL, id: 'education', name: '吉安市教育局' }, 'DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER');
const AUTHORITY = person({ ...CIVIL, id: 'informatisation', name: '市信息化工作办公室' }, 'DATA_AUTHORITY');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: JIAN });
});
afterAll(() => t.stop());

const compiled = (differs: Partial<EntryContent> = {}): Promise<EntryView> => t.ask(compileEntry, sampleEntry(differs), COMPILER);
const act = (id: string, name: string, by: TestParty, reasons?: string): Promise<EntryView> => t.ask(actOnEntry, { id, act: name, ...(reasons === undefined ? {} : { reasons }) }, by);
const submitted = async (differs: Partial<EntryContent> = {}): Promise<EntryView> => act((await compiled(differs)).id, 'submit', COMPILER);
const verdicts = sampleEntry().items.map(({ column }) => ({ column, accurate: true, complete: true, compliant: true }));
const pass = async (id: string): Promise<EntryView> => {
  await putSourceBehind(t, id);
  return t.ask(actOnEntry, { id, act: 'pass', verdicts }, REVIEWER);
};
const without = (field: string, differs: Partial<EntryContent> = {}): EntryContent => Object.fromEntries(Object.entries(sampleEntry(differs)).filter(([key]) => key !== field)) as unknown as EntryContent;
const refused = (article: string, pointer: string, code: string): object => ({ definition: { status: 422 }, parts: { article: { pack: 'jian', article }, errors: [{ pointer, code }] } });
const fault = (pointer: string): object => ({ definition: { status: 422 }, parts: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) as unknown } });

describe("what an entry says in ji'an", () => {
  it('[JIA-2-2] is the form of its data, one that is known', async () => {
    for (const dataForm of ['FILE', 'MATERIAL', 'CHART', 'DATA', 'VIDEO', 'AUDIO']) expect(await compiled({ dataForm })).toMatchObject({ dataForm });
    await expect(compiled({ dataForm: 'HEARSAY' })).rejects.toMatchObject(fault('/dataForm'));
    await expect(t.ask(compileEntry, without('dataForm'), COMPILER)).rejects.toMatchObject(refused('2', '/dataForm', 'field-required'));
  });

  it('[JIA-2-3] is how the data was obtained', async () => {
    for (const acquisitionMode of ['DIRECT', 'THIRD_PARTY', 'AUTHORISED_MANAGEMENT', 'INFORMATION_SYSTEM']) expect(await compiled({ acquisitionMode })).toMatchObject({ acquisitionMode });
    await expect(t.ask(compileEntry, without('acquisitionMode'), COMPILER)).rejects.toMatchObject(refused('2', '/acquisitionMode', 'field-required'));
  });

  it.each(['name', 'format', 'provisionModes', 'sharingCondition', 'updateCycle'])('[JIA-10-2] is complete: without %s it is refused, and the providing unit stands in it', async (field) => {
    await expect(t.ask(compileEntry, without(field), COMPILER)).rejects.toMatchObject(fault(`/${field}`));
    expect(await compiled()).toMatchObject({ provider: { id: 'civil-affairs', name: '吉安市民政局' } });
  });

  it('[JIA-10-3] is a publicity attribute besides the sharing type: it is not submitted without', async () => {
    const silent = without('publicityAttribute');
    await expect(t.ask(compileEntry, silent, COMPILER)).rejects.toMatchObject(refused('10', '/publicityAttribute', 'field-required'));
    const { id } = await compiled();
    await t.ask(reviseEntry, { id, ...silent }, COMPILER);
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(refused('10', '/publicityAttribute', 'field-required'));
    await t.ask(reviseEntry, { id, ...sampleEntry({ publicityAttribute: 'ON_APPLICATION' }) }, COMPILER);
    expect(await act(id, 'submit', COMPILER)).toMatchObject({ state: 'DEPARTMENT_REVIEW', publicityAttribute: 'ON_APPLICATION' });
  });

  it('[JIA-9-1] is exactly one of three sharing types', async () => {
    const notSharedBasis = { level: 'LAW', title: '保守国家秘密法', article: '9' };
    for (const sharingType of ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED']) expect(await submitted({ sharingType, notSharedBasis })).toMatchObject({ sharingType, state: 'DEPARTMENT_REVIEW' });
    await expect(compiled({ sharingType: 'SECRET' })).rejects.toMatchObject(fault('/sharingType'));
    await expect(t.ask(compileEntry, without('sharingType'), COMPILER)).rejects.toMatchObject(refused('10', '/sharingType', 'field-required'));
  });

  it.each(['serviceRelated', 'parallelApproval'])('[JIA-9-2] is unconditional when it is %s, unless the authority has put another type on record with its reasons', async (flag) => {
    const { id } = await compiled({ [flag]: true, sharingType: 'CONDITIONAL' });
    const prescribed = refused('9', '/sharingType', 'must-be-unconditional');
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(prescribed);
    const notShared = await compiled({ [flag]: true, sharingType: 'NOT_SHARED', notSharedBasis: { level: 'POLICY', title: '某政策', article: '1' } });
    await expect(act(notShared.id, 'submit', COMPILER)).rejects.toMatchObject(prescribed);
    expect(await submitted({ [flag]: true, sharingType: 'UNCONDITIONAL' })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });

    await expect(act(id, 'override-type', AUTHORITY, '涉及第三方权益')).rejects.toMatchObject({ definition: { status: 409 } });
    expect(await act(id, 'ask-type-override', COMPILER, '涉及第三方权益')).toMatchObject({ state: 'TYPE_OVERRIDE' });
    await expect(act(id, 'override-type', COMPILER, '自行确定')).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(act(id, 'override-type', AUTHORITY)).rejects.toMatchObject(refused('9', '/reasons', 'field-required'));
    await act(id, 'keep-type', AUTHORITY, '理由不足');
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(prescribed);
    await act(id, 'ask-type-override', COMPILER, '补充说明');
    const overridden = await act(id, 'override-type', AUTHORITY, '涉及第三方权益,同意列入有条件共享类');
    expect(overridden.history.at(-1)).toMatchObject({ act: 'override-type', reasons: '涉及第三方权益,同意列入有条件共享类', organisation: '市信息化工作办公室', article: '9' });
    expect(await act(id, 'submit', COMPILER)).toMatchObject({ state: 'DEPARTMENT_REVIEW', sharingType: 'CONDITIONAL' });
  });

  it('[JIA-9-3] is conditional, with the conditions, when its content is sensitive', async () => {
    await expect(t.ask(compileEntry, without('sharingCondition'), COMPILER)).rejects.toMatchObject(refused('10', '/sharingCondition', 'field-required'));
    const { id } = await compiled({ sensitive: true, sharingType: 'UNCONDITIONAL' });
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(refused('9', '/sharingType', 'sensitive-not-unconditional'));
    expect(await submitted({ sensitive: true })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
    expect(await submitted({ sensitive: true, serviceRelated: true })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('[JIA-9-4] is not shared on a basis, for which a policy will do', async () => {
    await expect(compiled({ sharingType: 'NOT_SHARED' })).rejects.toMatchObject(fault('/notSharedBasis'));
    await expect(compiled({ sharingType: 'NOT_SHARED', notSharedBasis: { level: 'HABIT', title: '惯例', article: '1' } })).rejects.toMatchObject(refused('9', '/notSharedBasis/level', 'basis-not-admissible'));
    expect(await submitted({ sharingType: 'NOT_SHARED', notSharedBasis: { level: 'POLICY', title: '某政策', article: '1' } })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('is one of four provision modes (article 16)', async () => {
    for (const mode of PROVISION_MODES) expect(await submitted({ provisionModes: [mode] })).toMatchObject({ provisionModes: [mode], state: 'DEPARTMENT_REVIEW' });
    await expect(compiled({ provisionModes: ['TELEGRAM'] })).rejects.toMatchObject(fault('/provisionModes'));
  });

  it.each(['highChange', 'timeSensitive', 'parallelApproval', 'collaborative'])('[JIA-16-3] is provided by interface when it is %s', async (flag) => {
    const differs = { [flag]: true, sharingType: 'UNCONDITIONAL' };
    const { id } = await compiled({ ...differs, provisionModes: ['FILE_DOWNLOAD'] });
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(refused('16', '/provisionModes', 'interface-required'));
    expect(await submitted({ ...differs, provisionModes: ['INTERFACE'] })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
    expect(await submitted({ sharingType: 'UNCONDITIONAL', provisionModes: ['FILE_DOWNLOAD'] })).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('[JIA-20-1] has been reviewed for secrets before it is shared', async () => {
    const { id } = await compiled({ secrecyReviewed: false });
    await expect(act(id, 'submit', COMPILER)).rejects.toMatchObject(refused('20', '/secrecyReviewed', 'secrecy-review-missing'));
    await expect(pass(id)).rejects.toMatchObject({ definition: { status: 409 } });
    expect(t.seen(entryPublished).map(({ data }) => data.id)).not.toContain(id);
  });
});

describe("the way of an entry in ji'an", () => {
  it('[JIA-10-4] [JIA-11-1] is draft, review, publication, each on record with actor, time and act, and then it is in the catalogue', async () => {
    const { id } = await compiled({ name: '婚姻登记目录' });
    const listed = async (): Promise<string[]> => (await t.ask(findEntries, { q: '婚姻登记目录' }, OTHER)).items.map((entry) => entry.id);
    expect(await listed()).toEqual([]);
    await act(id, 'submit', COMPILER);
    t.clock.travelTo('2026-03-03T10:00:00+08:00');
    expect(await listed()).toEqual([]);
    await act(id, 'return', REVIEWER, '缺少更新说明');
    await act(id, 'submit', COMPILER);
    const published = await pass(id);
    t.clock.travelTo('2026-03-02T09:00:00+08:00');
    expect(published.history.map(({ act: name, from, to, actor, at, organisation }) => [name, from, to, actor, at, organisation])).toEqual([
      ['compile', null, 'DRAFT', 'civil-1', '2026-03-02T01:00:00.000Z', '吉安市民政局'],
      ['submit', 'DRAFT', 'DEPARTMENT_REVIEW', 'civil-1', '2026-03-02T01:00:00.000Z', '吉安市民政局'],
      ['return', 'DEPARTMENT_REVIEW', 'RETURNED', 'civil-2', '2026-03-03T02:00:00.000Z', '吉安市民政局'],
      ['submit', 'RETURNED', 'DEPARTMENT_REVIEW', 'civil-1', '2026-03-03T02:00:00.000Z', '吉安市民政局'],
      ['pass', 'DEPARTMENT_REVIEW', 'PUBLISHED', 'civil-2', '2026-03-03T02:00:00.000Z', '吉安市民政局'],
    ]);
    expect(await listed()).toEqual([id]);
  });

  it('[JIA-11-6] goes back with a reason, which the compiler is told and reads, and comes again when it is corrected', async () => {
    const { id } = await submitted();
    await expect(act(id, 'return', REVIEWER)).rejects.toMatchObject(refused('11', '/reasons', 'field-required'));
    await act(id, 'return', REVIEWER, '更新周期有误');
    await t.eventually(() => t.seen(entryMoved).some(({ data }) => data.id === id && data.act === 'return' && data.to === 'RETURNED'));
    const read = await t.ask(getEntry, { id }, COMPILER);
    expect(read).toMatchObject({ state: 'RETURNED', step: { actorRole: 'DATA_ADMINISTRATOR', actorParty: 'owner' } });
    expect(read.history.at(-1)).toMatchObject({ act: 'return', reasons: '更新周期有误' });
    expect(await t.ask(reviseEntry, { id, ...sampleEntry({ updateCycle: 'MONTHLY' }) }, COMPILER)).toMatchObject({ state: 'RETURNED', updateCycle: 'MONTHLY' });
    expect(await act(id, 'submit', COMPILER)).toMatchObject({ state: 'DEPARTMENT_REVIEW', updateCycle: 'MONTHLY' });
  });

  it('[JIA-4-3] is its one responsible department’s: nobody else changes it', async () => {
    const { id } = await submitted();
    await expect(t.ask(reviseEntry, { id, ...sampleEntry() }, OTHER)).rejects.toMatchObject({ definition: { status: 404 } });
    const published = await pass(id);
    expect(published.provider).toMatchObject({ id: 'civil-affairs', node: '360800' });
    await expect(act(id, 'submit', OTHER)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(reviseEntry, { id, ...sampleEntry() }, OTHER)).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(withdrawEntry, { id, reasons: '不再需要' }, OTHER)).rejects.toMatchObject({ definition: { status: 403 } });
    expect(await t.ask(getEntry, { id }, OTHER)).toMatchObject({ state: 'PUBLISHED', provider: { id: 'civil-affairs' } });
  });
});
