import { describe, expect, it } from 'vitest';
import { Problem, type PermitAsk } from '@gongshu/contracts';
import { hebei, partyOf } from '@gongshu/testing';
import { passageOf, type GrantForCalls } from './permit.js';
import { NO_PROTECTION, type Protection } from './protection.js';

const { civilAffairs } = hebei;

const caller = { organisation: partyOf(civilAffairs), roles: civilAffairs.roles, scope: null };
const at = { today: '2026-09-24', time: '12:00', node: '130000' };
const ask: PermitAsk = { token: 't', grantId: 'g', scenario: '核验', form: 'ROWS', traceparent: 'x' };
const grant: GrantForCalls = {
  id: 'g', entryId: 'e', requester: caller.organisation, ownerNode: '130000', applicationScenario: '核验', purpose: '户籍核验', columns: ['a', 'b'], rowFilter: [], provisionMode: 'INTERFACE',
  hours: null, state: 'ACTIVE', validFrom: '2026-09-24', validUntil: '2026-09-24', callQuota: 10, callsPerDay: null, rowQuota: null, rowsPerDay: null, callsTaken: 0, rowsTaken: 0,
  countedOn: '2026-09-24', callsOnDay: 0, rowsOnDay: 0, chainHead: '', useSource: null, suspensionSource: null, safetySource: null, identicalCalls: null, unboundCalls: null, throttledUntil: null, callsSettledAt: null, entryColumns: ['a', 'b'], securityLevel: 'GENERAL',
  aggregation: 'PHYSICAL', currentVersion: 1, interfaceUrl: null, interfaceZone: null, interfaceId: null, interfaceVersion: null, gatewayUrl: null,
};
const passing = (own: Partial<GrantForCalls> = {}, asked: Partial<PermitAsk> = {}, protection: Protection = NO_PROTECTION) => passageOf({ ...ask, ...asked }, caller, { ...grant, ...own }, protection, at);

function refusedWith(own: Partial<GrantForCalls>, asked: Partial<PermitAsk> = {}, protection?: Protection): string {
  try {
    passing(own, asked, protection);
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
    ['for another organisation’s grant', { requester: { ...caller.organisation, id: 'other' } }, 'sharing/not-granted'],
    ['for a namesake’s grant at another node', { requester: { ...caller.organisation, node: '130100' } }, 'sharing/not-granted'],
    ['for another node’s grant that a safety danger stops', { ownerNode: '110000', safetySource: { packId: 'default', packVersion: '1', article: '1', quote: '停' } }, 'sharing/safety-stopped'],
    ['within the hours', { hours: { from: '08:00', to: '12:01' } }, 'let through'],
    ['when the hours have ended', { hours: { from: '08:00', to: '12:00' } }, 'sharing/outside-grant'],
    ['in hours that span midnight', { hours: { from: '20:00', to: '06:00' } }, 'sharing/outside-grant'],
    ['for what is granted as a file', { provisionMode: 'FILE_DOWNLOAD' }, 'sharing/outside-grant'],
    ['to a node whose gateway is unknown', { ownerNode: '110000' }, 'federation/node-unreachable'],
  ])('%s', (_when, own, outcome) => {
    expect(refusedWith(own)).toBe(outcome);
  });

  it('needs no scenario where the law demanded none when the grant was asked for', () => {
    expect(refusedWith({ applicationScenario: '' }, { scenario: '核验' })).toBe('sharing/scenario-mismatch');
    const { scenario: _scenario, ...silent } = ask;
    expect(passageOf(silent, caller, { ...grant, applicationScenario: '' }, NO_PROTECTION, at).columns).toEqual(['a', 'b']);
  });

  it('needs no purpose, but none other than the granted one', () => {
    expect(refusedWith({}, { purpose: '户籍核验' })).toBe('let through');
    expect(refusedWith({}, { purpose: '商业推广' })).toBe('sharing/purpose-mismatch');
    expect(refusedWith({ purpose: '' }, { purpose: '商业推广' })).toBe('sharing/purpose-mismatch');
  });

  it('fetches no more rows than it wants, and than the grade of the data lets out', () => {
    const protection = { ...NO_PROTECTION, mostRows: 100 };
    expect(passing()).toMatchObject({ wanted: null, mostRows: null });
    expect(passing({}, { limit: 7 })).toMatchObject({ wanted: 7, mostRows: null });
    expect(passing({}, {}, protection)).toMatchObject({ wanted: 100, mostRows: 100 });
    expect(passing({}, { limit: 7 }, protection)).toMatchObject({ wanted: 7, mostRows: 7 });
  });

  it('names its purpose, and takes no file, where the grade of the data demands it', () => {
    const protection = { ...NO_PROTECTION, purposeNamed: true, mayStore: false };
    expect(refusedWith({}, {}, protection)).toBe('sharing/protected');
    expect(refusedWith({}, { purpose: '户籍核验' }, protection)).toBe('let through');
    expect(refusedWith({ provisionMode: 'FILE_DOWNLOAD' }, { purpose: '户籍核验', form: 'FILE' }, protection)).toBe('sharing/protected');
  });

  it('needs a mask as soon as the entry has a column or a row that the call does not fetch', () => {
    expect(passing({ entryColumns: ['a', 'b', 'c'] }).allColumns).toBe(false);
    expect(passing({ rowFilter: [{ column: 'a', operator: 'EQUALS', values: ['1'] }] }).allColumns).toBe(false);
    expect(passing().allColumns).toBe(true);
  });
});
