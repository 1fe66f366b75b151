import js from '@eslint/js';
import devkit from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import { requirementIdsThroughTheDoor } from './tools/lint-rules/requirement-ids-through-the-door.mjs';

// The boundary rule reads a cached project graph and silently skips itself where there is none: bring the cache up to date first.
const graph = await devkit.createProjectGraphAsync();
const launchers = Object.values(graph.nodes).filter(({ data }) => data.tags?.includes('kind:launcher')).map(({ data }) => `${data.root}/**/*.ts`);

const specs = '**/*.spec.ts';
const rest = ['bench/**/*.ts', 'deploy/**/*.ts'];

/**
 * Flat config lets the last block win per rule, so two bans of imports on one file would erase each other.
 * Each ban is therefore a rule of its own: ESLint's ban of imports or of syntax under the name of what it protects.
 */
const place = {
  rules: Object.fromEntries([
    ['requirement-ids-through-the-door', requirementIdsThroughTheDoor],
    ...['nats-only-in-messaging', 'testing-only-in-specs', 'oracle-only-in-proofs', 'rules-are-pure', 'stores-stay-in-their-folder', 'controllers-use-use-cases'].map((name) => [name, builtinRules.get('no-restricted-imports')]),
    ...['environment-only-in-config', 'time-only-by-clock', 'no-default-export'].map((name) => [name, builtinRules.get('no-restricted-syntax')]),
  ]),
};

const banImports = (name, regex, message) => ({ [`place/${name}`]: ['error', { patterns: [{ regex, message }] }] });
const banSyntax = (name, message, ...selectors) => ({ [`place/${name}`]: ['error', ...selectors.map((selector) => ({ selector, message }))] });

