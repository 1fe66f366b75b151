import { afterAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, findEntries, findGuidance, getEntry, giveGuidance, guidanceGiven, reviseEntry } from '@gongshu/contracts';
import { departmentEntry, person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const ENTRY = departmentEntry();
/** Liaoning and its cities know base and topic classes alone. */
const TOPIC_ENTRY = sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT' });
const TEXT = '建议补充更新周期的说明';
const partiesAt = (node: string, level = 'CITY') => ({
  compiler: person({ id: 'minzheng', name: '民政局', division: node, level, node }, 'DATA_ADMINISTRATOR'),
  authority: person({ id: 'dashuju', name: '大数据局', division: node, level, node }, 'DATA_AUTHORITY'),
  other: person({ id: 'jiaoyu', name: '教育局', division: node, level, node }, 'DATA_ADMINISTRATOR'),
});

describe('guidance on drafts', () => {
  let service: TestService | undefined;
  const open = async (code: string, name: string, pack: string, level = 'CITY'): Promise<TestService> => {
    await service?.stop();
    return (service = await startTestService(catalogueService, { node: { code, name, level, pack } }));
  };
  afterAll(() => service?.stop());

  it('[FUS-6-4] comes from the city’s authority while the entry is a draft, and is read by its department', async () => {
    const t = await open('210400', '抚顺市', 'fushun');
    const { compiler, authority, other } = partiesAt('210400');
    const { id } = await t.ask(compileEntry, TOPIC_ENTRY, compiler);
    expect(await t.ask(getEntry, { id }, authority)).toMatchObject({ state: 'DRAFT' });
    const toGuide = async (by: TestParty): Promise<string[]> => (await t.ask(findEntries, { scope: 'to-guide' }, by)).items.map((entry) => entry.id);
    expect(await Promise.all([authority, compiler, other].map(toGuide))).toEqual([[id], [], []]);
    const comment = await t.ask(giveGuidance, { id, text: TEXT }, authority);
    expect(await t.ask(findGuidance, { id }, compiler)).toEqual({ items: [comment] });
    expect(comment).toMatchObject({ entryId: id, version: 1, text: TEXT, author: { id: 'dashuju', name: '大数据局' } });
    expect(await t.ask(getEntry, { id }, compiler)).toMatchObject({ state: 'DRAFT' });
    await t.eventually(() => t.seen(guidanceGiven).some(({ data }) => data.entryId === id && data.article === '6'));
    expect(JSON.stringify(t.seen(guidanceGiven))).not.toContain(TEXT);
    for (const asked of [findGuidance, getEntry]) expect((await refusal(t.ask<object, object>(asked, { id }, other))).definition.status).toBe(404);
    expect((await refusal(t.ask(giveGuidance, { id, text: TEXT }, compiler))).definition.status).toBe(403);
    await t.ask(reviseEntry, { id, ...TOPIC_ENTRY, abstract: '已按意见补充' }, compiler);
    await t.ask(actOnEntry, { id, act: 'submit' }, compiler);
    expect((await refusal(t.ask(giveGuidance, { id, text: TEXT }, authority))).definition.status).toBe(409);
  });

  it('[JIA-4-2] comes from the informatisation office as the data authority of the city', async () => {
    const t = await open('360800', '吉安市', 'jian');
    const { compiler, authority } = partiesAt('360800');
    const { id } = await t.ask(compileEntry, ENTRY, compiler);
    expect(await t.ask(giveGuidance, { id, text: TEXT }, authority)).toMatchObject({ text: TEXT });
    expect((await t.ask(findGuidance, { id }, compiler)).items).toMatchObject([{ text: TEXT, author: { id: 'dashuju' } }]);
    expect((await refusal(t.ask(giveGuidance, { id, text: TEXT }, { ...authority, roles: ['DATA_ADMINISTRATOR'] }))).definition.status).toBe(403);
  });

  it('comes from nobody where the regulation gives nobody that part: drafts are their department’s own', async () => {
    const t = await open('130000', '河北省', 'hebei', 'PROVINCE');
    const { compiler, authority } = partiesAt('130000', 'PROVINCE');
    const { id } = await t.ask(compileEntry, ENTRY, compiler);
    expect((await refusal(t.ask(giveGuidance, { id, text: TEXT }, authority))).definition.status).toBe(404);
    for (const asked of [findGuidance, getEntry]) expect((await refusal(t.ask<object, object>(asked, { id }, authority))).definition.status).toBe(404);
  });
});
