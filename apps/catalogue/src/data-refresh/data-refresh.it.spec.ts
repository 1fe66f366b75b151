import { afterEach, describe, expect, it } from 'vitest';
import {
  actOnEntry, compileEntry, dataRefreshOverdue, entryStepOverdue, findDataRefreshes, getEntry, interfaceRegistered, versionCompleted, withdrawEntry, type DataRefreshView, type EntryContent, type EntryView,
} from '@gongshu/contracts';
import { departmentEntry, passedItems, person, putSourceBehind, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

/** A city and its people. */
class City {
  readonly compiler: TestParty;
  readonly reviewer: TestParty;
  readonly authority: TestParty;
  readonly other: TestParty;

  constructor(
    readonly t: TestService,
    code: string,
    private readonly usual: EntryContent,
  ) {
    const place = { division: code, level: 'CITY', node: code };
    this.compiler = person({ id: 'minzheng', name: '民政局', ...place }, 'DATA_ADMINISTRATOR');
    this.reviewer = { ...person({ id: 'minzheng', name: '民政局', ...place }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
    this.authority = person({ id: 'dashuju', name: '大数据局', ...place }, 'DATA_AUTHORITY');
    this.other = person({ id: 'jiaoyu', name: '教育局', ...place }, 'DATA_ADMINISTRATOR');
  }

  static async open(code: string, name: string, pack: string, usual: EntryContent = departmentEntry({ sharingScope: { kind: 'SOME_BODIES', bodies: ['公安局'] } })): Promise<City> {
    return new City(await startTestService(catalogueService, { node: { code, name, level: 'CITY', pack }, startAt: '2026-03-02T09:00:00+08:00' }), code, usual);
  }

  async published(own: Partial<EntryContent>): Promise<EntryView> {
    const content = { ...this.usual, ...own };
    let entry = await this.t.ask(compileEntry, content, this.compiler);
    const { id } = entry;
    await putSourceBehind(this.t, id);
    entry = await this.t.ask(actOnEntry, { id, act: 'submit' }, this.compiler);
    if (entry.state === 'DEPARTMENT_REVIEW') entry = await this.t.ask(actOnEntry, { id, act: 'pass', verdicts: passedItems(entry) }, this.reviewer);
    return entry.state === 'AUTHORITY_REVIEW' ? this.t.ask(actOnEntry, { id, act: 'publish' }, this.authority) : entry;
  }

  async refreshOf(id: string, by = this.compiler, overdue?: boolean): Promise<DataRefreshView | undefined> {
    return (await this.t.ask(findDataRefreshes, { limit: 200, ...(overdue === undefined ? {} : { overdue }) }, by)).items.find(({ entryId }) => entryId === id);
  }

  /** The exchange has a new version of the data. */
  async refresh(entryId: string, version: number): Promise<void> {
    await this.t.announce(versionCompleted, entryId, { entryId, version, rows: 3, digest: 'd', cause: 'UPLOAD' });
  }

  async at(instant: string): Promise<void> {
    this.t.clock.travelTo(instant);
    await this.t.fireDueTimers();
  }
}

describe('the data behind an entry', () => {
  let city: City;
  afterEach(() => city.t.stop());

  async function lapsesAndIsCleared(article: string): Promise<void> {
    const { t, compiler, authority, other } = city;
    const { id } = await city.published({ updateCycle: 'MONTHLY' });
    const told = () => t.seen(dataRefreshOverdue).filter(({ data }) => data.entryId === id);
    expect(await t.eventually(() => city.refreshOf(id))).toMatchObject({ updateCycle: 'MONTHLY', refreshedOn: '2026-03-02', dueOn: '2026-04-02', overdue: false, article });
    await city.at('2026-04-02T23:59:00+08:00');
    expect(await city.refreshOf(id, compiler, true)).toBeUndefined();
    expect(told()).toEqual([]);
    await city.at('2026-04-03T00:00:00+08:00');
    await city.at('2026-04-10T09:00:00+08:00');
    for (const by of [compiler, authority]) expect(await city.refreshOf(id, by, true)).toMatchObject({ overdue: true, dueOn: '2026-04-02' });
    expect(await city.refreshOf(id, other)).toBeUndefined();
    await t.eventually(() => told().length > 0);
    expect(told().map(({ data }) => data)).toEqual([{ entryId: id, provider: 'minzheng', updateCycle: 'MONTHLY', dueOn: '2026-04-02', article }]);
    await city.refresh(id, 1);
    await t.eventually(async () => (await city.refreshOf(id))?.overdue === false);
    expect(await city.refreshOf(id, authority)).toMatchObject({ refreshedOn: '2026-04-10', dueOn: '2026-05-10', overdue: false });
    expect(await city.refreshOf(id, compiler, true)).toBeUndefined();
    await city.at('2026-05-11T00:00:00+08:00');
    await t.eventually(() => told().length === 2);
  }

  it('[WEI-14-1] are overdue with one event when the entry’s update cycle has passed without new data, until these come', async () => {
    city = await City.open('371000', '威海市', 'weihai');
    await lapsesAndIsCleared('14');
    const { id } = await city.published({ updateCycle: 'DAILY' });
    await city.t.eventually(() => city.refreshOf(id));
    await city.t.ask(withdrawEntry, { id, reasons: '职能划转' }, city.compiler);
    await city.t.eventually(async () => (await city.refreshOf(id)) === undefined);
  });

  it('[FUS-11-1] are refreshed by the cycle of the department’s catalogue', async () => {
    city = await City.open('210400', '抚顺市', 'fushun', sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT' }));
    await lapsesAndIsCleared('11');
  });

  it('[JIA-11-8] open an update task of 5 working days for the department when their source changes', async () => {
    city = await City.open('360800', '吉安市', 'jian');
    const { t, compiler, other } = city;
    const { id } = await city.published({ aggregation: 'LOGICAL' });
    const register = (url: string) => t.announce(interfaceRegistered, id, { entryId: id, url });
    const current = () => t.ask(getEntry, { id }, compiler);
    await register('https://minzheng.example/v1');
    await register('https://minzheng.example/v1');
    await t.eventually(async () => (await t.query('SELECT FROM data_refresh WHERE source_url IS NOT NULL')).length === 1);
    expect(await current()).toMatchObject({ version: 1, state: 'PUBLISHED' });
    await register('https://minzheng.example/v2');
    const task = await t.eventually(async () => {
      const entry = await current();
      return entry.version === 2 && entry;
    });
    expect(task).toMatchObject({ state: 'UPDATING', step: { procedure: 'catalogue-change', dueOn: '2026-03-09', dueArticle: '11', actorRole: 'DATA_ADMINISTRATOR', actorParty: 'owner', overdue: false } });
    expect(await t.ask(getEntry, { id }, other)).toMatchObject({ version: 1, state: 'PUBLISHED' });
    await city.at('2026-03-09T23:59:00+08:00');
    expect((await current()).step.overdue).toBe(false);
    await city.at('2026-03-10T00:00:00+08:00');
    expect((await current()).step.overdue).toBe(true);
    await t.eventually(() => t.seen(entryStepOverdue).some(({ data }) => data.id === id && data.step === 'UPDATING'));
    expect(await t.ask(actOnEntry, { id, act: 'submit' }, compiler)).toMatchObject({ state: 'DEPARTMENT_REVIEW', step: { overdue: false } });
  });
});
