import { describe, expect, it } from 'vitest';
import { isSimplePattern } from './simple-pattern.js';

describe('a pattern of a provider’s document', () => {
  it.each(['^[0-9]{6}$', '^\\d{17}[\\dX]$', '^(?:冀|津)[A-Z][A-Z0-9]{5}$', '^[^+*()]+$', '^\\p{Script=Han}{2,20}$', '^(a|b)?c*$', 'x\\*\\+'])('is taken when it is simple: %s', (pattern) => {
    expect(isSimplePattern(pattern)).toBe(true);
  });

  it.each([`^${'a?'.repeat(8)}a*a*b$`, 'a*a*b'])('is over soon, even the worst that is taken: %s', (worst) => {
    expect(isSimplePattern(worst)).toBe(true);
    const from = performance.now();
    expect(new RegExp(worst, 'u').test('a'.repeat(256))).toBe(false);
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  it.each(['(a+)+$', '(a|aa)*$', '(?:a*){2,}', '^(a+){10}$', '(?=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>', 'a*a*a*b', '^a*a*a*a*b', '(a|a)'.repeat(25), 'a?'.repeat(30), 'a{9999}', '\\d+\\w+.{1,}x', '[', `a${'?a'.repeat(100)}`])('is not taken when it may run for long, or is none: %s', (pattern) => {
    expect(isSimplePattern(pattern)).toBe(false);
  });
});
