import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, catalogueReleased, catalogueReleaseOverdue, compileEntry, entryPublished, entryWithdrawn, findConsolidatedEntries, findReleases, getConsolidatedCatalogue, openEntryChange, releaseCatalogue, withdrawEntry,
  type ConsolidatedCatalogue, type EntryContent, type EntryView,
} from '@gongshu/contracts';
import { departmentEntry, person, publishedEntry, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

/** The people of a province, and what they do. */
class Province {
  readonly place: { readonly division: string; readonly level: string; readonly node: string };
  readonly compiler: TestParty;
  readonly reviewer: TestParty;
  readonly authority: TestParty;

  constructor(
    readonly t: TestService,
    code: string,
    private readonly content: EntryContent,
  ) {
    this.place = { division: code, level: 'PROVINCE', node: code };
    this.compiler = person({ id: 'jiaotong', name: '省交通运输厅', ...this.place }, 'DATA_ADMINISTRATOR');
    this.reviewer = { ...person({ id: 'jiaotong', name: '省交通运输厅', ...this.place }, 'CATALOGUE_REVIEWER'), client: 'jiaotong-reviewer' };
    this.authority = person({ id: 'shujuju', name: '省数据局', ...this.place }, 'DATA_AUTHORITY');
  }

  act(id: string, act: string, by: TestParty, reasons?: string): Promise<EntryView> {
    return this.t.ask(actOnEntry, { id, act, ...(reasons === undefined ? {} : { reasons }) }, by);
  }

  async submitted(name: string): Promise<string> {
    const { id } = await this.t.ask(compileEntry, { ...this.content, name }, this.compiler);
    await this.act(id, 'submit', this.compiler);
    await this.act(id, 'pass', this.reviewer);
    return id;
  }

  async published(name: string): Promise<string> {
    return (await this.act(await this.submitted(name), 'publish', this.authority)).id;
  }

  catalogue(): Promise<ConsolidatedCatalogue> {
    return this.t.ask(getConsolidatedCatalogue, {}, this.compiler);
  }

  /** The catalogue once it has this version. */
  async reaches(version: number): Promise<ConsolidatedCatalogue> {
    const reached = await this.t.eventually(async () => {
      const now = await this.catalogue();
      return now.version >= version && now;
    });
    expect(reached.version).toBe(version);
    return reached;
  }

  async namesAt(version: number): Promise<string[]> {
    return (await this.t.ask(findConsolidatedEntries, { version, limit: 200 }, this.compiler)).items.map(({ name }) => name).sort();
  }
}

describe('the consolidated catalogue', () => {
  let province: Province;
  beforeAll(async () => {
    province = new Province(await startTestService(catalogueService, { node: { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' } }), '210000', sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT' }));
  });
  afterAll(() => province.t.stop());

  it('[LIA-8-4] has a version number that grows with each approved change, and its earlier versions stay readable', async () => {
    const { t, compiler, authority } = province;
    expect(await province.catalogue()).toMatchObject({ version: 0, changedAt: null, entries: 0 });
    const first = await province.published('道路运输企业');
    expect(await province.reaches(1)).toMatchObject({ entries: 1 });
    await province.act(await province.submitted('被退回的条目'), 'return', authority, '更新频率有误');
    const second = await province.published('机动车维修企业');
    expect(await province.reaches(2)).toMatchObject({ entries: 2 });
    await t.ask(openEntryChange, { id: first, cause: 'DUTY_CHANGE', changedOn: '2026-03-02', change: '职责调整' }, compiler);
    await province.act(first, 'submit', compiler);
    await province.act(first, 'publish', authority);
    expect(await province.reaches(3)).toMatchObject({ entries: 2 });
    await t.ask(withdrawEntry, { id: second, reasons: '职能划转' }, compiler);
    expect(await province.reaches(4)).toMatchObject({ entries: 1 });
    expect(await Promise.all([1, 2, 3, 4].map((version) => province.namesAt(version)))).toEqual([['道路运输企业'], ['机动车维修企业', '道路运输企业'], ['机动车维修企业', '道路运输企业'], ['道路运输企业']]);
    const versionsAt = async (version: number): Promise<unknown> => (await t.ask(findConsolidatedEntries, { version }, compiler)).items.find(({ id }) => id === first)?.entryVersion;
    expect(await Promise.all([2, 3].map(versionsAt))).toEqual([1, 2]);
    expect((await refusal(t.ask(findConsolidatedEntries, { version: 5 }, compiler))).definition.status).toBe(404);
  });
});

describe('the release of a province’s catalogue', () => {
  let province: Province;
  beforeAll(async () => {
    province = new Province(await startTestService(catalogueService, { startAt: '2026-02-10T09:00:00+08:00' }), '130000', departmentEntry());
  });
  afterAll(() => province.t.stop());

  const neighbours = { division: '130100', level: 'CITY', node: '130100' };

  it('[HEB-10-2] merges all nodes’ published entries under a number; without one in the quarter it is overdue', async () => {
    const { t, compiler, authority } = province;
    const releases = () => t.ask(findReleases, {}, compiler);
    expect((await refusal(t.ask(releaseCatalogue, {}, authority))).definition.status).toBe(409);
    await province.published('省级条目');
    await t.announce(entryPublished, randomUUID(), publishedEntry({ id: 'shijiaotong', name: '市交通运输局', ...neighbours }, { name: '市级条目' }), { node: '130100' });
    await province.reaches(2);
    expect(await releases()).toMatchObject({ items: [], nextDueOn: '2026-03-31', overdue: false });
    t.clock.travelTo('2026-03-31T23:59:00+08:00');
    await t.fireDueTimers();
    expect((await releases()).overdue).toBe(false);
    t.clock.travelTo('2026-04-01T00:00:00+08:00');
    await t.fireDueTimers();
    expect(await releases()).toMatchObject({ nextDueOn: '2026-03-31', overdue: true });
    await t.eventually(() => t.seen(catalogueReleaseOverdue).length > 0);
    const released = await t.ask(releaseCatalogue, {}, authority);
    expect(released).toMatchObject({ number: 1, version: 2, entries: 2, article: '10', releasedBy: { id: 'shujuju' } });
    expect(await province.namesAt(released.version)).toEqual(['市级条目', '省级条目']);
    await province.published('后来的条目');
    await province.reaches(3);
    expect(await t.ask(releaseCatalogue, {}, authority)).toMatchObject({ number: 2, version: 3, entries: 3 });
    expect(await province.namesAt(released.version)).toEqual(['市级条目', '省级条目']);
    expect(await releases()).toMatchObject({ items: [{ number: 2 }, { number: 1 }], nextDueOn: '2026-09-30', overdue: false });
    await t.eventually(() => t.seen(catalogueReleased).some(({ data }) => data.number === 2));
    t.clock.travelTo('2026-10-01T00:00:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(catalogueReleaseOverdue).length > 1);
    expect(t.seen(catalogueReleaseOverdue).map(({ data }) => data)).toEqual([{ dueOn: '2026-03-31', article: '10' }, { dueOn: '2026-09-30', article: '10' }]);
  });

  it('takes no neighbour’s word for what is not the neighbour’s', async () => {
    const { t, place } = province;
    const { version, entries } = await province.catalogue();
    const own = await province.published('本省条目');
    await province.reaches(version + 1);
    const forged = { id: 'jiaotong', name: '省交通运输厅', ...place };
    for (const provider of [forged, { ...forged, node: '130100' }]) await t.announce(entryPublished, own, publishedEntry(provider, { id: own, version: 9, name: '冒充' }), { node: '130100' });
    await t.announce(entryWithdrawn, own, { id: own, node: '130100', version: 9, withdrawnAt: '2026-02-10T01:00:00.000Z' }, { node: '130100' });
    await province.published('其后的条目');
    expect(await province.reaches(version + 2)).toMatchObject({ entries: entries + 2 });
    await t.eventually(async () => (await t.query(`SELECT FROM inbox WHERE reaction = 'consolidate-withdrawn'`)).length === 1);
    expect(await province.catalogue()).toMatchObject({ version: version + 2, entries: entries + 2 });
    expect(await province.namesAt(version + 2)).toEqual(expect.arrayContaining(['本省条目', '其后的条目']));
  });

  it('is the provincial authority’s alone', async () => {
    const { t, compiler, place } = province;
    expect((await refusal(t.ask(releaseCatalogue, {}, compiler))).definition.status).toBe(403);
    const tenant = person({ id: 'xian', name: '县数据局', ...place, division: '130123', level: 'COUNTY' }, 'DATA_AUTHORITY');
    expect((await refusal(t.ask(releaseCatalogue, {}, tenant))).definition.code).toBe('catalogue/not-your-turn');
  });
});
