import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, findEntries, getEntry, reviseEntry, type EntryContent, type EntryDraft } from '@gongshu/contracts';
import { person, refusal, sampleEntry, startTestService, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const NODE = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } as const;
const CIVIL = { id: 'minzheng', name: '威海市民政局', division: NODE.code, level: NODE.level, node: NODE.code };
const COMPILER = person(CIVIL, 'DATA_ADMINISTRATOR');

describe('an entry without sharing type in weihai', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: NODE });
  });
  afterAll(() => t.stop());

  const untyped = (own: Partial<EntryContent> = {}): EntryDraft => {
    const { sharingType: _unstated, ...draft } = sampleEntry(own);
    return draft;
  };

  it('[WEI-16-2] is no way to data that are not shared: it is refused whatever basis it names, compiled or revised', async () => {
    const notSharedBasis = { level: 'POLICY', title: '某政策', article: '1' };
    for (const draft of [untyped({ name: '未载明' }), untyped({ name: '未载明', notSharedBasis })]) {
      const problem = await refusal(t.ask(compileEntry, draft, COMPILER));
      expect(problem.definition.status).toBe(422);
      expect(problem.parts.errors?.map(({ pointer }) => pointer)).toContain('/sharingType');
    }
    expect((await t.ask(findEntries, { scope: 'mine', q: '未载明' }, COMPILER)).items).toEqual([]);
    const { id } = await t.ask(compileEntry, sampleEntry({ sharingType: 'UNCONDITIONAL' }), COMPILER);
    expect((await refusal(t.ask(reviseEntry, { id, ...untyped({ notSharedBasis }) }, COMPILER))).definition.status).toBe(422);
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ sharingType: 'UNCONDITIONAL' });
    // Not shared is an exception that must say what it rests on.
    const exception = await refusal(t.ask(compileEntry, sampleEntry({ sharingType: 'NOT_SHARED' }), COMPILER));
    expect(exception.parts).toMatchObject({ article: { pack: 'weihai', article: '17' }, errors: [{ pointer: '/notSharedBasis' }] });
    expect((await t.ask(actOnEntry, { id, act: 'submit' }, COMPILER)).sharingType).toBe('UNCONDITIONAL');
  });
});
