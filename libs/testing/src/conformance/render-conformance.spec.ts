import { expect, it } from 'vitest';
import { collectProofs } from './collect-proofs.js';
import { conformanceJson, conformanceMarkdown, conformanceSummary } from './render-conformance.js';

const requirements = [
  { id: 'WEI-18-1', jurisdiction: 'weihai', article: '18', service: 'sharing', rule: 'Unconditional data are provided at once.' },
  { id: 'HEB-19-2', jurisdiction: 'hebei', article: '19', service: 'sharing', rule: 'A refusal names its basis | or <none>.' },
  { id: 'HEB-9-1', jurisdiction: 'hebei', article: '9', service: 'catalogue', rule: 'An entry names its provider.' },
];
const { proofs } = collectProofs(requirements, [
  { name: 'apps/sharing/a.it.spec.ts > [HEB-19-2] names "it"', state: 'passed' },
  { name: 'apps/catalogue/b.it.spec.ts > [HEB-9-1] is named', state: 'failed' },
]);

it('the data file has every requirement in the table’s order', () => {
  const json = conformanceJson(proofs);
  expect(Object.entries(JSON.parse(json) as object)).toEqual([
    ['WEI-18-1', { status: 'not yet', tests: [] }],
    ['HEB-19-2', { status: 'proved', tests: ['apps/sharing/a.it.spec.ts > [HEB-19-2] names "it"'] }],
    ['HEB-9-1', { status: 'failing', tests: ['apps/catalogue/b.it.spec.ts > [HEB-9-1] is named'] }],
  ]);
  expect(json.trimEnd().split('\n')).toHaveLength(5);
});

it('the document has the totals, a matrix of services and jurisdictions, and a table per jurisdiction', () => {
  const lines = conformanceMarkdown(proofs).split('\n');
  expect(lines).toContain('conformance: 1 of 3 proved, 1 failing, 1 not yet');
  const matrix = lines.indexOf('| service | hebei | weihai | all |');
  expect(lines.slice(matrix + 2, matrix + 5)).toEqual(['| catalogue | 0 / 1 |  | 0 / 1 |', '| sharing | 1 / 1 | 0 / 1 | 1 / 2 |', '| all | 1 / 2 | 0 / 1 | 1 / 3 |']);
  const hebei = lines.indexOf('## hebei');
  expect(lines.slice(hebei + 2, hebei + 8)).toEqual([
    '1 of 2 proved, 1 failing, 0 not yet',
    '',
    '| id | article | service | rule | status | tests |',
    '| --- | --- | --- | --- | --- | --- |',
    '| HEB-19-2 | 19 | sharing | A refusal names its basis \\| or \\<none>. | proved | apps/sharing/a.it.spec.ts > [HEB-19-2] names "it" |',
    '| HEB-9-1 | 9 | catalogue | An entry names its provider. | failing | apps/catalogue/b.it.spec.ts > [HEB-9-1] is named |',
  ]);
});

it('the closing summary tells what fails, the totals, and a line per service', () => {
  expect(conformanceSummary(proofs).split('\n')).toEqual([
    'failing HEB-9-1: An entry names its provider.',
    '  apps/catalogue/b.it.spec.ts > [HEB-9-1] is named',
    'conformance: 1 of 3 proved, 1 failing, 1 not yet',
    '  catalogue: 0 of 1 proved, 1 failing, 0 not yet',
    '  sharing: 1 of 2 proved, 0 failing, 1 not yet',
  ]);
});
