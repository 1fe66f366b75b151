import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest,
  calendarYearLoaded,
  entryPublished,
  getSharingRequest,
  requestDeadlineRecalculated,
  requestStepDueSoon,
  requestStepOverdue,
  submitSharingRequest,
  type CalendarYearLoaded,
  type EntryPublished,
  type Party,
  type SharingRequestView,
} from '@gongshu/contracts';
import { addWorkingDays, calendarWith, endOfDay, loadPacks, reminderDay, startOfDay, statutoryCalendar, type Standing } from '@gongshu/regulation';
import { instantOf } from '@gongshu/service-kit';
import { hebei, nameParties, partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

/** Wednesday; the three working days of the authority's review lead into a year whose notice has not been published. */
const YEAR_END = '2026-12-30T09:00:00+08:00';
const DUE_SOON = requestStepDueSoon.type;
const OVERDUE = requestStepOverdue.type;
const RECALCULATED = requestDeadlineRecalculated.type;

const of2027: CalendarYearLoaded = {
  year: 2027,
  notice: '国务院办公厅关于2027年部分节假日安排的通知',
  daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  makeUpDays: ['2027-01-31', '2027-02-20'],
};
const instants = (...all: string[]): string[] => all.map((instant) => new Date(instant).toISOString());

/** What a test looks at, beside what the service answers. */
function witnessOf(t: TestService) {
  return {
    /** Types of what was announced about a case's deadline, in order. */
    told: async (id: string): Promise<string[]> => {
      const sql = `SELECT envelope ->> 'type' AS type FROM outbox WHERE envelope ->> 'subject' = $1 AND envelope ->> 'type' = ANY($2) ORDER BY position`;
      return (await t.query<{ type: string }>(sql, [id, [DUE_SOON, OVERDUE, RECALCULATED]])).map(({ type }) => type);
    },
    timers: async (id: string): Promise<string[]> =>
      (await t.query<{ due_at: Date }>('SELECT due_at FROM timer WHERE key = $1 ORDER BY due_at', [id])).map(({ due_at: dueAt }) => dueAt.toISOString()),
    /** Fires what is due; also what the service's own loop has in hand. */
    fireDue: (): Promise<boolean> =>
      t.eventually(async () => {
        await t.fireDueTimers();
        return (await t.query('SELECT FROM timer WHERE due_at <= $1', [instantOf(t.clock)])).length === 0;
      }),
    /** Announces a year as the law service does, and waits until it has had its effect here. */
    load: async (year: CalendarYearLoaded, id: string = randomUUID()): Promise<void> => {
      await t.announce(calendarYearLoaded, String(year.year), year, { id });
      await t.eventually(async () => (await t.query("SELECT FROM inbox WHERE event_id = $1 AND reaction = 'when-calendar-year-loaded'", [id])).length === 1);
    },
  };
}

describe('the deadlines of a sharing request', () => {
  let t: TestService;
  let entry: EntryPublished;
  let witness: ReturnType<typeof witnessOf>;

  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: YEAR_END });
    witness = witnessOf(t);
    entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT FROM shareable_entry')).length === 1);
  });
  beforeEach(() => t.clock.travelTo(YEAR_END));
  afterEach(() => t.query('DELETE FROM timer; DELETE FROM calendar_year; DELETE FROM sharing_request'));
  afterAll(async () => {
    await t.stop();
  });

  const submit = (): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, civilAffairs);
  const act = (id: string, name: string, by = provinceAuthority, stated: { reasons?: string } = {}): Promise<SharingRequestView> => t.ask(actOnSharingRequest, { id, act: name, ...stated }, by);
  const dueOn = async (id: string): Promise<string | null> => (await t.ask(getSharingRequest, { id }, civilAffairs)).step.dueOn;
  const at = async (instant: string): Promise<void> => {
    t.clock.travelTo(instant);
    await witness.fireDue();
  };

  it('are told once before the end and once at it; each move takes them away and sets those of the next step', async () => {
    const { id } = await submit();
    expect(await witness.timers(id)).toEqual(instants('2027-01-01T00:00:00+08:00', '2027-01-05T00:00:00+08:00'));
    await at('2027-01-01T00:00:00+08:00');
    await at('2027-01-04T23:59:59+08:00');
    expect(await witness.told(id)).toEqual([DUE_SOON]);
    await act(id, 'forward');
    expect(await witness.timers(id)).toEqual(instants('2027-01-08T00:00:00+08:00', '2027-01-12T00:00:00+08:00'));
    await at('2027-01-08T00:00:00+08:00');
    await at('2027-01-12T00:00:00+08:00');
    await at('2027-01-13T00:00:00+08:00');
    expect(await witness.told(id)).toEqual([DUE_SOON, DUE_SOON, OVERDUE]);
    await act(id, 'agree', naturalResources);
    expect(await witness.timers(id)).toHaveLength(2);
  });

  it('stop with a return, and start afresh with the resubmission', async () => {
    const { id } = await submit();
    await act(id, 'return', provinceAuthority, { reasons: '请说明用途' });
    expect(await witness.timers(id)).toEqual([]);
    await at('2027-02-01T09:00:00+08:00');
    expect(await witness.told(id)).toEqual([]);
    expect((await act(id, 'resubmit', civilAffairs)).step.dueOn).toBe('2027-02-04');
    expect(await witness.timers(id)).toEqual(instants('2027-02-03T00:00:00+08:00', '2027-02-05T00:00:00+08:00'));
  });

  it('are counted again when the notice of an assumed year comes: in the record, in the answer, in the timers, with one event', async () => {
    t.clock.travelTo('2026-12-01T09:00:00+08:00');
    const early = await submit();
    await at(YEAR_END);
    const { id, step } = await submit();
    expect([step.dueOn, early.step.dueOn]).toEqual(['2027-01-04', '2026-12-04']);
    const eventId = randomUUID();
    await witness.load(of2027, eventId);
    expect(await dueOn(id)).toBe('2027-01-05');
    expect(await witness.timers(id)).toEqual(instants('2027-01-04T00:00:00+08:00', '2027-01-06T00:00:00+08:00'));
    const moved = await t.eventually(() => t.seen(requestDeadlineRecalculated).find(({ subject }) => subject === id));
    expect(moved.data).toEqual({ id, step: 'AUTHORITY_REVIEW', dueOn: '2027-01-05', article: '19', dueOnBefore: '2027-01-04', assumed: false, notice: of2027.notice });

    // The same event again, and the same year in other events, one after another and at once.
    await t.announce(calendarYearLoaded, '2027', of2027, { id: eventId });
    await Promise.all(Array.from({ length: 5 }, () => witness.load(of2027)));
    expect(await witness.told(id)).toEqual([RECALCULATED]);
    await at('2027-01-05T00:00:00+08:00');
    expect(await witness.told(id)).toEqual([RECALCULATED, DUE_SOON]);
    await at('2027-01-06T00:00:00+08:00');
    expect(await witness.told(id)).toEqual([RECALCULATED, DUE_SOON, OVERDUE]);
    expect(await witness.told(early.id)).toEqual([DUE_SOON, OVERDUE]);
    expect(await dueOn(early.id)).toBe('2026-12-04');
  });

  it('move the reminder also where a corrected notice leaves the end where it is', async () => {
    await witness.load({ ...of2027, daysOff: [], makeUpDays: [] });
    const { id } = await submit();
    expect(await witness.timers(id)).toEqual(instants('2027-01-01T00:00:00+08:00', '2027-01-05T00:00:00+08:00'));
    await witness.load({ ...of2027, daysOff: ['2027-01-01'], makeUpDays: ['2027-01-03'] });
    expect(await dueOn(id)).toBe('2027-01-04');
    expect(await witness.timers(id)).toEqual(instants('2027-01-03T00:00:00+08:00', '2027-01-05T00:00:00+08:00'));
    expect(await witness.told(id)).toEqual([]);
  });

  it('that lapsed and were told are told again only where the new end lies ahead', async () => {
    const { id } = await submit();
    await at('2027-01-05T09:00:00+08:00');
    expect(await witness.told(id)).toEqual([DUE_SOON, OVERDUE]);
    await witness.load(of2027);
    expect(await witness.timers(id)).toEqual(instants('2027-01-06T00:00:00+08:00'));
    await at('2027-01-06T00:00:00+08:00');
    expect(await witness.told(id)).toEqual([DUE_SOON, OVERDUE, RECALCULATED, OVERDUE]);
    await witness.load({ ...of2027, daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'] });
    await at('2027-01-07T00:00:00+08:00');
    expect(await dueOn(id)).toBe('2027-01-06');
    expect(await witness.told(id)).toEqual([DUE_SOON, OVERDUE, RECALCULATED, OVERDUE, RECALCULATED, OVERDUE]);

    t.clock.travelTo('2027-03-01T09:00:00+08:00');
    await witness.load(of2027);
    expect(await dueOn(id)).toBe('2027-01-05');
    await witness.fireDue();
    expect(await witness.told(id)).toEqual([DUE_SOON, OVERDUE, RECALCULATED, OVERDUE, RECALCULATED, OVERDUE, RECALCULATED]);
  });

  it('that passed while the service was down and the calendar changed are told once each, the reminder first', async () => {
    const ids = (await Promise.all(Array.from({ length: 8 }, submit))).map(({ id }) => id);
    await t.stopService();
    t.clock.travelTo('2027-03-01T09:00:00+08:00');
    const loaded = randomUUID();
    await t.announce(calendarYearLoaded, '2027', of2027, { id: loaded });
    await t.startService();
    await t.eventually(async () => (await t.query("SELECT FROM inbox WHERE event_id = $1 AND reaction = 'when-calendar-year-loaded'", [loaded])).length === 1);
    await witness.fireDue();
    for (const id of ids) expect((await witness.told(id)).filter((type) => type !== RECALCULATED)).toEqual([DUE_SOON, OVERDUE]);
  });

  it('never follow a calendar that an act began under and that changed meanwhile, whatever the order', async () => {
    const pack = loadPacks().effective('hebei');
    const years = [of2027, { ...of2027, daysOff: [...of2027.daysOff, '2027-01-04'] }];
    const corrected = (round: number): CalendarYearLoaded => ({ ...of2027, ...years[round % 2], notice: `第${String(round)}次` });
    const before = (await Promise.all(Array.from({ length: 12 }, submit))).map(({ id }) => id);
    for (let round = 0; round < 6; round += 1) {
      const acts = before.slice(2 * round, 2 * round + 2).map((id) => act(id, 'forward'));
      await Promise.all([...acts, submit(), submit(), witness.load(corrected(round)), submit(), submit()]);
      const calendar = calendarWith(statutoryCalendar, [corrected(round)]);
      const cases = await t.query<{ id: string; standing: Standing }>('SELECT id, standing FROM sharing_request');
      expect(cases).toHaveLength(12 + 4 * (round + 1));
      for (const { id, standing } of cases) {
        const { startedOn, workingDays } = standing.period ?? { startedOn: '', workingDays: null };
        const due = addWorkingDays(calendar, startedOn, workingDays ?? 0).dueOn;
        expect([standing.dueOn, standing.period?.assumed]).toEqual([due, false]);
        expect(await witness.timers(id)).toEqual(instants(startOfDay(reminderDay(pack, standing, calendar) ?? ''), endOfDay(due)));
      }
    }
    const [{ deadlocks } = { deadlocks: '' }] = await t.query<{ deadlocks: string }>('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(deadlocks).toBe('0');
  });
});

describe('the deadlines of a sharing request in Ji’an', () => {
  const node = { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' };
  const at = (id: string, name: string): Party => ({ id, name, division: node.code, level: node.level, node: node.code });
  const requester = person(at('jian-civil-affairs', '吉安市民政局'), 'DATA_ADMINISTRATOR');
  const provider = person(at('jian-police', '吉安市公安局'), 'DATA_ADMINISTRATOR');
  let t: TestService;
  let witness: ReturnType<typeof witnessOf>;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { node, startAt: '2026-03-02T09:00:00+08:00' });
    await nameParties(t, node, [requester]);
    witness = witnessOf(t);
    entry = publishedEntry(partyOf(provider));
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT FROM shareable_entry')).length === 1);
  });
  afterAll(async () => {
    await t.stop();
  });

  it('run from the day the written form was received, and are told at once where it is recorded after its tenth working day', async () => {
    t.clock.travelTo('2026-03-02T09:00:00+08:00');
    const asked = { ...reasonsToAsk, scope: '全市', columns: ['code', 'name'] };
    const submit = (): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...asked }, requester);
    const [inTime, late] = [await submit(), await submit()];
    expect(inTime.step.dueOn).toBeNull();
    expect(await t.query('SELECT FROM timer')).toEqual([]);
    const receive = ({ id }: SharingRequestView): Promise<SharingRequestView> => t.ask(actOnSharingRequest, { id, act: 'record-written-receipt', writtenReceivedOn: '2026-03-03' }, provider);
    t.clock.travelTo('2026-03-05T09:00:00+08:00');
    expect((await receive(inTime)).step).toMatchObject({ dueOn: '2026-03-17', dueArticle: '15' });
    expect(await witness.timers(inTime.id)).toEqual(instants('2026-03-16T00:00:00+08:00', '2026-03-18T00:00:00+08:00'));
    t.clock.travelTo('2026-03-20T09:00:00+08:00');
    expect((await receive(late)).step).toMatchObject({ dueOn: '2026-03-17', overdue: true });
    await witness.fireDue();
    for (const { id } of [inTime, late]) expect(await witness.told(id)).toEqual([DUE_SOON, OVERDUE]);
  });
});
