import { afterAll, describe, expect, it } from 'vitest';
import { checkMaterial, entryPublished, entryWithdrawn, findMaterialChecks, interfaceRegistered, materialChecked, versionCompleted, type CheckMaterial, type EntryPublished, type MaterialCheckView } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

interface Place {
  readonly t: TestService;
  readonly desk: TestParty;
  readonly provider: TestParty;
  readonly authority: TestParty;
  readonly publish: (differs: Partial<EntryPublished>) => Promise<EntryPublished>;
  readonly ask: (question: Partial<CheckMaterial>) => Promise<MaterialCheckView>;
}

const services: TestService[] = [];
afterAll(() => Promise.all(services.map((t) => t.stop())));

async function at(code: string, level: string, pack: string): Promise<Place> {
  const t = await startTestService(sharingService, { node: { code, name: pack, level, pack } });
  services.push(t);
  const office = (id: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY'): TestParty => person({ id, name: id, division: code, level, node: code }, role);
  const [desk, provider] = [office('civil-affairs', 'DATA_ADMINISTRATOR'), office('public-security', 'DATA_ADMINISTRATOR')];
  return {
    t, desk, provider, authority: office('data-authority', 'DATA_AUTHORITY'),
    publish: async (differs) => {
      const entry = publishedEntry(partyOf(provider), differs);
      await t.announce(entryPublished, entry.id, entry);
      await t.eventually(async () => (await t.query('SELECT 1 FROM supply WHERE id = $1', [entry.id])).length === 1);
      return entry;
    },
    ask: (question) => t.ask(checkMaterial, { matter: '婚姻登记', ...question }, desk),
  };
}

const item = (column: string, name: string): EntryPublished['items'][number] => ({ column, name, type: 'TEXT' });
const HOUSEHOLD = { name: '户口簿信息', items: [item('address', '户籍地址'), item('head', '户主姓名')] };
const basis = (level: string) => ({ level, title: '婚姻登记条例', article: '五' });

describe('whether a material may be demanded', () => {
  it('[FUS-19-2] in Fushun is denied with the entry that covers it, allowed where a law or regulation says otherwise, and allowed where no entry does', async () => {
    const { t, desk, authority, publish, ask } = await at('210400', 'CITY', 'fushun');
    expect(await ask({ material: '户口簿' })).toMatchObject({ verdict: 'ALLOW', entries: [], article: { pack: 'fushun', article: '19' } });
    const entry = await publish(HOUSEHOLD);
    const denied = await ask({ material: '户口簿复印件' });
    expect(denied).toMatchObject({ verdict: 'DENY', entries: [{ entryId: entry.id, grounds: [{ by: 'SHAREABLE_ENTRY', article: { pack: 'fushun', article: '19' } }] }], article: { article: '19' } });
    for (const level of ['LAW', 'ADMINISTRATIVE_REGULATION', 'REGULATION']) expect(await ask({ material: '户口簿', legalException: basis(level) })).toMatchObject({ verdict: 'ALLOW', exception: 'ADMITTED', article: { pack: 'fushun', article: '19', quote: '除法律、法规另有规定外' } });
    for (const level of ['RULE', 'POLICY', 'HABIT']) expect(await ask({ material: '户口簿', legalException: basis(level) })).toMatchObject({ verdict: 'DENY', exception: 'NOT_ADMITTED' });
    await t.eventually(() => t.seen(materialChecked).some(({ data }) => data.id === denied.id && data.verdict === 'DENY' && data.entryIds[0] === entry.id && data.article === '19'));
    const recorded = (await t.ask(findMaterialChecks, { verdict: 'DENY' }, authority)).items;
    expect(recorded.find(({ id }) => id === denied.id)).toEqual(denied);
    expect((await t.ask(findMaterialChecks, {}, desk)).items).toHaveLength(8);
    const stranger = person({ ...partyOf(desk), id: 'education' }, 'DATA_ADMINISTRATOR');
    expect((await t.ask(findMaterialChecks, {}, stranger)).items).toEqual([]);

    await t.announce(entryWithdrawn, entry.id, { id: entry.id, node: entry.node, version: 1, withdrawnAt: '2026-03-02T01:00:00.000Z' });
    await t.eventually(async () => (await ask({ material: '户口簿' })).verdict === 'ALLOW');
    await publish({ ...HOUSEHOLD, sharingType: 'NOT_SHARED' });
    expect(await ask({ material: '户口簿' })).toMatchObject({ verdict: 'ALLOW' });
  });

  it('[HEB-25-1] in Hebei is denied with the entry that can be got or asked whether it is true; data items that no entry has may be demanded', async () => {
    const { t, publish, ask } = await at('130000', 'PROVINCE', 'hebei');
    const entry = await publish({ ...HOUSEHOLD, aggregation: 'LOGICAL' });
    const question = { dataItems: ['户籍地址', '户主姓名', '收养关系'] };
    expect(await ask(question)).toMatchObject({ verdict: 'DENY', entries: [{ entryId: entry.id, dataItems: ['户籍地址', '户主姓名'], grounds: [{ by: 'SHAREABLE_ENTRY' }] }], uncovered: ['收养关系'], article: { pack: 'hebei', article: '25' } });
    await t.announce(interfaceRegistered, entry.id, { entryId: entry.id, url: 'http://provider.example/household' });
    await t.eventually(async () => (await ask(question)).entries[0]?.grounds.map(({ by, article }) => `${by} ${article.article}`).join() === 'SHAREABLE_ENTRY 25,VERIFYING_INTERFACE 25');
    expect(await ask({ material: '收养登记证' })).toMatchObject({ verdict: 'ALLOW', entries: [] });
    expect(await ask({ ...question, legalException: basis('LAW') })).toMatchObject({ verdict: 'ALLOW', exception: 'ADMITTED', article: { article: 'DEFAULT-13' } });
    expect((await refusal(ask({}))).parts.errors?.[0]).toMatchObject({ pointer: '/material', code: 'required' });
  });

  it('[LIA-15-2] in Liaoning is denied by the file itself as soon as it can be retrieved, and not by data that are no file', async () => {
    const { t, publish, ask } = await at('210000', 'PROVINCE', 'liaoning');
    const licence = await publish({ name: '营业执照', items: [item('file', '执照文件')], dataForm: 'ELECTRONIC_CERTIFICATE' });
    const rows = await publish({ name: '纳税情况', items: [item('number', '纳税人识别号')], dataForm: 'DATA' });
    const byFile = async (material: string): Promise<string[]> => (await ask({ material })).entries.flatMap(({ grounds }) => grounds.filter(({ by }) => by === 'ELECTRONIC_FILE').map(({ article }) => `${article.pack} ${article.article}`));
    expect(await byFile('营业执照')).toEqual([]);
    for (const { id } of [licence, rows]) await t.announce(versionCompleted, id, { entryId: id, version: 1, rows: 1, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_source')).length === 2);
    expect(await ask({ material: '营业执照复印件' })).toMatchObject({ verdict: 'DENY', entries: [{ entryId: licence.id }] });
    expect(await byFile('营业执照')).toEqual(['liaoning 15']);
    expect(await byFile('纳税情况证明')).toEqual([]);
  });

  it('[LIA-18-6] in Liaoning information that a shareable entry has is denied, naming the entry, also by one data item', async () => {
    const { publish, ask } = await at('210000', 'PROVINCE', 'liaoning');
    expect(await ask({ material: '户籍地址' })).toMatchObject({ verdict: 'ALLOW', entries: [] });
    const entry = await publish(HOUSEHOLD);
    const denied = { verdict: 'DENY', entries: [{ entryId: entry.id, entryName: '户口簿信息' }], article: { pack: 'liaoning', article: '18' } };
    expect(await ask({ material: '户籍地址' })).toMatchObject(denied);
    expect(await ask({ dataItems: ['户籍地址'] })).toMatchObject({ ...denied, uncovered: [] });
  });

  it('is no question where the regulation says nothing of it', async () => {
    const { ask } = await at('360800', 'CITY', 'jian');
    expect((await refusal(ask({ material: '户口簿' }))).definition).toMatchObject({ status: 422, code: 'sharing/not-regulated' });
  });
});
