import { describe, expect, it } from 'vitest';
import type { StepView } from '@gongshu/contracts';
import { stepAsOf } from './step-view.js';

const running: StepView = {
  procedure: 'sharing-request', pack: 'hebei', packVersion: '1', step: 'AUTHORITY_REVIEW', label: { zh: '主管部门审核', en: 'Authority’s review' }, ended: false,
  since: '2026-03-02T01:00:00.000Z', dueOn: '2026-03-05', dueArticle: '19', overdue: false, actorRole: 'DATA_AUTHORITY', actorParty: 'node-authority', acts: ['forward'],
};

describe('a step as it is read', () => {
  it.each([
    ['at the last moment of its last day in China', running, '2026-03-05T15:59:59.999Z', false],
    ['when the next day begins in China', running, '2026-03-05T16:00:00.000Z', true],
    ['at whatever offset the instant is written', running, '2026-03-05T12:00:00-04:00', true],
    ['without a period', { ...running, dueOn: null }, '2027-03-05T16:00:00.000Z', false],
    ['after its end', { ...running, ended: true }, '2027-03-05T16:00:00.000Z', false],
    ['again under a later due day', { ...running, dueOn: '2026-03-09', overdue: true }, '2026-03-06T01:00:00.000Z', false],
  ])('%s has lapsed or not', (_when, step, now, overdue) => {
    expect(stepAsOf(step, now).overdue).toBe(overdue);
  });
});
