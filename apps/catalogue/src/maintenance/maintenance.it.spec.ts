import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, catalogueMaintained, catalogueMaintenanceOverdue, compileEntry, findMaintenances, recordMaintenance, type DepartmentMaintenance } from '@gongshu/contracts';
import { departmentEntry, passedItems, person, putSourceBehind, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const JIAN = { division: '360800', level: 'CITY', node: '360800' };
const minzheng = person({ id: 'minzheng', name: '市民政局', ...JIAN }, 'DATA_ADMINISTRATOR');
const jiaoyu = person({ id: 'jiaoyu', name: '市教育局', ...JIAN }, 'DATA_ADMINISTRATOR');
const authority = person({ id: 'xinxiban', name: '市信息化工作办公室', ...JIAN }, 'DATA_AUTHORITY');
const ENTRY = departmentEntry();

describe('the full maintenance of a catalogue', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' }, startAt: '2026-03-02T09:00:00+08:00' });
    for (const by of [minzheng, jiaoyu]) {
      const { id } = await t.ask(compileEntry, ENTRY, by);
      await t.ask(actOnEntry, { id, act: 'submit' }, by);
      await putSourceBehind(t, id);
      await t.ask(actOnEntry, { id, act: 'pass', verdicts: passedItems(ENTRY) }, { ...by, client: `${by.organisation}-reviewer`, roles: ['CATALOGUE_REVIEWER'] });
    }
  });
  afterAll(() => t.stop());

  const report = async (year: number, by: TestParty): Promise<Record<string, Partial<DepartmentMaintenance>>> =>
    Object.fromEntries((await t.ask(findMaintenances, { year }, by)).items.map(({ department, maintained, overdue }) => [department.id, { maintained, overdue }]));

  it('[JIA-11-9] is on record once a year, or the department is reported at its end until one is', async () => {
    await t.eventually(async () => (await t.query(`SELECT FROM timer WHERE kind = 'catalogue-maintenance'`)).length === 2);
    expect(await t.ask(recordMaintenance, { year: 2026, noChange: true }, minzheng)).toMatchObject({ year: 2026, noChange: true, late: false, department: { id: 'minzheng' } });
    await t.eventually(() => t.seen(catalogueMaintained).some(({ data }) => data.organisation === 'minzheng' && data.year === 2026));
    t.clock.travelTo('2026-12-31T23:59:00+08:00');
    await t.fireDueTimers();
    expect(await report(2026, authority)).toEqual({ minzheng: { maintained: true, overdue: false }, jiaoyu: { maintained: false, overdue: false } });
    expect(t.seen(catalogueMaintenanceOverdue)).toEqual([]);
    t.clock.travelTo('2027-01-01T00:00:00+08:00');
    await t.fireDueTimers();
    expect(await report(2026, authority)).toEqual({ minzheng: { maintained: true, overdue: false }, jiaoyu: { maintained: false, overdue: true } });
    await t.eventually(() => t.seen(catalogueMaintenanceOverdue).length > 0);
    expect(t.seen(catalogueMaintenanceOverdue).map(({ data }) => data)).toEqual([{ organisation: 'jiaoyu', year: 2026, article: '11' }]);
    expect(await t.ask(recordMaintenance, { year: 2026 }, jiaoyu)).toMatchObject({ late: true });
    expect(await report(2026, authority)).toEqual({ minzheng: { maintained: true, overdue: false }, jiaoyu: { maintained: true, overdue: false } });
    expect(await report(2027, authority)).toEqual({ minzheng: { maintained: false, overdue: false }, jiaoyu: { maintained: false, overdue: false } });
  });

  it('of others is the authority’s to know, and is no longer recorded two years later', async () => {
    expect(Object.keys(await report(2026, jiaoyu))).toEqual(['jiaoyu']);
    expect((await refusal(t.ask(recordMaintenance, { year: 2025 }, minzheng))).parts.errors).toMatchObject([{ pointer: '/year' }]);
    expect((await refusal(t.ask(recordMaintenance, { year: 2028 }, minzheng))).definition.status).toBe(422);
    expect((await refusal(t.ask(recordMaintenance, { year: 2027 }, authority))).definition.status).toBe(403);
  });
});
