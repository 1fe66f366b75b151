import { describe, expect, it } from 'vitest';
import { EntryDraft, fieldsOf, LEGAL_BASIS_LEVELS, type FieldDescription } from '@gongshu/contracts';
import { folded } from './header.js';
import { GUIDE_COLUMNS } from './guide-columns.js';

/** Every field an entry has, with the parts of nested ones: a standard's use is one cell. */
function leaves(type: Parameters<typeof fieldsOf>[0], prefix: string): [string, FieldDescription][] {
  return [...fieldsOf(type)].flatMap(([name, field]) => (field.part === null || name === 'standards' ? [[`${prefix}${name}`, field] as [string, FieldDescription]] : leaves(field.part(), `${prefix}${name}.`)));
}
const LEAVES = leaves(EntryDraft, '');

describe('the columns of a spreadsheet', () => {
  it('are all that an entry may say, so that an export loses nothing', () => {
    const checkedOnly = ['code', 'provider', 'creditCode', 'publishedOn'];
    expect(GUIDE_COLUMNS.map(({ field }) => field).filter((field) => !checkedOnly.includes(field)).sort()).toEqual(LEAVES.map(([field]) => field).sort());
  });

  it.each(LEAVES.map(([name, field]) => [name, field.schema] as const))('%s has a word for each value', (name, schema) => {
    const items = schema['items'] as { enum?: string[] } | undefined;
    const values = (schema['enum'] as string[] | undefined) ?? items?.enum ?? (schema['type'] === 'boolean' ? ['true', 'false'] : name === 'notSharedBasis.level' ? [...LEGAL_BASIS_LEVELS] : []);
    const words = GUIDE_COLUMNS.find(({ field }) => field === name)?.words ?? [];
    expect(new Set(words.map(([, value]) => value))).toEqual(new Set(values));
    expect(words.map(([word]) => word)).toEqual([...new Set(words.map(([word]) => folded(word).toUpperCase()))]);
  });

  it('have titles that no other column has', () => {
    const titles = GUIDE_COLUMNS.flatMap(({ title, aliases }) => [title, ...aliases].map(folded));
    expect(titles.filter((title, n) => titles.indexOf(title) !== n)).toEqual([]);
  });
});
