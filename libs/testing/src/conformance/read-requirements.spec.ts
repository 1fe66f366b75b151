import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRequirements } from './read-requirements.js';

const HEAD = 'id\tjurisdiction\tarticle\tservice\tkind\trule\n';
const row = (id: string): string => `${id}\thebei\t19\tsharing\tduty\tA refusal names its basis.\n`;

it('reads the rows in order, whatever ends a line', () => {
  const expected = { jurisdiction: 'hebei', article: '19', service: 'sharing', rule: 'A refusal names its basis.' };
  const table = `${HEAD}${row('HEB-19-2')}${row('HEB-19-1')}`;
  for (const text of [table, table.replaceAll('\n', '\r\n')]) expect(readRequirements(text)).toEqual([{ id: 'HEB-19-2', ...expected }, { id: 'HEB-19-1', ...expected }]);
});

it.each([
  ['an id twice', `${HEAD}${row('HEB-19-2')}${row('HEB-19-2')}`, 'line 3: HEB-19-2 stands twice'],
  ['a misshapen id', `${HEAD}${row('HEB-19')}`, 'line 2: "HEB-19" is no id'],
  ['a row cut short', `${HEAD}HEB-19-2\thebei\t19\n`, 'line 2: no service'],
  ['a table without a column', `id\tarticle\nHEB-19-2\t19\n`, 'line 2: no jurisdiction'],
])('refuses %s, with the line', (_what, table, message) => {
  expect(() => readRequirements(table)).toThrow(message);
});

it('the table of the repository has 435 requirements of five jurisdictions and eight services', () => {
  const requirements = readRequirements(readFileSync(join(import.meta.dirname, '../../../../docs/requirements.tsv'), 'utf8'));
  expect(requirements).toHaveLength(435);
  expect(new Set(requirements.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(['hebei', 'liaoning', 'fushun', 'jian', 'weihai']));
  expect(new Set(requirements.map(({ service }) => service)).size).toBe(8);
});
