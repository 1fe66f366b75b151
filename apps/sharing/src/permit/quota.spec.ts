import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { countCall, type Counters, type Limits } from './quota.js';

const NO_LIMIT: Limits = { callQuota: 1_000, callsPerDay: null, rowQuota: null, rowsPerDay: null };
const BEFORE: Counters = { callsTaken: 4, rowsTaken: 40, countedOn: '2026-09-24', callsOnDay: 2, rowsOnDay: 20 };
const at = { today: '2026-09-24', now: '2026-09-24T23:59:30+08:00' };

function refused(limits: Partial<Limits>, before: Partial<Counters> = {}): [string | undefined, number | undefined] | null {
  try {
    countCall({ ...NO_LIMIT, ...limits }, { ...BEFORE, ...before }, null, at);
    return null;
  } catch (error) {
    if (error instanceof Problem) return [error.parts.errors?.[0]?.code, error.parts.retryAfterSeconds];
    throw error;
  }
}

describe('the quota of a grant', () => {
  it('reserves no rows where none are limited', () => {
    expect(countCall(NO_LIMIT, BEFORE, 7, at)).toEqual({ counters: { ...BEFORE, callsTaken: 5, callsOnDay: 3 }, reserved: null });
  });

  it('reserves what the call wants, and at most what is left in total and of the day', () => {
    expect(countCall({ ...NO_LIMIT, rowQuota: 100 }, BEFORE, 7, at)).toEqual({ counters: { callsTaken: 5, rowsTaken: 47, countedOn: at.today, callsOnDay: 3, rowsOnDay: 27 }, reserved: 7 });
    expect(countCall({ ...NO_LIMIT, rowQuota: 100 }, BEFORE, null, at).reserved).toBe(60);
    expect(countCall({ ...NO_LIMIT, rowQuota: 100, rowsPerDay: 25 }, BEFORE, 50, at).reserved).toBe(5);
  });

  it('begins each day in Asia/Shanghai anew, and the totals never', () => {
    const next = { today: '2026-09-25', now: '2026-09-25T00:00:00+08:00' };
    expect(countCall({ ...NO_LIMIT, callsPerDay: 2, rowsPerDay: 20 }, BEFORE, 5, next)).toEqual({ counters: { callsTaken: 5, rowsTaken: 45, countedOn: '2026-09-25', callsOnDay: 1, rowsOnDay: 5 }, reserved: 5 });
  });

  it.each<[string, Partial<Limits>, Partial<Counters>, [string, number | undefined] | null]>([
    ['the last call', { callQuota: 5 }, {}, null],
    ['one call more', { callQuota: 4 }, {}, ['calls', undefined]],
    ['no row left', { rowQuota: 40 }, {}, ['rows', undefined]],
    ['more rows taken than are left after a renewal', { rowQuota: 39 }, {}, ['rows', undefined]],
    ['no call left today', { callsPerDay: 2 }, {}, ['calls-per-day', 30]],
    ['no row left today', { rowsPerDay: 20 }, {}, ['rows-per-day', 30]],
    ['nothing left today of a total that is exhausted too', { rowsPerDay: 20, rowQuota: 40 }, {}, ['rows', undefined]],
  ])('answers %s with how long it is worth waiting', (_when, limits, before, outcome) => {
    expect(refused(limits, before)).toEqual(outcome);
  });
});
