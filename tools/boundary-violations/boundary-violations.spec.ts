import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const places = join(import.meta.dirname, 'places');
const typed = join(import.meta.dirname, 'src');

// A breach in `places` is no file of any project: the rules that need types are left out there and tried in `src`.
const byPlace = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });
const byType = new ESLint({ cwd: root, ignore: false });

const boundary = '@nx/enforce-module-boundaries';
const grant = 'apps/sharing/src/grant';

interface Breach { readonly path: string; readonly rule: string; readonly messageId?: string; readonly allowedAt?: readonly string[] }

const breaches: readonly Breach[] = [
  { path: `${grant}/imports-an-app.ts`, rule: boundary, messageId: 'noImportsOfApps', allowedAt: ['tools/demo/src/demo.ts'] },
  { path: `${grant}/imports-an-app-by-path.ts`, rule: boundary, messageId: 'noRelativeOrAbsoluteImportsAcrossLibraries' },
  { path: `${grant}/imports-a-tool.ts`, rule: boundary, allowedAt: ['tools/demo/src/demo.ts'] },
  { path: 'libs/service-kit/src/kit-imports-an-app.ts', rule: boundary },
  { path: 'libs/service-kit/src/kit-imports-testing.spec.ts', rule: boundary, allowedAt: [`${grant}/decide-grant.spec.ts`] },
  { path: 'libs/contracts/src/contracts-import-regulation.ts', rule: boundary, messageId: 'emptyOnlyTagsConstraintViolation', allowedAt: [`${grant}/decide-grant.ts`, 'libs/service-kit/src/pack.ts'] },
  { path: 'libs/contracts/src/contracts-import-a-framework.ts', rule: boundary, messageId: 'bannedExternalImportsViolation', allowedAt: ['libs/service-kit/src/answer.ts'] },
  { path: 'libs/regulation/src/regulation-imports-contracts.ts', rule: boundary, messageId: 'emptyOnlyTagsConstraintViolation', allowedAt: [`${grant}/decide-grant.ts`, 'libs/testing/src/problem.ts'] },
  { path: 'libs/regulation/src/regulation-imports-a-library.ts', rule: boundary, messageId: 'bannedExternalImportsViolation', allowedAt: ['libs/contracts/src/article.ts'] },
  { path: 'libs/testing/src/testing-imports-regulation.ts', rule: boundary, messageId: 'onlyTagsConstraintViolation' },
  { path: 'tools/audit-verify/src/verifier-imports-the-kit.ts', rule: boundary, messageId: 'onlyTagsConstraintViolation', allowedAt: ['libs/testing/src/start.ts'] },
  { path: `${grant}/speaks-nats.ts`, rule: 'place/nats-only-in-messaging', allowedAt: ['libs/service-kit/src/messaging/connect.ts', 'libs/testing/src/bus.spec.ts'] },
  { path: `${grant}/imports-testing.ts`, rule: 'place/testing-only-in-specs', allowedAt: [`${grant}/decide-grant.spec.ts`, `${grant}/decide-grant.it.spec.ts`] },
  { path: `${grant}/counts-on-the-oracle.ts`, rule: 'place/oracle-only-in-proofs', allowedAt: [`${grant}/decide-grant.spec.ts`] },
  { path: `${grant}/reads-environment.ts`, rule: 'place/environment-only-in-config', allowedAt: ['libs/service-kit/src/config/port.ts', 'tools/demo/src/port.ts'] },
  { path: `${grant}/destructures-environment.ts`, rule: 'place/environment-only-in-config', allowedAt: ['libs/service-kit/src/config/port.ts'] },
  { path: `${grant}/tells-time.ts`, rule: 'place/time-only-by-clock', allowedAt: ['libs/service-kit/src/context/clock.ts', 'tools/demo/src/time.ts', `${grant}/decide-grant.it.spec.ts`] },
  { path: `${grant}/tells-milliseconds.ts`, rule: 'place/time-only-by-clock', allowedAt: ['libs/service-kit/src/context/clock.ts', 'bench/governed-call/rounds.ts'] },
  { path: `${grant}/rules/rule-reads-a-file.ts`, rule: 'place/rules-are-pure', allowedAt: [`${grant}/decide-grant.ts`] },
  { path: `${grant}/rules/rule-imports-its-use-case.ts`, rule: 'place/rules-are-pure', allowedAt: [`${grant}/permit/decide-grant.ts`] },
  { path: 'apps/audit/src/log/log-imports-the-kit.ts', rule: 'place/rules-are-pure', allowedAt: ['apps/audit/src/checkpoint/publish-checkpoint.ts'] },
  { path: `${grant}/imports-another-store.ts`, rule: 'place/stores-stay-in-their-folder' },
  { path: `${grant}/imports-another-table.ts`, rule: 'place/stores-stay-in-their-folder' },
  { path: `${grant}/grant.controller.ts`, rule: 'place/controllers-use-use-cases', allowedAt: [`${grant}/decide-grant.ts`] },
  { path: `${grant}/has-a-default-export.ts`, rule: 'place/no-default-export', allowedAt: ['some.config.mts'] },
  { path: `${grant}/writes-to-the-console.ts`, rule: 'no-console', allowedAt: ['tools/demo/src/say.ts'] },
  { path: `${grant}/says-any.ts`, rule: '@typescript-eslint/no-explicit-any' },
  { path: `${grant}/imports-a-type-as-a-value.ts`, rule: '@typescript-eslint/consistent-type-imports' },
  { path: `${grant}/requirement-id-on-a-pure-test.spec.ts`, rule: 'place/requirement-ids-through-the-door', messageId: 'place', allowedAt: [`${grant}/decide-grant.it.spec.ts`, 'apps/system-tests/src/sharing.e2e.spec.ts'] },
  { path: `${grant}/requirement-id-on-a-table-of-pure-tests.spec.ts`, rule: 'place/requirement-ids-through-the-door', messageId: 'place', allowedAt: [`${grant}/decide-grant.it.spec.ts`] },
  { path: `${grant}/requirement-id-on-a-silent-test.it.spec.ts`, rule: 'place/requirement-ids-through-the-door', messageId: 'silent' },
  { path: `${grant}/requirement-id-on-a-test-that-expects-nothing.it.spec.ts`, rule: 'place/requirement-ids-through-the-door', messageId: 'expectsNothing' },
];

