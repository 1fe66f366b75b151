import { describe, expect, it } from 'vitest';
import { calendarWith } from '../calendar/calendar-notice.js';
import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { loadPacks } from '../packs/load-packs.js';
import { parameter } from '../packs/parameter.js';
import { beginProcedure } from './begin-procedure.js';
import type { Standing } from './procedure.js';
import { recalculate } from './recalculate.js';
import { reminderDay } from './reminder-day.js';
import { takeAct } from './take-act.js';

const hebei = loadPacks().effective('hebei');
const weihai = loadPacks().effective('weihai');
const loaded = calendarWith(statutoryCalendar, [{ year: 2027, notice: '通知', daysOff: ['2027-01-01', '2027-01-04', '2027-01-05'], makeUpDays: ['2027-01-09'] }]);

const REQUESTER = { roles: ['DATA_ADMINISTRATOR'], parties: ['requester'] };
const AUTHORITY = { roles: ['DATA_AUTHORITY'], parties: ['node-authority'] };
const PROVIDER = { roles: ['DATA_ADMINISTRATOR'], parties: ['provider'] };

function requestedAt(at: string, pack = hebei): Standing {
  const outcome = beginProcedure(pack, 'sharing-request', { actor: REQUESTER, facts: {}, content: { applicationScenario: 'x', dutyBasis: 'x', purpose: 'x' }, at });
  if (outcome.kind === 'refused') throw new Error(outcome.message.en);
  return outcome.standing;
}

function after(standing: Standing, act: string, actor: typeof REQUESTER, content: object, at: string): Standing {
  const outcome = takeAct(hebei, standing, { act, actor, facts: {}, content: { ...content }, at });
  if (outcome.kind === 'refused') throw new Error(outcome.message.en);
  return outcome.standing;
}

describe('a running period', () => {
  it('is counted again when a notice is loaded: the due day moves and is no longer assumed', () => {
    const standing = requestedAt('2026-12-30T10:00:00+08:00');
    expect(standing).toMatchObject({ dueOn: '2027-01-04', period: { assumed: true } });
    expect(recalculate(standing, loaded)).toEqual({ ...standing, dueOn: '2027-01-07', period: { ...standing.period, assumed: false } });
  });

  it('of which the notice changes only that it is certain is told so', () => {
    const certain = calendarWith(statutoryCalendar, [{ year: 2027, notice: '通知', daysOff: [], makeUpDays: [] }]);
    expect(recalculate(requestedAt('2026-12-30T10:00:00+08:00'), certain)).toMatchObject({ dueOn: '2027-01-04', period: { assumed: false } });
  });

  it('that the notice does not concern stays as it is', () => {
    expect(recalculate(requestedAt('2026-04-30T10:00:00+08:00'), loaded)).toBeNull();
    expect(recalculate(requestedAt('2026-12-30T10:00:00+08:00'), statutoryCalendar)).toBeNull();
  });

  it('is counted again with its extension', () => {
    const filed = beginProcedure(hebei, 'verification', { actor: REQUESTER, facts: {}, content: { doubt: 'x', rows: ['1'] }, at: '2026-12-10T10:00:00+08:00' });
    if (filed.kind === 'refused') throw new Error(filed.message.en);
    const forwarded = after(filed.standing, 'forward', AUTHORITY, {}, '2026-12-11T10:00:00+08:00');
    const applied = after(forwarded, 'apply-extension', PROVIDER, { reasons: 'x' }, '2026-12-25T10:00:00+08:00');
    const extended = after(applied, 'extend', AUTHORITY, { workingDays: 10 }, '2026-12-28T10:00:00+08:00');
    expect(extended).toMatchObject({ dueOn: '2027-01-08', period: { workingDays: 20 } });
    expect(recalculate(extended, loaded)).toMatchObject({ dueOn: '2027-01-12', extensions: 1 });
  });

  it('that is a date of the calendar, or has ended, is not counted', () => {
    const plan = beginProcedure(weihai, 'demand-plan', { actor: REQUESTER, facts: {}, content: { year: '2027' }, at: '2026-12-30T10:00:00+08:00' });
    expect(plan).toMatchObject({ due: { dueOn: '2027-02-28', workingDays: null, article: '19' } });
    if (plan.kind === 'moved') expect(recalculate(plan.standing, loaded)).toBeNull();
    expect(recalculate({ ...requestedAt('2026-12-30T10:00:00+08:00'), ended: true }, loaded)).toBeNull();
    expect(recalculate({ ...requestedAt('2026-12-30T10:00:00+08:00'), period: null, dueOn: null }, loaded)).toBeNull();
  });
});

