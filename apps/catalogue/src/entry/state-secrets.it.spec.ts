import { afterEach, describe, expect, it } from 'vitest';
import { actRefused, compileEntry, getEntry, reviseEntry, type EntryDraft } from '@gongshu/contracts';
import { person, refusal, sampleEntry, startTestService, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const NODES = {
  hebei: { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' },
  liaoning: { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' },
  weihai: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' },
} as const;
const SECRET = '军事设施分布';

describe('data that their department marks as secret', () => {
  let t: TestService | undefined;
  afterEach(async () => {
    await t?.stop();
    t = undefined;
  });

  /** Whether any table of the service, its outbox and what it has heard included, holds a text. */
  const holds = async (service: TestService, text: string): Promise<string[]> => {
    const tables = await service.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
    const found = await Promise.all(tables.map(async ({ name }) => ((await service.query(`SELECT 1 FROM "${name}" AS kept WHERE kept::text LIKE $1 LIMIT 1`, [`%${text}%`])).length > 0 ? [name] : [])));
    return found.flat();
  };

  it.each([
    ['[HEB-2-1]', 'hebei', 'STATE_SECRET'],
    ['[LIA-2-1]', 'liaoning', 'CLASSIFIED'],
    ['[WEI-2-1]', 'weihai', 'STATE_SECRET'],
  ] as const)('%s stay outside under %s when marked %s: 422 with article 2, and neither a table nor the bus has a word of them', async (_id, pack, secrecyMark) => {
    const node = NODES[pack];
    t = await startTestService(catalogueService, { node });
    const compiler = person({ id: 'civil-affairs', name: '民政部门', division: node.code, level: node.level, node: node.code }, 'DATA_ADMINISTRATOR');
    const secret: EntryDraft = sampleEntry({ name: SECRET, sharingType: 'UNCONDITIONAL' });
    const problem = await refusal(t.ask(compileEntry, { ...secret, secrecyMark }, compiler));
    expect(problem.definition).toMatchObject({ code: 'catalogue/state-secret', status: 422 });
    expect(problem.parts).toMatchObject({ article: { pack, article: '2' }, errors: [{ pointer: '/secrecyMark' }] });

    const { id, name } = await t.ask(compileEntry, sampleEntry({ sharingType: 'UNCONDITIONAL' }), compiler);
    expect((await refusal(t.ask(reviseEntry, { id, ...secret, secrecyMark }, compiler))).definition.code).toBe('catalogue/state-secret');
    expect((await t.ask(getEntry, { id }, compiler)).name).toBe(name);

    const service = t;
    await t.eventually(() => service.seen(actRefused.catalogue).length === 2);
    expect(JSON.stringify(t.seen(actRefused.catalogue))).not.toContain(SECRET);
    expect(await holds(t, SECRET)).toEqual([]);
    // The search would find it, were it there.
    expect(await holds(t, name)).not.toEqual([]);
  });
});
