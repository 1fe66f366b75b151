import { describe, expect, it } from 'vitest';
import { loadPacks } from '@gongshu/regulation';
import { misuseRuleOf } from './misuse-rule.js';
import { PassingCalls } from './passing-calls.js';

const rule = misuseRuleOf(loadPacks().effective('weihai'));
if (rule === null) throw new Error('weihai has a rule');

describe('the calls of a message', () => {
  it('are let through up to the one that passes a limit, with those before the message', () => {
    const passing = new PassingCalls(rule, { identicalCalls: 5, unboundCalls: null }, (query) => (query === 'same' ? 3 : 0));
    const passes = (query: string): boolean => {
      if (passing.throttled) return false;
      passing.count({ query, boundToCase: true });
      return true;
    };
    expect(['other', 'same', 'same', 'other', 'same', 'other', 'same'].map(passes)).toEqual([true, true, true, true, true, false, false]);
  });

  it('without a business case count together, whatever they ask for', () => {
    const passing = new PassingCalls(rule, { identicalCalls: null, unboundCalls: 2 }, () => 0);
    for (const [query, boundToCase, after] of [['a', false, false], ['b', true, false], [undefined, false, false], ['c', false, true]] as const) {
      passing.count({ query, boundToCase });
      expect(passing.throttled).toBe(after);
    }
  });
});
