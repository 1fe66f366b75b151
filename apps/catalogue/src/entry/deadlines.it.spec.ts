import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnEntry,
  calendarYearLoaded,
  compileEntry,
  entryDeadlineRecalculated,
  entryStepDueSoon,
  entryStepOverdue,
  getEntry,
  openEntryChange,
  type CalendarYearLoaded,
  type EntryView,
} from '@gongshu/contracts';
import { addWorkingDays, calendarWith, endOfDay, loadPacks, reminderDay, startOfDay, statutoryCalendar, type Standing } from '@gongshu/regulation';
import { instantOf } from '@gongshu/service-kit';
import { person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE', node: '130000' };
const compiler = person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
const authority = person({ id: 'shujuju', name: '省数据局', ...PROVINCE }, 'DATA_AUTHORITY');

const MARCH = '2026-03-02T09:00:00+08:00';
/** Ten working days from this Wednesday lead into a year whose notice has not been published. */
const YEAR_END = '2026-12-30T09:00:00+08:00';
const of2027: CalendarYearLoaded = {
  year: 2027,
  notice: '国务院办公厅关于2027年部分节假日安排的通知',
  daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  makeUpDays: ['2027-01-31', '2027-02-20'],
};
const DUE_SOON = entryStepDueSoon.type;
const OVERDUE = entryStepOverdue.type;
const RECALCULATED = entryDeadlineRecalculated.type;
const instants = (...all: string[]): string[] => all.map((instant) => new Date(instant).toISOString());

describe('the deadlines of a catalogue entry', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(catalogueService, { startAt: MARCH });
  });
  beforeEach(() => t.clock.travelTo(MARCH));
  afterEach(() => t.query('DELETE FROM timer; DELETE FROM calendar_year; DELETE FROM catalogue_entry'));
  afterAll(() => t.stop());

  const act = (id: string, name: string, by: TestParty, words: { reasons?: string; workingDays?: number } = {}): Promise<EntryView> => t.ask(actOnEntry, { id, act: name, ...words }, by);
  const submitted = async (): Promise<string> => {
    const { id } = await t.ask(compileEntry, sampleEntry(), compiler);
    await act(id, 'submit', compiler);
    return id;
  };
  const underReview = async (): Promise<EntryView> => act(await submitted(), 'pass', reviewer);
  const published = async (): Promise<string> => (await act((await underReview()).id, 'publish', authority)).id;
  const change = (id: string, changedOn: string): Promise<EntryView> => t.ask(openEntryChange, { id, cause: 'DUTY_CHANGE', changedOn, change: '职责调整' }, compiler);
  /** Also what the service's own loop has in hand. */
  const fireDue = (): Promise<boolean> =>
    t.eventually(async () => {
      await t.fireDueTimers();
      return (await t.query('SELECT FROM timer WHERE due_at <= $1', [instantOf(t.clock)])).length === 0;
    });
  const at = async (instant: string): Promise<void> => {
    t.clock.travelTo(instant);
    await fireDue();
  };
  const told = async (id: string): Promise<string[]> => {
    const sql = `SELECT envelope ->> 'type' AS type FROM outbox WHERE envelope ->> 'subject' = $1 AND envelope ->> 'type' = ANY($2) ORDER BY position`;
    return (await t.query<{ type: string }>(sql, [id, [DUE_SOON, OVERDUE, RECALCULATED]])).map(({ type }) => type);
  };
  const timers = async (id: string): Promise<string[]> =>
    (await t.query<{ due_at: Date }>('SELECT due_at FROM timer WHERE key = $1 ORDER BY due_at', [id])).map(({ due_at: dueAt }) => dueAt.toISOString());
  const load = async (year: CalendarYearLoaded, id: string = randomUUID()): Promise<void> => {
    await t.announce(calendarYearLoaded, String(year.year), year, { id });
    await t.eventually(async () => (await t.query("SELECT FROM inbox WHERE event_id = $1 AND reaction = 'when-calendar-year-loaded'", [id])).length === 1);
  };

  it('run under the authority’s review, are told once before the end and once at it, and go with a return or the publication', async () => {
    const { id, step } = await underReview();
    expect(step.dueOn).toBe('2026-03-16');
    expect(await timers(id)).toEqual(instants('2026-03-13T00:00:00+08:00', '2026-03-17T00:00:00+08:00'));
    await at('2026-03-16T23:59:59+08:00');
    expect(await told(id)).toEqual([DUE_SOON]);
    await at('2026-03-17T00:00:00+08:00');
    await at('2026-03-18T00:00:00+08:00');
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE]);
    const returned = await underReview();
    await act(returned.id, 'return', authority, { reasons: '更新频率有误' });
    expect(await timers(returned.id)).toEqual([]);
    expect(await timers(await published())).toEqual([]);
  });

  it('of an update run from the day of the change: one recorded after its end is told of both at once', async () => {
    const id = await published();
    t.clock.travelTo('2026-04-01T09:00:00+08:00');
    expect((await change(id, '2026-03-10')).step).toMatchObject({ dueOn: '2026-03-24', overdue: true });
    await fireDue();
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE]);
    expect((await refusal(act(id, 'apply-extension', compiler, { reasons: '系统改造' }))).parts.errors).toMatchObject([{ code: 'extension-too-late' }]);
    const other = await published();
    expect((await change(other, '2026-03-20')).step.dueOn).toBe('2026-04-03');
    expect(await timers(other)).toEqual(instants('2026-04-02T00:00:00+08:00', '2026-04-04T00:00:00+08:00'));
    await at('2026-04-02T09:00:00+08:00');
    await act(other, 'apply-extension', compiler, { reasons: '系统改造' });
    await fireDue();
    expect(await told(other)).toEqual([DUE_SOON]);
    expect((await act(other, 'extend', authority, { workingDays: 20 })).step.dueOn).toBe('2026-05-07');
    expect(await timers(other)).toEqual(instants('2026-05-06T00:00:00+08:00', '2026-05-08T00:00:00+08:00'));
  });

  it('are counted again when the notice of an assumed year comes, with one event, and not again by its repetition', async () => {
    t.clock.travelTo(YEAR_END);
    const { id, step } = await underReview();
    expect(step.dueOn).toBe('2027-01-13');
    await load(of2027);
    await Promise.all([load(of2027), load(of2027), load(of2027)]);
    expect((await t.ask(getEntry, { id }, compiler)).step.dueOn).toBe('2027-01-14');
    expect(await timers(id)).toEqual(instants('2027-01-13T00:00:00+08:00', '2027-01-15T00:00:00+08:00'));
    const moved = await t.eventually(() => t.seen(entryDeadlineRecalculated).find(({ subject }) => subject === id));
    expect(moved.data).toEqual({ id, step: 'AUTHORITY_REVIEW', dueOn: '2027-01-14', article: '11', dueOnBefore: '2027-01-13', assumed: false, notice: of2027.notice });
    expect(await told(id)).toEqual([RECALCULATED]);
  });

  it('never follow a calendar that an act began under and that changed meanwhile', async () => {
    t.clock.travelTo(YEAR_END);
    const pack = loadPacks().effective('hebei');
    const waiting = await Promise.all(Array.from({ length: 16 }, submitted));
    for (let round = 0; round < 4; round += 1) {
      const year = { ...of2027, daysOff: round % 2 === 0 ? of2027.daysOff : [...of2027.daysOff, '2027-01-04'], notice: `第${String(round)}次` };
      const acts = waiting.slice(4 * round, 4 * round + 4).map((id) => () => act(id, 'pass', reviewer));
      await Promise.all([...acts.slice(0, 2).map((pass) => pass()), load(year), ...acts.slice(2).map((pass) => pass())]);
      const calendar = calendarWith(statutoryCalendar, [year]);
      const cases = await t.query<{ id: string; standing: Standing }>(`SELECT id, standing FROM catalogue_entry WHERE standing ->> 'dueOn' IS NOT NULL`);
      expect(cases).toHaveLength(4 * (round + 1));
      for (const { id, standing } of cases) {
        const due = addWorkingDays(calendar, standing.period?.startedOn ?? '', standing.period?.workingDays ?? 0).dueOn;
        expect([standing.dueOn, standing.period?.assumed]).toEqual([due, false]);
        expect(await timers(id)).toEqual(instants(startOfDay(reminderDay(pack, standing, calendar) ?? ''), endOfDay(due)));
      }
    }
  });
});
