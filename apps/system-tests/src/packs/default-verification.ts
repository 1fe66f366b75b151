import { expect } from 'vitest';
import { DrivenCase } from './driven-case.js';
import { DOUBT, grantIsKnown, type UsualParty } from './shared-data.js';
import type { TestNode } from './test-node.js';

const ACTS = ['explain', 'repair', 'extend'];

/**
 * The longest path of the platform's own verification, where a regulation has none: five working days for the provider, extended by its head on the last of them by ten, let lapse, explained.
 *
 * @param days filing, last day, and last day of the extended period
 */
export async function driveDefaultVerification<P extends string>(node: TestNode<P | UsualParty>, grantId: string, days: { filedOn: string; dueOn: string; extendedTo: string }): Promise<void> {
  const filedAt = `${days.filedOn}T09:00:00+08:00`;
  await grantIsKnown(node, grantId);
  await node.travelTo(filedAt);
  const verification = await DrivenCase.begin(node, 'verification-requests', 'requester', { grantId, ...DOUBT });
  await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: days.dueOn, article: 'DEFAULT-13', by: { parameter: 'verification.feedback.days' } });
  expect(await verification.refusedAct('requester', 'explain', { explanation: '无误' })).toMatchObject({ status: 403, code: 'quality-dispute/not-your-turn' });
  expect(await verification.refusedAct('provider', 'forward')).toMatchObject({ status: 409, allowed: ['explain', 'repair'] });
  await verification.reachLastMoment();
  expect(await verification.refusedAct('provider', 'extend', { workingDays: 10, reasons: '需实地核查' })).toMatchObject({ status: 403, article: { pack: 'default', article: 'DEFAULT-7' } });
  expect(await verification.refusedAct('head', 'extend', { workingDays: 11, reasons: '需实地核查' })).toMatchObject({ status: 422, article: { article: 'DEFAULT-7' }, errors: [{ pointer: '/workingDays' }] });
  await verification.act('head', 'extend', { workingDays: 10, reasons: '需实地核查' });
  await verification.stands({ step: 'PROVIDER_FEEDBACK', acts: ACTS, dueOn: days.extendedTo, article: 'DEFAULT-7', by: { parameter: 'verification.total', from: filedAt } });
  await verification.reachLastMoment();
  await verification.lapse();
  expect(await verification.refusedAct('head', 'extend', { workingDays: 1, reasons: '仍需时间' })).toMatchObject({ status: 409 });
  await verification.act('provider', 'explain', { explanation: '该县名称以公告为准' });
  await verification.stands({ step: 'EXPLAINED', acts: [], dueOn: null });
  await verification.leavesRecord('auditor', ['file DEFAULT-13', 'extend DEFAULT-7', 'explain DEFAULT-13']);
}
