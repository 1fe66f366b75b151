import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { hebei, partyOf } from '@gongshu/testing';
import { passageOf, type GrantForCalls } from './permit.js';

const { civilAffairs } = hebei;

const caller = { organisation: partyOf(civilAffairs), roles: civilAffairs.roles, scope: null };
const at = { today: '2026-09-24', node: '130000' };
const ask = { token: 't', grantId: 'g', scenario: '核验', form: 'ROWS', traceparent: 'x' };
const grant: GrantForCalls = {
  id: 'g', entryId: 'e', requester: caller.organisation, ownerNode: '130000', applicationScenario: '核验', columns: ['a', 'b'], state: 'ACTIVE', validFrom: '2026-09-24',
  validUntil: '2026-09-24', callQuota: 10, callsTaken: 0, useSource: null, suspensionSource: null, entryColumns: ['a', 'b'], aggregation: 'PHYSICAL', currentVersion: 1,
  interfaceUrl: null, gatewayUrl: null,
};

function refusedWith(own: Partial<GrantForCalls>, asked: Partial<typeof ask> = {}): string {
  try {
    passageOf({ ...ask, ...asked }, caller, { ...grant, ...own }, at);
    return 'let through';
  } catch (error) {
    if (error instanceof Problem) return error.definition.code;
    throw error;
  }
}

describe('passage of a call', () => {
  it.each<[string, Partial<GrantForCalls>, string]>([
    ['on the only day', {}, 'let through'],
    ['before the first day', { validFrom: '2026-09-25', validUntil: '2026-09-26' }, 'sharing/grant-ended'],
    ['after the last day', { validFrom: '2026-09-22', validUntil: '2026-09-23' }, 'sharing/grant-ended'],
    ['when suspended', { state: 'SUSPENDED' }, 'sharing/grant-suspended'],
    ['when terminated', { state: 'TERMINATED' }, 'sharing/grant-ended'],
    ['before the data came', { currentVersion: null }, 'sharing/no-source'],
    ['before the interface was registered', { aggregation: 'LOGICAL' }, 'sharing/no-source'],
    ['for another organisation’s grant', { requester: { ...caller.organisation, id: 'other' } }, 'access/not-found'],
    ['for a namesake’s grant at another node', { requester: { ...caller.organisation, node: '130100' } }, 'access/not-found'],
    ['to a node whose gateway is unknown', { ownerNode: '110000' }, 'federation/node-unreachable'],
  ])('%s', (_when, own, outcome) => {
    expect(refusedWith(own)).toBe(outcome);
  });

  it('needs no scenario where the law demanded none when the grant was asked for', () => {
    expect(refusedWith({ applicationScenario: '' }, { scenario: '核验' })).toBe('sharing/scenario-mismatch');
    const { scenario: _scenario, ...silent } = ask;
    expect(passageOf(silent, caller, { ...grant, applicationScenario: '' }, at).columns).toEqual(['a', 'b']);
  });

  it('needs a mask as soon as the entry has a column that the call does not fetch', () => {
    expect(passageOf(ask, caller, { ...grant, entryColumns: ['a', 'b', 'c'] }, at).allColumns).toBe(false);
    expect(passageOf(ask, caller, grant, at).allColumns).toBe(true);
  });
});
