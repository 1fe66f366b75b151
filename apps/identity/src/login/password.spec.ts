import { expect, it } from 'vitest';
import { hashActivationCode, hashPassword, isAcceptable, newActivationCode, passwordMatches } from './password.js';

it('a password is kept as a hash that only it matches, however it was composed', async () => {
  const kept = await hashPassword('河北省Ångström-2026');
  expect(JSON.stringify(kept)).not.toContain('2026');
  expect(await passwordMatches('河北省A\u030Angstro\u0308m-2026', kept)).toBe(true);
  expect(await passwordMatches('河北省Angstrom-2026', kept)).toBe(false);
  expect((await hashPassword('河北省Ångström-2026')).hash).not.toBe(kept.hash);
});

it.each([
  ['correct horse battery', true],
  ['elevenchars', false],
  ['aaaaaaaaaaaaaaaa', false],
  ['xx-Wang-Wei-2026-xx', false],
  ['河北省政务数据共享平台登录', true],
  ['x'.repeat(60) + 'correct horse battery'.repeat(4), false],
])('%s may be a password: %s', (password, may) => {
  expect(isAcceptable(password, 'wang-wei')).toBe(may);
});

it('an activation code is known again however it is typed, and never given twice', () => {
  const code = newActivationCode();
  expect(code).toMatch(/^([2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}$/);
  expect(hashActivationCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(hashActivationCode(code));
  expect(newActivationCode()).not.toBe(code);
});