describe('a reading that a pack changes', () => {
  const reading = (key: string, value: string | number): EffectivePack => ({ ...hebei, parameters: { ...hebei.parameters, [key]: { ...parameter(hebei, key), value } } });

  it('of the first day begins a period with the day of receipt, and counts it so again', () => {
    const standing = requestedAt('2026-12-30T10:00:00+08:00', reading('calendar.startOffset', 0));
    expect(standing).toMatchObject({ dueOn: '2027-01-01', period: { workingDays: 3 } });
    expect(recalculate(standing, loaded)).toMatchObject({ dueOn: '2027-01-06' });
  });

  it.each([['EXTENSION_ALONE', 12, 10, 'moved'], ['TOTAL', 12, 2, 'moved'], ['TOTAL', 12, 3, 'extension-too-long'], ['TOTAL', 10, 1, 'extension-exhausted']] as const)(
    'of an extension as %s of %i days: %i more to a period of ten', (read, longest, more, expected) => {
      const pack = reading('extension.max', read);
      const limited: EffectivePack = { ...pack, parameters: { ...pack.parameters, 'verification.extension.days': { ...parameter(pack, 'verification.extension.days'), value: longest } } };
      const filed = beginProcedure(limited, 'verification', { actor: REQUESTER, facts: {}, content: { doubt: 'x', rows: ['1'] }, at: '2026-04-29T10:00:00+08:00' });
      if (filed.kind === 'refused') throw new Error(filed.message.en);
      const forwarded = after(filed.standing, 'forward', AUTHORITY, {}, '2026-04-30T10:00:00+08:00');
      const applied = after(forwarded, 'apply-extension', PROVIDER, { reasons: 'x' }, '2026-05-11T10:00:00+08:00');
      const outcome = takeAct(limited, applied, { act: 'extend', actor: AUTHORITY, facts: {}, content: { workingDays: more }, at: '2026-05-12T10:00:00+08:00' });
      expect(outcome.kind === 'moved' ? 'moved' : outcome.code).toBe(expected);
    },
  );
});

describe('the owner of a running period', () => {
  const remindedBefore = (days: number): EffectivePack => {
    const [key, reminder] = ['deadline.reminder.days', hebei.parameters['deadline.reminder.days']];
    return reminder === undefined ? hebei : { ...hebei, parameters: { ...hebei.parameters, [key]: { ...reminder, value: days } } };
  };

  it.each([
    [1, '2026-05-07'], [2, '2026-05-06'], [0, '2026-05-08'],
    // The period begins on 1 May; no reminder comes before it.
    [9, '2026-05-01'],
  ])('is reminded %i working days before its end on 2026-05-08: on %s', (days, expected) => {
    expect(reminderDay(remindedBefore(days), requestedAt('2026-04-30T10:00:00+08:00'), statutoryCalendar)).toBe(expected);
  });

  it('is reminded on the day before a weekend of a period that ends after it', () => {
    expect(reminderDay(hebei, requestedAt('2026-03-11T10:00:00+08:00'), statutoryCalendar)).toBe('2026-03-13');
  });

  it('is reminded of a period of one day on that day, and of none where none runs', () => {
    expect(reminderDay(weihai, requestedAt('2026-04-30T10:00:00+08:00', weihai), statutoryCalendar)).toBe('2026-05-01');
    expect(reminderDay(hebei, { period: null, dueOn: null }, statutoryCalendar)).toBeNull();
  });
});
