import { describe, expect, it } from 'vitest';
import type { HistoryEntry, Role } from '@gongshu/contracts';
import { sampleEntry } from '@gongshu/testing';
import { checkContent, entryCode, isVisibleTo, mayBeRefused, partiesOf, searchedText, type Entry, type Viewer } from './entry.js';

const PROVIDER = { id: 'minzheng', name: '省民政厅', division: '130000', level: 'PROVINCE', node: '130000' };
const pass: HistoryEntry = { act: 'pass', from: 'DEPARTMENT_REVIEW', to: 'AUTHORITY_REVIEW', at: '', actor: '', organisation: '', node: '', article: '', dueOn: null, reasons: null };

function entry(step: string, history: HistoryEntry[] = []): Entry {
  const standing = { packId: 'hebei', packVersion: '1', procedure: 'catalogue-entry', step, ended: false, since: '', dueOn: null, dueArticle: null, period: null, extensions: 0, extensionAppliedOn: null };
  return { id: '', node: '130000', provider: PROVIDER, compilers: [], content: sampleEntry(), code: null, version: 1, standing, history, waitingFor: [], concerned: history.length === 0 ? ['owner'] : ['owner', 'owner-authority'], compiledAt: '', publishedAt: step === 'PUBLISHED' ? '2026-03-02T00:00:00Z' : null, replacedAt: null, change: null, withdrawal: null };
}
function viewer(organisation: { id: string; division?: string; level?: string }, ...roles: Role[]): Viewer {
  return { actor: 'x', organisation: { name: '', division: '130000', level: 'PROVINCE', node: '130000', ...organisation }, roles, node: { code: '130000' } };
}

const OWNER = viewer({ id: 'minzheng' });
const AUTHORITY = viewer({ id: 'shujuju' }, 'DATA_AUTHORITY');
const CITY_AUTHORITY = viewer({ id: 'shi-shujuju', division: '130100', level: 'CITY' }, 'DATA_AUTHORITY');
const OTHER = viewer({ id: 'jiaoyu' }, 'DATA_ADMINISTRATOR');

describe('who plays which part', () => {
  it('is the provider, and the data authority of its level and division', () => {
    expect([OWNER, AUTHORITY, CITY_AUTHORITY, OTHER].map((each) => partiesOf(entry('DRAFT'), each))).toEqual([['owner'], ['owner-authority', 'node-authority'], [], []]);
  });

  it('is nobody of this node in an entry of a neighbour, even under the same organisation id', () => {
    expect(partiesOf({ ...entry('PUBLISHED'), node: '130100' }, OWNER)).toEqual([]);
  });
});

describe('who sees an entry', () => {
  it.each([
    ['DRAFT', [], [true, false, false, false]],
    ['DEPARTMENT_REVIEW', [], [true, false, false, false]],
    ['AUTHORITY_REVIEW', [pass], [true, true, false, false]],
    ['DRAFT', [pass], [true, true, false, false]],
    ['PUBLISHED', [pass], [true, true, true, true]],
  ])('at %s', (step, history, seen) => {
    expect([OWNER, AUTHORITY, CITY_AUTHORITY, OTHER].map((each) => isVisibleTo(entry(step, history), each))).toEqual(seen);
  });

  it('does not include the authority that is told it may not decide', () => {
    expect([CITY_AUTHORITY, OTHER].map((each) => mayBeRefused(entry('AUTHORITY_REVIEW', [pass]), each))).toEqual([true, false]);
    expect(mayBeRefused(entry('DRAFT'), CITY_AUTHORITY)).toBe(false);
  });
});

describe('an entry', () => {
  it('names each column once', () => {
    const column = { column: 'code', name: '代码', type: 'TEXT' };
    expect(() => checkContent(sampleEntry({ items: [column, { ...column, column: 'other' }] }))).not.toThrow();
    expect(() => checkContent(sampleEntry({ items: [column, { ...column, column: 'other' }, column] }))).toThrow(expect.objectContaining({ parts: { errors: [expect.objectContaining({ pointer: '/items/2/column' })] } }));
  });

  it.each([['BASE', '1300001/000007'], ['TOPIC', '1300002/000007'], ['DEPARTMENT', '1300003/000007']])('of class %s has the code %s', (entryClass, code) => {
    expect(entryCode({ ...entry('PUBLISHED'), content: sampleEntry({ entryClass }) }, 7)).toBe(code);
  });

  it('is found by its name, abstract and items', () => {
    expect(searchedText(sampleEntry({ name: '甲', abstract: '乙', items: [{ column: 'c', name: '丙', type: 'TEXT' }] }))).toBe('甲\n乙\n丙');
  });
});
