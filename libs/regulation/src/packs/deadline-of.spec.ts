import { describe, expect, it } from 'vitest';
import { deadlineOf } from './deadline-of.js';
import type { EffectivePack } from './effective-pack.js';
import { loadPacks } from './load-packs.js';
import { parameter } from './parameter.js';

const liaoning = loadPacks().effective('liaoning');
const weihai = loadPacks().effective('weihai');
const jian = loadPacks().effective('jian');

const dueOn = (...asked: Parameters<typeof deadlineOf>): string | undefined => deadlineOf(...asked)?.dueOn;

describe('a duty by a day of the year', () => {
  it.each([
    ['before it', '2026-01-01T00:00:00+08:00', '2026-01-15'],
    ['on the day itself, which is on time', '2026-01-15T23:59:59+08:00', '2026-01-15'],
    ['on the day itself, told in another zone', '2026-01-15T15:59:59Z', '2026-01-15'],
    ['a second too late, when the next one is that of next year', '2026-01-15T16:00:00Z', '2027-01-15'],
    ['at the end of the year', '2026-12-31', '2027-01-15'],
  ])('is due, asked %s (%s), on %s', (_, at, expected) => {
    expect(dueOn(liaoning, 'report.department.due', at)).toBe(expected);
  });

  it.each([
    ['2024-02-01', '2024-02-29'], ['2024-02-29', '2024-02-29'], ['2024-03-01', '2025-02-28'], ['2026-02-28', '2026-02-28'], ['2027-03-01', '2028-02-29'],
  ])('is due by the last day of February, which leap years know: asked on %s, %s', (at, expected) => {
    expect(deadlineOf(weihai, 'demandPlan.due', at)).toMatchObject({ dueOn: expected, workingDays: null, assumed: false, days: [], source: { packId: 'weihai', article: '19' } });
  });
});

describe('a reading that a pack changes', () => {
  const reading = (pack: EffectivePack, key: string, value: number | boolean): EffectivePack => ({ ...pack, parameters: { ...pack.parameters, [key]: { ...parameter(pack, key), value } } });

  it.each([['2026-01-01', '2026-01-14'], ['2026-01-14', '2026-01-14'], ['2026-01-15', '2027-01-14']])('of "before a day" leaves that day out: asked on %s, %s', (at, expected) => {
    expect(dueOn(reading(liaoning, 'date.inclusive', false), 'report.department.due', at)).toBe(expected);
  });

  it.each([
    ['2024-02-28', '2024-02-28'], ['2024-02-29', '2025-02-27'],
  ])('of "before the end of February" leaves its last day out: asked on %s, %s', (at, expected) => {
    expect(dueOn(reading(weihai, 'date.inclusive', false), 'demandPlan.due', at)).toBe(expected);
  });

  it('of the first day counts the day of receipt itself, where that is worked', () => {
    const sameDay = reading(liaoning, 'calendar.startOffset', 0);
    expect(deadlineOf(sameDay, 'sharing.reply.days', '2026-05-08')).toMatchObject({ dueOn: '2026-05-13', days: [{ date: '2026-05-08', counted: true }, {}, {}, {}, {}, { date: '2026-05-13' }] });
    expect(dueOn(sameDay, 'sharing.reply.days', '2026-05-10')).toBe(dueOn(liaoning, 'sharing.reply.days', '2026-05-10'));
  });
});

describe('a cycle', () => {
  it.each([['2026-01-01', '2026-01-31'], ['2024-02-10', '2024-02-29'], ['2026-12-31', '2026-12-31']])('of a month ends with it: %s, %s', (at, expected) => {
    expect(dueOn(weihai, 'demandPlan.update', at)).toBe(expected);
  });

  it.each([['2026-01-01', '2026-03-31'], ['2026-03-31', '2026-03-31'], ['2026-04-01', '2026-06-30'], ['2026-12-31', '2026-12-31']])('of four a year is the quarter: %s, %s', (at, expected) => {
    expect(dueOn(jian, 'evaluation.cycle', at)).toBe(expected);
  });

  it('of once a year is the calendar year', () => {
    expect(dueOn(jian, 'catalogue.fullMaintenance', '2026-01-01')).toBe('2026-12-31');
    expect(dueOn(jian, 'catalogue.fullMaintenance', '2026-12-31T16:00:00Z')).toBe('2027-12-31');
  });
});

it('a period shows its days, a parameter of another kind has no end', () => {
  expect(deadlineOf(liaoning, 'sharing.reply.days', '2026-05-08T10:00:00+08:00')).toMatchObject({
    dueOn: '2026-05-14', workingDays: 5, source: { article: '12' }, days: [{ date: '2026-05-09', counted: true, reason: 'make-up-workday' }, { date: '2026-05-10', counted: false, reason: 'weekend' }, {}, {}, {}, { date: '2026-05-14' }],
  });
  for (const key of ['retention.audit', 'dataUpdate.lag', 'sharing.route']) expect(deadlineOf(liaoning, key, '2026-05-08')).toBeNull();
});
