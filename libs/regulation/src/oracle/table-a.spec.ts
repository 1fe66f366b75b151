import { describe, expect, it } from 'vitest';
import { loadPacks } from '../packs/load-packs.js';
import { defaultsD, defaultsOfOnePack, listedInTableA, tableA, type Cell, type Row } from './table-a.js';

const shelf = loadPacks();
const IDS = ['fushun', 'jian', 'hebei', 'liaoning', 'weihai'] as const satisfies readonly (keyof Row)[];

const cells = Object.entries(tableA).flatMap(([key, row]) => IDS.map((id) => ({ id, key, cell: row[id] })));
const spoken = cells.flatMap(({ id, key, cell }) => (cell === undefined ? [] : [{ id, key, cell }]));
const silent = cells.filter(({ cell }) => cell === undefined);

describe('what a text says', () => {
  it.each(spoken)('stands in the pack $id as $key, with its article', ({ id, key, cell }) => {
    const found = shelf.effective(id).parameters[cell.under ?? key];
    expect(found?.source.packId).toBe(id);
    expect(cell.articles).toContain(found?.source.article);
    if (cell.value !== undefined) expect(found?.value).toBe(cell.value);
    for (const [neighbour, article] of Object.entries(cell.also ?? {})) expect([neighbour, shelf.effective(id).parameters[neighbour]?.source]).toMatchObject([neighbour, { packId: id, article }]);
  });

  it('is counted in the unit that the overview names', () => {
    const unitOf = (cell: Cell, key: string): string => (typeof cell.value !== 'number' ? (/^\d\d-/.test(String(cell.value)) ? 'dayOfYear' : 'none') : /cycle$|fullMaintenance/.test(key) ? 'timesPerYear' : key === 'demandPlan.update' ? 'timesPerMonth' : 'workingDays');
    for (const { id, key, cell } of spoken.filter(({ cell }) => cell.value !== undefined)) expect([id, key, shelf.effective(id).parameters[cell.under ?? key]?.unit]).toEqual([id, key, unitOf(cell, key)]);
  });

  it('lists as many things as the overview', () => {
    for (const [key, counts] of Object.entries(listedInTableA)) {
      for (const [id, count] of Object.entries(counts)) expect([id, key, shelf.effective(id).parameters[key]?.value]).toEqual([id, key, expect.objectContaining({ length: count }) as unknown]);
    }
  });

  it('is a parameter with value, unit, article, quote and status in every row, also where a row has nothing but a reading of the platform', () => {
    const known = IDS.map((id) => shelf.effective(id).parameters);
    for (const key of Object.keys(tableA)) expect([key, known.some((parameters) => parameters[key] !== undefined)]).toEqual([key, true]);
    for (const parameters of known) {
      for (const [key, { source, status, unit, value }] of Object.entries(parameters)) expect([key, source.article !== '', source.quote !== '', status !== undefined, unit !== undefined, value !== undefined]).toEqual([key, true, true, true, true, true]);
    }
  });

  it('is nothing where it is silent: no pack claims such a row as its text', () => {
    for (const { id, key } of silent) {
      const found = shelf.effective(id).parameters[key];
      expect([id, key, found?.source.packId === id && found.status === 'text']).toEqual([id, key, false]);
    }
    expect(silent.length + spoken.length).toBe(IDS.length * 60);
  });
});

describe('what the platform reads where the texts are silent', () => {
  it.each(defaultsD.map(([item, key, value]) => ({ item, key, value })))('item $item is the parameter $key, which cites it', ({ item, key, value }) => {
    const found = shelf.effective('default').parameters[key];
    expect(found).toMatchObject({ source: { packId: 'default', article: `DEFAULT-${String(item)}` } });
    expect(found?.status).not.toBe('text');
    if (value !== undefined) expect(found?.value).toBe(value);
  });

  it('leaves out none of the 44 items', () => {
    expect([...new Set(defaultsD.map(([item]) => item))]).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
  });

  it.each(defaultsOfOnePack)('in %s, %s cites %s and is %s', (id, key, cites, value) => {
    expect(shelf.effective(id).parameters[key]).toMatchObject({ value, source: { article: cites } });
  });
});
