import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeDeadline, findRegulationPacks, getRegulationPack, type ComputeDeadline } from '@gongshu/contracts';
import { refusal, startTestService, type TestService } from '@gongshu/testing';
import { lawService } from '../index.js';

describe('a deadline', () => {
  let t: TestService;

  beforeAll(async () => {
    t = await startTestService(lawService);
  });
  afterAll(async () => {
    await t.stop();
  });

  it('is told to anybody with the article, and with every day of the period and why it counts', async () => {
    expect(await t.ask(computeDeadline, { pack: 'hebei', parameter: 'sharing.reply.days', startedAt: '2026-04-30T20:30:00+08:00' })).toEqual({
      dueOn: '2026-05-11',
      article: '19',
      origin: { id: 'hebei', version: '1' },
      parameter: 'sharing.reply.days',
      quote: '政务数据提供部门应当于5个工作日内向政务数据主管部门作出回复',
      workingDays: 5,
      assumed: false,
      days: [
        ...['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'].map((date) => ({ date, counted: false, reason: 'day-off', label: '放假日' })),
        ...['2026-05-06', '2026-05-07', '2026-05-08'].map((date) => ({ date, counted: true, reason: 'working-day', label: '工作日' })),
        { date: '2026-05-09', counted: true, reason: 'make-up-workday', label: '调休上班日' },
        { date: '2026-05-10', counted: false, reason: 'weekend', label: '周末' },
        { date: '2026-05-11', counted: true, reason: 'working-day', label: '工作日' },
      ],
    });
  });

  it('names the pack whose article it is, where the regulation asked for inherits it', async () => {
    expect(await t.ask(computeDeadline, { pack: 'fushun', parameter: 'verification.feedback.days', startedAt: '2026-09-30' })).toMatchObject({
      dueOn: '2026-10-13', article: '13', origin: { id: 'liaoning', version: '1' },
    });
  });

  it('differs by jurisdiction', async () => {
    const weihai = await t.ask(computeDeadline, { pack: 'weihai', parameter: 'sharing.reply.days', startedAt: '2026-04-30' });
    expect(weihai).toMatchObject({ dueOn: '2026-05-07', article: '18', workingDays: 2 });
  });

  it('is told in English to who wants it, and keeps the quote as the law has it', async () => {
    const { days, quote } = await t.ask(computeDeadline, { pack: 'hebei', parameter: 'sharing.reply.days', startedAt: '2026-05-08' }, undefined, { language: 'en' });
    expect(days.slice(0, 3).map(({ label }) => label)).toEqual(['make-up workday', 'weekend', 'working day']);
    expect(quote).toContain('5个工作日');
  });

  it('can be had for a number of working days, from none to 2000, and then cites nobody', async () => {
    expect(await t.ask(computeDeadline, { workingDays: 3, startedAt: '2026-04-30' })).toMatchObject({ dueOn: '2026-05-08', workingDays: 3, article: null, parameter: null, quote: null });
    expect(await t.ask(computeDeadline, { workingDays: 0, startedAt: '2026-05-01' })).toMatchObject({ dueOn: '2026-05-01', days: [] });
    const long = await t.ask(computeDeadline, { workingDays: 2000, startedAt: '2026-01-05' });
    expect([long.days.filter(({ counted }) => counted).length, long.days.at(-1)?.date, long.assumed]).toEqual([2000, long.dueOn, true]);
  });

  it('can be had for every parameter of every pack that is a period, with the article that the pack gives', async () => {
    const periods = ['workingDays', 'dayOfYear', 'timesPerYear', 'timesPerMonth'];
    const startedAt = '2026-04-29T20:30:00+08:00';
    const { items } = await t.ask(findRegulationPacks, {});
    for (const { id: pack } of items) {
      const { parameters } = await t.ask(getRegulationPack, { id: pack });
      const asked = parameters.filter(({ key, unit }) => periods.includes(unit) && key !== 'calendar.startOffset');
      expect(asked.map(({ key }) => key)).toEqual(expect.arrayContaining(['sharing.reply.days', 'sharing.objection.days', 'verification.total']));
      for (const { key: parameter, article, origin, value, unit } of asked) {
        const { dueOn, ...told } = await t.ask(computeDeadline, { pack, parameter, startedAt });
        expect(told).toMatchObject({ parameter, article, origin, workingDays: unit === 'workingDays' ? value : null });
        expect([parameter, value === 0 ? dueOn === '2026-04-29' : dueOn > '2026-04-29']).toEqual([parameter, true]);
      }
    }
  });

  it('is marked as assumed as soon as a day of it lies in a year without a notice', async () => {
    expect(await t.ask(computeDeadline, { workingDays: 1, startedAt: '2026-12-30' })).toMatchObject({ dueOn: '2026-12-31', assumed: false });
    expect(await t.ask(computeDeadline, { workingDays: 2, startedAt: '2026-12-30' })).toMatchObject({ dueOn: '2027-01-01', assumed: true });
    expect(await t.ask(computeDeadline, { workingDays: 1, startedAt: '1900-01-01' })).toMatchObject({ dueOn: '1900-01-02', assumed: true });
  });

  it('that is a date of the calendar has no number of working days', async () => {
    const plan = await t.ask(computeDeadline, { pack: 'weihai', parameter: 'demandPlan.due', startedAt: '2026-01-05' });
    expect(plan).toMatchObject({ workingDays: null, days: [], parameter: 'demandPlan.due' });
    expect(plan.dueOn > '2026-01-05').toBe(true);
  });

  it.each<[string, Partial<ComputeDeadline>, number, string, string | undefined]>([
    ['of an unknown pack', { pack: 'atlantis', parameter: 'sharing.reply.days' }, 404, 'law/unknown-pack', undefined],
    ['of a name that objects have', { pack: 'hebei', parameter: 'constructor' }, 422, 'law/unknown-parameter', '/parameter'],
    ['of an unknown parameter', { pack: 'hebei', parameter: 'sharing.reply.dais' }, 422, 'law/unknown-parameter', '/parameter'],
    ['of what this regulation leaves open', { pack: 'hebei', parameter: 'demandPlan.due' }, 422, 'law/not-regulated', '/parameter'],
    ['of what is no period', { pack: 'hebei', parameter: 'sharing.refusalBasis' }, 422, 'law/not-a-period', '/parameter'],
    ['from a day before the regulation', { pack: 'jian', parameter: 'sharing.reply.days', startedAt: '2018-05-22' }, 422, 'law/not-in-force', '/startedAt'],
    ['of nothing', {}, 422, 'input/invalid', '/pack'],
    ['of two forms at once', { pack: 'hebei', parameter: 'sharing.reply.days', workingDays: 1 }, 422, 'input/invalid', '/workingDays'],
    ['of too many days', { workingDays: 2001 }, 422, 'input/invalid', '/workingDays'],
    ['of days that have passed', { workingDays: -1 }, 422, 'input/invalid', '/workingDays'],
    ['from a day that does not exist', { workingDays: 1, startedAt: '2026-02-29' }, 422, 'input/invalid', '/startedAt'],
    ['from an instant that does not exist', { workingDays: 1, startedAt: '2026-02-30T09:00:00+08:00' }, 422, 'input/invalid', '/startedAt'],
    ['from the year 1', { workingDays: 1, startedAt: '0001-01-01' }, 422, 'input/invalid', '/startedAt'],
    ['from the last day that can be written', { workingDays: 1, startedAt: '9999-12-31' }, 422, 'input/invalid', '/startedAt'],
    ['from an instant without offset', { workingDays: 1, startedAt: '2026-04-30T09:00:00' }, 422, 'input/invalid', '/startedAt'],
    ['from before the calendar', { workingDays: 1, startedAt: '1899-12-31' }, 422, 'input/invalid', '/startedAt'],
  ])('is refused %s', async (_what, form, status, code, pointer) => {
    const { definition, parts } = await refusal(t.ask(computeDeadline, { startedAt: '2026-04-30', ...form }));
    expect([definition.status, definition.code, parts.errors?.[0]?.pointer]).toEqual([status, code, pointer]);
  });
});
