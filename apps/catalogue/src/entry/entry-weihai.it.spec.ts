import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, entryStepOverdue, findEntries, getEntry, reviseEntry, type EntryContent, type Role } from '@gongshu/contracts';
import { sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (client: string, organisation: string, roles: Role[], at = { division: '371000', level: 'CITY' }): TestParty => ({ client, organisation, name: organisation, roles, node: '371000', ...at });
const COMPILER = party('minzheng-1', 'minzheng', ['DATA_ADMINISTRATOR']);
const REVIEWER = party('minzheng-2', 'minzheng', ['CATALOGUE_REVIEWER']);
const AUTHORITY = party('dashuju-1', 'dashuju', ['DATA_AUTHORITY']);
const COUNTY_AUTHORITY = party('rongcheng-1', 'rongcheng', ['DATA_AUTHORITY'], { division: '371082', level: 'COUNTY' });
const DISTRICT_AUTHORITY = party('qu-1', 'qu', ['DATA_AUTHORITY'], { division: '371000', level: 'COUNTY' });

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } });
});
afterAll(() => t.stop());

async function underAuthority(differs: Partial<EntryContent> = {}): Promise<string> {
  const { id } = await t.ask(compileEntry, sampleEntry(differs), COMPILER);
  await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
  await t.ask(actOnEntry, { id, act: 'pass' }, REVIEWER);
  return id;
}

describe('an entry in weihai', () => {
  it.each(['abstract', 'sharingType', 'openType', 'securityLevel', 'updateCycle'])('[WEI-10-2] is refused without %s', async (field) => {
    const rest = Object.fromEntries(Object.entries(sampleEntry()).filter(([key]) => key !== field)) as unknown as EntryContent;
    await expect(t.ask(compileEntry, rest, COMPILER)).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: expect.arrayContaining([expect.objectContaining({ pointer: `/${field}` })]) as unknown } });
  });

  it('[WEI-10-2] says what its data are: no blank metadata', async () => {
    await expect(t.ask(compileEntry, sampleEntry({ abstract: ' ' }), COMPILER)).rejects.toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'weihai', article: '10' }, errors: [{ pointer: '/abstract' }] } });
  });

  it('[WEI-17-1] has exactly one of three sharing types', async () => {
    const notSharedBasis = { level: 'POLICY', title: '某政策', article: '1' };
    for (const sharingType of ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED']) expect(await t.ask(compileEntry, sampleEntry({ sharingType, notSharedBasis }), COMPILER)).toMatchObject({ sharingType });
    await expect(t.ask(compileEntry, sampleEntry({ sharingType: 'SECRET' }), COMPILER)).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/sharingType' }] } });
  });

  it('[WEI-17-2] says of conditional data with which bodies, or which part of it, it is shared', async () => {
    const { sharingScope: _none, ...silent } = sampleEntry();
    const faultAt = (pointer: string): object => ({ definition: { status: 422 }, parts: { errors: [{ pointer }] } });
    await expect(t.ask(compileEntry, silent, COMPILER)).rejects.toMatchObject({ ...faultAt('/sharingScope'), parts: { article: { pack: 'weihai', article: '17' }, errors: [{ pointer: '/sharingScope', code: 'field-required' }] } });
    await expect(t.ask(compileEntry, sampleEntry({ sharingScope: { kind: 'SOME_BODIES' } }), COMPILER)).rejects.toMatchObject(faultAt('/sharingScope/bodies'));
    await expect(t.ask(compileEntry, sampleEntry({ sharingScope: { kind: 'PARTIAL_DATA' } }), COMPILER)).rejects.toMatchObject(faultAt('/sharingScope/columns'));
    await expect(t.ask(compileEntry, sampleEntry({ sharingScope: { kind: 'ANYBODY' } }), COMPILER)).rejects.toMatchObject(faultAt('/sharingScope/kind'));
    for (const sharingScope of [{ kind: 'SOME_BODIES', bodies: ['威海市公安局'] }, { kind: 'PARTIAL_DATA', columns: ['code'] }]) {
      expect(await t.ask(compileEntry, sampleEntry({ sharingScope }), COMPILER)).toMatchObject({ sharingScope });
    }
    const { id } = await t.ask(compileEntry, sampleEntry(), COMPILER);
    await t.ask(reviseEntry, { id, ...silent }, COMPILER);
    await expect(t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).rejects.toMatchObject(faultAt('/sharingScope'));
  });

  it("[WEI-10-3] waits in the list of its level's authority, and another level's is refused", async () => {
    const id = await underAuthority({ name: '同级' });
    const lists = await Promise.all([AUTHORITY, COUNTY_AUTHORITY, DISTRICT_AUTHORITY].map((by) => t.ask(findEntries, { scope: 'to-review', q: '同级' }, by)));
    expect(lists.map(({ items }) => items.map((entry) => entry.id))).toEqual([[id], [], []]);
    for (const other of [COUNTY_AUTHORITY, DISTRICT_AUTHORITY]) {
      await expect(t.ask(actOnEntry, { id, act: 'publish' }, other)).rejects.toMatchObject({ definition: { status: 403, code: 'catalogue/not-your-turn' }, parts: { article: { pack: 'weihai', article: '10' } } });
    }
  });

  it('[WEI-10-4] is in the catalogue once it is published, and not before', async () => {
    const id = await underAuthority({ name: '上架' });
    const listed = async (): Promise<string[]> => (await t.ask(findEntries, { q: '上架' }, COUNTY_AUTHORITY)).items.map((entry) => entry.id);
    expect(await listed()).toEqual([]);
    expect(t.seen(entryPublished).map(({ data }) => data.id)).not.toContain(id);
    await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY);
    expect(await listed()).toEqual([id]);
    await t.eventually(() => t.seen(entryPublished).some(({ data }) => data.id === id));
  });

  it('needs no secrecy review on record, which this pack does not ask for', async () => {
    expect(await underAuthority({ secrecyReviewed: false })).toBeDefined();
  });

  it('[WEI-10-6] is reviewed and published within 2 working days, or overdue', async () => {
    const id = await underAuthority({ name: '限期' });
    expect(await t.ask(getEntry, { id }, AUTHORITY)).toMatchObject({ step: { dueOn: '2026-03-04', dueArticle: '10', overdue: false } });
    t.clock.travelTo('2026-03-05T00:00:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(entryStepOverdue).some(({ data }) => data.id === id && data.article === '10'));
    expect(await t.ask(getEntry, { id }, AUTHORITY)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { overdue: true } });
  });
});
