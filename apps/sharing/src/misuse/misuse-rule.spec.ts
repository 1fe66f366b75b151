import { describe, expect, it } from 'vitest';
import { loadPacks } from '@gongshu/regulation';
import { limitOf, misuseRuleOf, talliesOf, UNBOUND_CALLS, type WatchedCall } from './misuse-rule.js';

const shelf = loadPacks();
const call = (number: number, own: Partial<WatchedCall> = {}): WatchedCall => ({ grantId: 'g', client: 'c', number, query: 'q', boundToCase: true, ...own });

describe('the rule of inflated calls', () => {
  it('is there only where the pack has one', () => {
    expect(misuseRuleOf(shelf.effective('hebei'))).toBeNull();
    expect(misuseRuleOf(shelf.effective('weihai'))).toMatchObject({ windowSeconds: 60, identicalCalls: 600, unboundCalls: 6000, throttleSeconds: 600, source: { article: '33' } });
  });

  it('yields to the grant’s own limits', () => {
    const rule = misuseRuleOf(shelf.effective('weihai'));
    if (rule === null) throw new Error('weihai has a rule');
    expect(limitOf('q', rule, { identicalCalls: 5, unboundCalls: null })).toBe(5);
    expect(limitOf(UNBOUND_CALLS, rule, { identicalCalls: 5, unboundCalls: null })).toBe(6000);
  });

  it('counts identical calls together, and those without a business case whatever they ask for', () => {
    const calls = [call(1), call(2), call(3, { query: 'other', boundToCase: false }), call(4, { query: undefined, boundToCase: false }), call(5, { grantId: 'h' })];
    expect(talliesOf(calls).map(({ grantId, query, calls: count, last }) => [grantId, query, count, last.number])).toEqual([
      ['g', 'q', 2, 2], ['g', 'other', 1, 3], ['g', UNBOUND_CALLS, 2, 4], ['h', 'q', 1, 5],
    ]);
  });
});