const typedBreaches = [
  { file: 'leaves-a-promise.ts', rule: '@typescript-eslint/no-floating-promises' },
  { file: 'misuses-a-promise.ts', rule: '@typescript-eslint/no-misused-promises' },
  { file: 'awaits-a-value.ts', rule: '@typescript-eslint/await-thenable' },
];

const violations = async (text: string, path: string) => {
  const results = await byPlace.lintText(text, { filePath: join(root, path), warnIgnored: true });
  return results.flatMap(({ messages }) => messages);
};
const textOf = (path: string) => readFileSync(join(places, `${path}.txt`), 'utf8');

it.each(breaches)('$path breaks $rule and nothing else', async ({ path, rule, messageId }) => {
  const found = await violations(textOf(path), path);
  expect(found.map(({ ruleId, message }) => ruleId ?? message)).toEqual([rule]);
  if (messageId !== undefined) expect(found[0]?.messageId).toBe(messageId);
});

it.each(breaches.flatMap(({ path, allowedAt = [] }) => allowedAt.map((place) => ({ path, place }))))('the text of $path is right at $place', async ({ path, place }) => {
  expect(await violations(textOf(path), place)).toEqual([]);
});

it.each(typedBreaches)('src/$file breaks $rule and nothing else', async ({ file, rule }) => {
  const results = await byType.lintFiles(join(typed, file));
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message))).toEqual([rule]);
});

it('refuses a file of more than 350 lines', async () => {
  const lines = (count: number) => `export {};${'\n//'.repeat(count - 1)}\n`;
  expect(await violations(lines(350), `${grant}/decide-grant.ts`)).toEqual([]);
  expect((await violations(lines(351), `${grant}/decide-grant.ts`)).map(({ ruleId }) => ruleId)).toEqual(['max-lines']);
});

it('a comment cannot switch a rule off', async () => {
  const text = `/* eslint-disable */\n${textOf(`${grant}/tells-time.ts`)}`;
  expect((await violations(text, `${grant}/tells-time.ts`)).map(({ ruleId }) => ruleId)).toContain('place/time-only-by-clock');
});

it('every breach is tried, and every rule of our own has one', async () => {
  const files = (folder: string, ending: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending)).sort();
  expect(files(places, '.txt')).toEqual(breaches.map(({ path }) => `${path}.txt`).sort());
  expect(files(typed, '.ts')).toEqual(typedBreaches.map(({ file }) => file).sort());
  const config = (await byPlace.calculateConfigForFile(join(root, grant, 'decide-grant.ts'))) as { plugins: { place: { rules: object } } };
  expect(Object.keys(config.plugins.place.rules).map((name) => `place/${name}`).filter((rule) => !breaches.some((breach) => breach.rule === rule))).toEqual([]);
});

it('the breaches stay out of the ordinary lint', async () => {
  expect(await byPlace.isPathIgnored(join(typed, 'leaves-a-promise.ts'))).toBe(true);
});
