import { describe, expect, it } from 'vitest';
import { Problem, type ComputeDeadline } from '@gongshu/contracts';
import { readQuestion } from './deadline-question.js';

function faultOf(input: ComputeDeadline): unknown {
  try {
    return readQuestion(input);
  } catch (error) {
    return error instanceof Problem ? error.parts.errors?.map(({ pointer, code }) => `${pointer} ${code}`) : error;
  }
}

describe('a question for a deadline', () => {
  it.each([
    ['2026-04-30', '2026-04-30'],
    ['2026-04-30T15:59:59Z', '2026-04-30'],
    ['2026-04-30T16:00:00Z', '2026-05-01'],
    ['2026-04-30T23:30:00-05:00', '2026-05-01'],
    ['1899-12-31T16:00:00Z', '1900-01-01'],
    ['2200-12-31T23:59:59+08:00', '2200-12-31'],
  ])('that starts at %s starts on %s in Asia/Shanghai', (startedAt, startedOn) => {
    expect(readQuestion({ workingDays: 3, startedAt })).toEqual({ kind: 'workingDays', workingDays: 3, startedOn });
  });

  it.each<[Partial<ComputeDeadline>, string]>([
    [{}, '/pack oneForm'],
    [{ parameter: 'sharing.reply.days' }, '/pack oneForm'],
    [{ pack: 'hebei' }, '/parameter oneForm'],
    [{ pack: 'hebei', workingDays: 3 }, '/workingDays oneForm'],
    [{ pack: 'hebei', parameter: 'sharing.reply.days', workingDays: 3 }, '/workingDays oneForm'],
  ])('has one form, not %j', (form, fault) => {
    expect(faultOf({ ...form, startedAt: '2026-04-30' })).toEqual([fault]);
  });

  it.each(['1899-12-31', '2201-01-01', '2200-12-31T16:00:00Z'])('does not start at %s, where there is no calendar', (startedAt) => {
    expect(faultOf({ workingDays: 0, startedAt })).toEqual(['/startedAt calendarYears']);
  });
});
