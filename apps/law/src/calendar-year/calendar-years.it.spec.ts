import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarYearLoaded, computeDeadline, findCalendarYears, loadCalendarYear, type CalendarYearView, type LoadCalendarYear } from '@gongshu/contracts';
import { refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { lawService } from '../index.js';

const party = (role: 'OPERATOR' | 'DATA_AUTHORITY'): TestParty => ({ client: role.toLowerCase(), organisation: '130000-platform', name: '河北省共享平台', division: '130000', level: 'PROVINCE', roles: [role], node: '130000' });
const operator = party('OPERATOR');
const of2027: LoadCalendarYear = { year: 2027, notice: '国办发明电〔2026〕9号', daysOff: ['2027-01-02', '2027-01-01', '2027-01-03'], makeUpDays: ['2027-01-09'] };

describe('the working calendar', () => {
  let t: TestService;
  const load = (notice: LoadCalendarYear, as: TestParty | undefined = operator): Promise<CalendarYearView> => t.ask(loadCalendarYear, notice, as);
  const yearOf = async (wanted: number): Promise<CalendarYearView | undefined> => (await t.ask(findCalendarYears, {})).items.find(({ year }) => year === wanted);
  const dueAfterNewYear = async (): Promise<[string, boolean]> => {
    const { dueOn, assumed } = await t.ask(computeDeadline, { workingDays: 6, startedAt: '2026-12-31' });
    return [dueOn, assumed];
  };

  beforeAll(async () => {
    t = await startTestService(lawService);
  });
  afterAll(async () => {
    await t.stop();
  });

  it('ships with the notices of 2018 to 2026, and shows them to anybody', async () => {
    const { items } = await t.ask(findCalendarYears, {});
    expect(items.map(({ year, origin }) => `${String(year)} ${origin}`)).toEqual(Array.from({ length: 9 }, (_, n) => `${String(2018 + n)} shipped`));
    expect(items.at(-1)?.makeUpDays).toContain('2026-05-09');
    expect(items.at(-1)?.daysOff).toContain('2026-05-01');
  });

  it('counts by a loaded year at once, announces it once, and keeps it over a restart', async () => {
    expect(await dueAfterNewYear()).toEqual(['2027-01-08', true]);
    const loaded = { ...of2027, daysOff: ['2027-01-01', '2027-01-02', '2027-01-03'], origin: 'loaded' };
    expect(await load(of2027)).toEqual(loaded);
    expect(await dueAfterNewYear()).toEqual(['2027-01-09', false]);
    expect(await yearOf(2027)).toEqual(loaded);
    await Promise.all([load(of2027), load({ ...of2027, daysOff: [...of2027.daysOff].reverse() })]);
    await t.stopService();
    await t.startService();
    expect(await dueAfterNewYear()).toEqual(['2027-01-09', false]);
    await load({ ...of2027, makeUpDays: [] });
    await t.eventually(() => t.seen(calendarYearLoaded).length >= 2);
    expect(t.seen(calendarYearLoaded).map(({ subject, actor, data }) => [subject, actor, data.daysOff, data.makeUpDays])).toEqual([
      ['2027', operator.client, loaded.daysOff, ['2027-01-09']],
      ['2027', operator.client, loaded.daysOff, []],
    ]);
  });

  it('is announced once when two operators load the same year at the same time', async () => {
    const of2028 = { year: 2028, notice: '通知', daysOff: ['2028-01-03'], makeUpDays: [] };
    await Promise.all(Array.from({ length: 6 }, () => load(of2028)));
    await load({ ...of2028, year: 2029, daysOff: [] });
    await t.eventually(() => t.seen(calendarYearLoaded).some(({ subject }) => subject === '2029'));
    expect(t.seen(calendarYearLoaded).filter(({ subject }) => subject === '2028').length).toBe(1);
  });

  it('takes a notice in place of a shipped one', async () => {
    const shipped = await yearOf(2020);
    await load({ year: 2020, notice: '更正', daysOff: shipped?.daysOff ?? [], makeUpDays: shipped?.makeUpDays ?? [] });
    expect(await yearOf(2020)).toEqual({ ...shipped, notice: '更正', origin: 'loaded' });
  });

  it.each<[string, Partial<LoadCalendarYear>, string]>([
    ['a day of another year', { daysOff: ['2026-12-31'] }, '/daysOff/0'],
    ['a day that does not exist', { daysOff: ['2027-01-01', '2027-02-29'] }, '/daysOff/1'],
    ['what is no day', { daysOff: ['1.1.2027'] }, '/daysOff'],
    ['a day twice', { daysOff: ['2027-01-01', '2027-01-01'] }, '/daysOff/1'],
    ['a day that is off and worked', { daysOff: ['2027-01-02'], makeUpDays: ['2027-01-02'] }, '/makeUpDays/0'],
    ['a make-up day that is a weekday', { makeUpDays: ['2027-01-04'] }, '/makeUpDays/0'],
    ['more than 60 days', { daysOff: Array.from({ length: 61 }, (_, n) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10)) }, '/daysOff'],
    ['a year before the calendar', { year: 1899 }, '/year'],
    ['no notice', { notice: '' }, '/notice'],
  ])('refuses %s with a pointer', async (_what, fault, pointer) => {
    const { definition, parts } = await refusal(load({ ...of2027, ...fault }));
    expect([definition.code, parts.errors?.[0]?.pointer]).toEqual(['input/invalid', pointer]);
  });

  it('is the operator’s to load', async () => {
    expect((await refusal(load(of2027, party('DATA_AUTHORITY')))).definition.status).toBe(403);
    expect((await refusal(t.ask(loadCalendarYear, of2027))).definition.status).toBe(401);
  });
});
