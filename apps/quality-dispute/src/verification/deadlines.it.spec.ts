import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnVerification,
  calendarYearLoaded,
  entryPublished,
  fileVerification,
  getVerification,
  grantIssued,
  verificationDeadlineRecalculated,
  verificationStepDueSoon,
  verificationStepOverdue,
  type ActOnVerification,
  type CalendarYearLoaded,
  type GrantChanged,
  type Party,
  type StepView,
  type VerificationView,
} from '@gongshu/contracts';
import { addWorkingDays, calendarWith, endOfDay, loadPacks, reminderDay, startOfDay, statutoryCalendar, type Standing } from '@gongshu/regulation';
import { instantOf } from '@gongshu/service-kit';
import { person, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { qualityDisputeService } from '../index.js';

const NODE = '130000';
const party = (id: string, name: string): Party => ({ id, name, division: NODE, level: 'PROVINCE', node: NODE });
const requesterOrg = party('hebei-education', '河北省教育厅');
const providerOrg = party('hebei-civil-affairs', '河北省民政厅');
const requester = person(requesterOrg, 'DATA_ADMINISTRATOR');
const provider = person(providerOrg, 'DATA_ADMINISTRATOR');
const authority = person(party('hebei-data-bureau', '河北省数据局'), 'DATA_AUTHORITY');

const entry = publishedEntry(providerOrg);
const grant: GrantChanged = {
  id: randomUUID(), requestId: randomUUID(), entryId: entry.id, entryName: entry.name, requester: requesterOrg, provider: providerOrg, ownerNode: NODE, columns: ['code', 'name'], state: 'ACTIVE',
  reasons: null, article: '19',
};
const rows = [{ keyColumn: 'code', key: '130123', column: 'name', observed: '正定县县', expected: '正定县' }];

const MARCH = '2026-03-02T09:00:00+08:00';
/** Wednesday; the period leads into a year whose notice has not been published. */
const YEAR_END = '2026-12-30T09:00:00+08:00';
const of2027: CalendarYearLoaded = {
  year: 2027,
  notice: '国务院办公厅关于2027年部分节假日安排的通知',
  daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  makeUpDays: ['2027-01-31', '2027-02-20'],
};
const DUE_SOON = verificationStepDueSoon.type;
const OVERDUE = verificationStepOverdue.type;
const RECALCULATED = verificationDeadlineRecalculated.type;
const instants = (...all: string[]): string[] => all.map((instant) => new Date(instant).toISOString());

describe('the deadlines of a verification', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(qualityDisputeService, { startAt: MARCH });
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(grantIssued, grant.id, grant);
    await t.eventually(async () => (await t.query('SELECT FROM held_grant, known_entry')).length === 1);
  });
  beforeEach(() => t.clock.travelTo(MARCH));
  afterEach(() => t.query('DELETE FROM timer; DELETE FROM calendar_year; DELETE FROM verification'));
  afterAll(() => t.stop());

  const file = (): Promise<VerificationView> => t.ask(fileVerification, { grantId: grant.id, doubt: '名称有误', rows }, requester);
  const act = async (id: string, name: string, by = provider, stated: Omit<ActOnVerification, 'id' | 'act'> = {}): Promise<StepView> =>
    (await t.ask(actOnVerification, { id, act: name, ...stated }, by)).step;
  const withProvider = async (): Promise<string> => {
    const { id } = await file();
    await act(id, 'forward', authority);
    return id;
  };
  const apply = (id: string): Promise<StepView> => act(id, 'apply-extension', provider, { reasons: '需要现场核实' });
  const consent = (id: string, workingDays: number): Promise<StepView> => act(id, 'extend', authority, { workingDays });
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
    await t.eventually(async () => (await t.query('SELECT FROM inbox WHERE event_id = $1', [id])).length === 1);
  };
  const faultOf = async (promise: Promise<unknown>): Promise<string | undefined> => (await refusal(promise)).parts.errors?.[0]?.code;

  it('are told once before the end and once at it, and taken away by the end of the case', async () => {
    const id = await withProvider();
    expect(await timers(id)).toEqual(instants('2026-03-13T00:00:00+08:00', '2026-03-17T00:00:00+08:00'));
    await at('2026-03-12T23:59:59+08:00');
    expect(await told(id)).toEqual([]);
    await at('2026-03-13T00:00:00+08:00');
    await at('2026-03-16T23:59:59+08:00');
    expect(await told(id)).toEqual([DUE_SOON]);
    await at('2026-03-17T00:00:00+08:00');
    await at('2026-03-18T00:00:00+08:00');
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE]);
    const other = await withProvider();
    await act(other, 'explain', provider, { explanation: '无误' });
    expect(await timers(other)).toEqual([]);
  });

  it('are put off by an extension that was applied for in time, also after the reminder, which the application does not bring again', async () => {
    const id = await withProvider();
    await at('2026-03-16T20:00:00+08:00');
    expect((await apply(id)).dueOn).toBe('2026-03-16');
    await fireDue();
    expect(await told(id)).toEqual([DUE_SOON]);
    expect((await consent(id, 10)).dueOn).toBe('2026-03-30');
    expect(await timers(id)).toEqual(instants('2026-03-27T00:00:00+08:00', '2026-03-31T00:00:00+08:00'));
    expect(await faultOf(apply(id))).toBe('extension-exhausted');
    await at('2026-03-31T00:00:00+08:00');
    expect(await told(id)).toEqual([DUE_SOON, DUE_SOON, OVERDUE]);
  });

  it('are not put off by an application after the end, which is refused and changes nothing', async () => {
    const id = await withProvider();
    await at('2026-03-17T00:00:00+08:00');
    expect(await faultOf(apply(id))).toBe('extension-too-late');
    expect(await faultOf(consent(id, 10))).toBe('extension-not-applied-for');
    await fireDue();
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE]);
    expect([(await t.ask(getVerification, { id }, requester)).step.dueOn, await timers(id)]).toEqual(['2026-03-16', []]);
  });

  it('that lapsed while a timely application waited run again with the consent', async () => {
    const id = await withProvider();
    t.clock.travelTo('2026-03-16T09:00:00+08:00');
    await apply(id);
    await at('2026-03-17T09:00:00+08:00');
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE]);
    expect((await consent(id, 3)).dueOn).toBe('2026-03-19');
    await at('2026-03-20T00:00:00+08:00');
    expect(await told(id)).toEqual([DUE_SOON, OVERDUE, DUE_SOON, OVERDUE]);
  });

  it('are counted again with their extension when the notice of an assumed year comes, with one event, and not again by its repetition', async () => {
    t.clock.travelTo(YEAR_END);
    const id = await withProvider();
    await apply(id);
    expect((await consent(id, 5)).dueOn).toBe('2027-01-20');
    const { id: waiting } = await file();
    await load(of2027);
    await Promise.all([load(of2027), load(of2027)]);
    expect((await t.ask(getVerification, { id }, requester)).step.dueOn).toBe('2027-01-21');
    expect(await timers(id)).toEqual(instants('2027-01-20T00:00:00+08:00', '2027-01-22T00:00:00+08:00'));
    const moved = await t.eventually(() => t.seen(verificationDeadlineRecalculated).find(({ subject }) => subject === id));
    expect(moved.data).toEqual({ id, step: 'PROVIDER_FEEDBACK', dueOn: '2027-01-21', article: '20', dueOnBefore: '2027-01-20', assumed: false, notice: of2027.notice });
    expect([await told(id), await told(waiting)]).toEqual([[RECALCULATED], [RECALCULATED]]);
  });

  it('never follow a calendar that an act began under and that changed meanwhile', async () => {
    t.clock.travelTo(YEAR_END);
    const pack = loadPacks().effective('hebei');
    const before = (await Promise.all(Array.from({ length: 8 }, file))).map(({ id }) => id);
    for (let round = 0; round < 4; round += 1) {
      const year = { ...of2027, daysOff: round % 2 === 0 ? of2027.daysOff : [...of2027.daysOff, '2027-01-04'], notice: `第${String(round)}次` };
      const acts = before.slice(2 * round, 2 * round + 2).map((id) => act(id, 'forward', authority));
      await Promise.all([...acts, file(), file(), load(year), file(), file()]);
      const calendar = calendarWith(statutoryCalendar, [year]);
      const cases = await t.query<{ id: string; standing: Standing }>('SELECT id, standing FROM verification');
      expect(cases).toHaveLength(8 + 4 * (round + 1));
      for (const { id, standing } of cases) {
        const due = addWorkingDays(calendar, standing.period?.startedOn ?? '', standing.period?.workingDays ?? 0).dueOn;
        expect([standing.dueOn, standing.period?.assumed]).toEqual([due, false]);
        expect(await timers(id)).toEqual(instants(startOfDay(reminderDay(pack, standing, calendar) ?? ''), endOfDay(due)));
      }
    }
  });
});
