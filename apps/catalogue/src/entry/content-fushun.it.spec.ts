import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, findEntries, getEntry, openEntryChange, reviseEntry, withdrawEntry, type EntryContent, type EntryDraft, type EntryView, type Role } from '@gongshu/contracts';
import { person, putSourceBehind, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const FUSHUN = { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' } as const;
const somebody = (id: string, role: Role, place = { division: '210400', level: 'CITY' }): TestParty => person({ id, name: `抚顺市${id}`, node: FUSHUN.code, ...place }, role);
const COUNTY = { division: '210411', level: 'COUNTY' };
const COMPILER = somebody('transport', 'DATA_ADMINISTRATOR');
const OTHER = somebody('housing', 'DATA_ADMINISTRATOR');
const CITY_AUTHORITY = somebody('big-data', 'DATA_AUTHORITY');
const COUNTY_COMPILER = somebody('county-transport', 'DATA_ADMINISTRATOR', COUNTY);
const COUNTY_AUTHORITY = somebody('county-big-data', 'DATA_AUTHORITY', COUNTY);

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: FUSHUN });
});
afterAll(() => t.stop());

const entryOf = (differs: Partial<EntryContent> = {}): EntryContent => sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT', ...differs });
const without = (field: keyof EntryContent, differs: Partial<EntryContent> = {}): EntryDraft => Object.fromEntries(Object.entries(entryOf(differs)).filter(([key]) => key !== field)) as unknown as EntryDraft;
const compiled = (draft: EntryDraft = entryOf(), by = COMPILER): Promise<EntryView> => t.ask(compileEntry, draft, by);
const act = (id: string, name: string, by: TestParty): Promise<EntryView> => t.ask(actOnEntry, { id, act: name }, by);
const refused = (pack: string, article: string, pointer: string, code: string): object => ({ definition: { status: 422 }, parts: { article: { pack, article }, errors: [{ pointer, code }] } });
const denied = (status: number): object => ({ definition: { status } });

describe('what an entry says in fushun', () => {
  it('[FUS-3-1] is the form of its data: texts, documents, numbers, charts, images, audio, video, certificates, archives', async () => {
    for (const dataForm of ['TEXT', 'FILE', 'MATERIAL', 'NUMBER', 'CHART', 'IMAGE', 'AUDIO', 'VIDEO', 'ELECTRONIC_CERTIFICATE', 'ELECTRONIC_ARCHIVE']) expect(await compiled(entryOf({ dataForm }))).toMatchObject({ dataForm });
    await expect(compiled(entryOf({ dataForm: 'HEARSAY' }))).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [expect.objectContaining({ pointer: '/dataForm' })] } });
    await expect(compiled(without('dataForm'))).rejects.toMatchObject(refused('fushun', '3', '/dataForm', 'field-required'));
  });

  it('[FUS-3-2] is how the data was obtained', async () => {
    for (const acquisitionMode of ['DIRECT', 'THIRD_PARTY', 'AUTHORISED_MANAGEMENT', 'INFORMATION_SYSTEM']) {
      const { id } = await compiled(entryOf({ acquisitionMode }));
      expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ acquisitionMode });
    }
    await expect(compiled(without('acquisitionMode'))).rejects.toMatchObject(refused('fushun', '3', '/acquisitionMode', 'field-required'));
  });

  it('[FUS-8-1] is shareable when it states no sharing type, and not shared only by a law, regulation or rule', async () => {
    const { id } = await compiled(without('sharingType', { sharingType: 'UNCONDITIONAL' }));
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ sharingType: 'UNCONDITIONAL' });
    expect(await act(id, 'submit', COMPILER)).toMatchObject({ state: 'AUTHORITY_REVIEW' });
    await expect(compiled(entryOf({ sharingType: 'NOT_SHARED' }))).rejects.toMatchObject(refused('fushun', '8', '/notSharedBasis', 'field-required'));
    const basis = (level: string): EntryContent => entryOf({ sharingType: 'NOT_SHARED', notSharedBasis: { level, title: '某依据', article: '3' } });
    for (const level of ['POLICY', 'OTHER', 'HABIT']) await expect(compiled(basis(level))).rejects.toMatchObject(refused('fushun', '8', '/notSharedBasis/level', 'basis-not-admissible'));
    for (const level of ['LAW', 'REGULATION', 'RULE']) expect(await compiled(basis(level))).toMatchObject({ sharingType: 'NOT_SHARED', state: 'DRAFT' });
  });
});

describe('whose an entry is in fushun', () => {
  async function published(): Promise<string> {
    const { id } = await compiled();
    await act(id, 'submit', COMPILER);
    await putSourceBehind(t, id);
    await act(id, 'publish', CITY_AUTHORITY);
    return id;
  }

  it('[FUS-7-1] is its own department’s: others neither revise, change, hand in nor withdraw it', async () => {
    const id = await published();
    const attempts = [
      () => t.ask(reviseEntry, { id, ...entryOf() }, OTHER),
      () => t.ask(openEntryChange, { id, cause: 'DUTY_CHANGE', changedOn: '2026-03-02', change: '改由住建部门负责' }, OTHER),
      () => act(id, 'submit', OTHER),
      () => t.ask(withdrawEntry, { id, reasons: '不再需要' }, OTHER),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(denied(403));
    expect(await t.ask(getEntry, { id }, OTHER)).toMatchObject({ state: 'PUBLISHED', version: 1 });
    const draft = await compiled();
    await expect(t.ask(reviseEntry, { id: draft.id, ...entryOf() }, OTHER)).rejects.toMatchObject(denied(404));
  });

  it('[FUS-10-3] is compiled and kept by the department itself, under its own name and no other', async () => {
    const { id, provider } = await compiled();
    expect(provider).toMatchObject({ id: 'transport' });
    expect(await t.ask(reviseEntry, { id, ...entryOf({ updateCycle: 'DAILY' }) }, COMPILER)).toMatchObject({ provider: { id: 'transport' }, updateCycle: 'DAILY' });
    const underAnother = { ...entryOf(), provider: { id: 'housing', name: '抚顺市housing', division: '210400', level: 'CITY', node: '210400' } };
    await expect(compiled(underAnother)).rejects.toMatchObject(denied(422));
    await expect(t.ask(reviseEntry, { id: await published(), ...entryOf() }, OTHER)).rejects.toMatchObject(denied(403));
  });

  it('[FUS-10-2] comes into the citywide catalogue by the city authority alone, a county’s too', async () => {
    for (const [by, name] of [[COMPILER, '市级待审'], [COUNTY_COMPILER, '县级待审']] as const) {
      const { id } = await compiled(entryOf({ name }), by);
      expect(await act(id, 'submit', by)).toMatchObject({ state: 'AUTHORITY_REVIEW' });
      await putSourceBehind(t, id);
      const listed = async (): Promise<string[]> => (await t.ask(findEntries, { q: name }, OTHER)).items.map((entry) => entry.id);
      for (const wrong of [by, COUNTY_AUTHORITY]) await expect(act(id, 'publish', wrong)).rejects.toMatchObject({ ...denied(403), parts: { article: { pack: 'fushun', article: '10' } } });
      expect(await listed()).toEqual([]);
      expect(t.seen(entryPublished).map(({ data }) => data.id)).not.toContain(id);
      expect(await act(id, 'publish', CITY_AUTHORITY)).toMatchObject({ state: 'PUBLISHED' });
      expect(await listed()).toEqual([id]);
    }
  });
});
