import { describe, expect, it } from 'vitest';
import { lateness, type PlanDuties, type PlanRecord } from './late-bodies.js';
import { lastDayOf, monthsBetween, nextMonth } from './months.js';

const article = { pack: 'weihai', version: '1', article: '19', quote: '' };
const duties: PlanDuties = { year: 2027, submission: { dueOn: '2027-02-28', article }, monthly: article };
const body = { party: { id: 'education', name: '教育局', division: '371000', level: 'CITY', node: '371000' }, since: '2026-09-01' };
const record = (own: Partial<PlanRecord>): PlanRecord => ({ planId: 'p', submittedOn: null, versionsOn: [], closedOn: null, ...own });

describe('a body owes', () => {
  it('the plan from the day after its day on, and no update before it is submitted', () => {
    expect(lateness(body, undefined, duties, '2027-02-28')).toBeNull();
    expect(lateness(body, undefined, duties, '2027-03-01')).toMatchObject({ what: 'NOT_SUBMITTED', planId: null, dueOn: '2027-02-28', months: [] });
    expect(lateness(body, record({}), duties, '2027-06-01')).toMatchObject({ what: 'NOT_SUBMITTED' });
    expect(lateness({ ...body, since: '2027-03-01' }, undefined, duties, '2027-06-01')).toBeNull();
  });

  it('each month after that of the submission, once the month is over', () => {
    const submitted = record({ submittedOn: '2027-02-10', versionsOn: ['2027-02-10', '2027-04-30'] });
    expect(lateness(body, submitted, duties, '2027-03-31')).toBeNull();
    expect(lateness(body, submitted, duties, '2027-04-01')).toMatchObject({ what: 'NOT_UPDATED', months: ['2027-03'], dueOn: '2027-03-31' });
    expect(lateness(body, submitted, duties, '2027-06-01')).toMatchObject({ months: ['2027-03', '2027-05'] });
  });

  it('nothing of months before the year, after it, or after the plan was closed', () => {
    const early = record({ submittedOn: '2026-11-20', versionsOn: ['2026-11-20'] });
    expect(lateness(body, early, duties, '2027-01-31')).toBeNull();
    expect(lateness(body, early, duties, '2028-05-01')?.months).toHaveLength(12);
    expect(lateness(body, { ...early, closedOn: '2027-03-05' }, duties, '2028-05-01')?.months).toEqual(['2027-01', '2027-02']);
    expect(lateness(body, { ...early, closedOn: '2028-01-05' }, duties, '2028-05-01')?.months).toHaveLength(12);
  });

  it('nothing that no law demands', () => {
    expect(lateness(body, undefined, { ...duties, submission: null }, '2027-06-01')).toBeNull();
    expect(lateness(body, record({ submittedOn: '2027-02-10' }), { ...duties, monthly: null }, '2027-06-01')).toBeNull();
  });
});

describe('months', () => {
  it('end where the calendar ends them', () => {
    expect(['2027-02', '2028-02', '2100-02', '2027-04', '2027-12'].map(lastDayOf)).toEqual(['2027-02-28', '2028-02-29', '2100-02-28', '2027-04-30', '2027-12-31']);
    expect(nextMonth('2027-12')).toBe('2028-01');
    expect(monthsBetween('2027-11', '2028-02')).toEqual(['2027-11', '2027-12', '2028-01', '2028-02']);
    expect(monthsBetween('2027-02', '2027-01')).toEqual([]);
  });
});