/** Tests of contracts and regulation need a test runner; their code needs nothing but what is listed. */
const boundaries = (testTools, allow = []) => ({
  '@nx/enforce-module-boundaries': ['error', {
    allow,
    depConstraints: [
      { sourceTag: 'kind:service', onlyDependOnLibsWithTags: ['kind:kit', 'kind:contracts', 'kind:regulation', 'kind:testing'] },
      { sourceTag: 'kind:kit', onlyDependOnLibsWithTags: ['kind:contracts', 'kind:regulation'] },
      { sourceTag: 'kind:contracts', onlyDependOnLibsWithTags: [], allowedExternalImports: ['class-validator', 'class-transformer', 'reflect-metadata', ...testTools] },
      { sourceTag: 'kind:regulation', onlyDependOnLibsWithTags: [], allowedExternalImports: ['yaml', ...testTools] },
      { sourceTag: 'kind:testing', onlyDependOnLibsWithTags: ['kind:kit', 'kind:contracts', 'kind:tool'] },
      { sourceTag: 'kind:system-tests', onlyDependOnLibsWithTags: ['kind:kit', 'kind:contracts', 'kind:testing', 'kind:tool'] },
      { sourceTag: 'kind:tool', onlyDependOnLibsWithTags: ['kind:tool'] },
      { sourceTag: 'kind:law-tool', onlyDependOnLibsWithTags: ['kind:regulation'] },
      { sourceTag: 'kind:launcher', onlyDependOnLibsWithTags: ['kind:*'] },
    ],
  }],
});

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', '.nx/', '.gongshu/', 'test-results/', 'tools/boundary-violations/src/'] },
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  // Control characters are named in patterns to refuse them.
  { rules: { 'no-control-regex': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])) } },
  {
    files: ['**/*.{ts,mts}'],
    extends: [tseslint.configs.recommended],
    plugins: { place, '@nx': nx },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // The compiler says so already (noUnusedLocals, noUnusedParameters).
      '@typescript-eslint/no-unused-vars': 'off',
      'max-lines': ['error', 350],
    },
  },
  {
    files: ['{apps,libs,tools}/*/src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': ['error', { allowMixedPromiseArrays: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  { files: ['{apps,libs,tools}/**/*.ts'], rules: boundaries([]) },
  { files: [`{apps,libs,tools}/${specs}`], rules: boundaries(['vitest', 'fast-check']) },
  // They run the whole platform as its users do, and play the demo's steps.
  { files: ['apps/system-tests/**/*.ts'], rules: boundaries(['vitest', 'fast-check'], ['@gongshu/launcher', '@gongshu/demo', '@gongshu/audit-verify']) },
  // What starts services must name them; nothing else of an app's inside is open to it (relative paths stay forbidden).
  { files: [`apps/audit/${specs}`], rules: boundaries(['vitest', 'fast-check'], ['@gongshu/audit-verify']) },
  { files: launchers, rules: boundaries([], ['@gongshu/**']) },
  { files: ['{apps,libs}/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['**/*.ts'],
    rules: banSyntax('no-default-export', 'Export by name: one thing has one name.', 'ExportDefaultDeclaration', "ExportSpecifier[exported.name='default']"),
  },
  {
    files: ['{apps,libs,tools}/**/*.ts', ...rest],
    ignores: ['libs/service-kit/src/messaging/**', 'libs/testing/**/*.spec.ts', 'apps/system-tests/**/*.spec.ts'],
    rules: banImports('nats-only-in-messaging', '^@nats-io/', 'Speak to the bus through service-kit; only its messaging folder knows the client.'),
  },
  {
    files: ['{apps,libs,tools}/**/*.ts', ...rest],
    ignores: [specs, 'libs/testing/**', 'apps/system-tests/**', 'apps/gateway/src/stand-ins/**'],
    rules: banImports('testing-only-in-specs', '^@gongshu/testing(/|$)', 'Only tests import the testing library.'),
  },
  {
    files: ['{apps,libs}/**/*.ts', ...rest],
    ignores: ['libs/service-kit/src/config/**'],
    rules: banSyntax(
      'environment-only-in-config',
      'Settings come from the validated config; only service-kit/src/config reads the environment.',
      "MemberExpression[object.name='process'][property.name='env']",
      "MemberExpression[object.name='process'][property.value='env']",
      "VariableDeclarator[init.name='process'] Property[key.name='env']",
      "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
    ),
  },
  {
    files: ['{apps,libs}/**/*.ts'],
    ignores: [specs, 'libs/service-kit/src/context/clock.ts'],
    rules: banSyntax(
      'time-only-by-clock',
      'Only the injected Clock tells the time.',
      "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      "NewExpression[callee.name='Date'][arguments.length=0]",
      "CallExpression[callee.name='Date']",
    ),
  },
  {
    files: ['{apps,libs,tools}/**/*.ts'],
    ignores: [specs],
    rules: banImports('oracle-only-in-proofs', '^@gongshu/regulation/oracle$', 'The second implementation checks the first; nothing else may count on it.'),
  },
  {
    files: ['apps/*/src/*/rules/**/*.ts', 'apps/audit/src/log/**/*.ts'],
    ignores: [specs],
    rules: banImports(
      'rules-are-pure',
      '^(?!(@gongshu/(contracts|regulation)|node:(crypto|buffer)|\\./(?!.*\\.\\./).*)$)',
      'A pure rule imports only contracts, regulation, node:crypto, node:buffer and its siblings.',
    ),
  },
  {
    files: ['apps/*/src/**/*.ts'],
    rules: banImports('stores-stay-in-their-folder', '(^|/)\\.\\./.*\\.(store|table)(\\.js)?$', "Call the other folder's use case or query, never its store or table."),
  },
  {
    files: ['apps/*/src/**/*.controller.ts'],
    rules: banImports('controllers-use-use-cases', '\\.(store|table)(\\.js)?$', 'A controller maps a contract to a use case; stores are behind the use case.'),
  },
  { files: [specs], rules: { 'place/requirement-ids-through-the-door': 'error' } },
);
