import { describe, expect, it } from 'vitest';
import { Problem, type PullSource } from '@gongshu/contracts';
import { pullSql } from './open-database-source.js';
import { pullSourceIsWhole } from './pull-source.js';

const database: PullSource = { kind: 'POSTGRES', url: 'postgresql://db.provider.example:5432/civil', table: 'people', user: 'reader' };
const file: PullSource = { kind: 'FILE', url: 'https://provider.example/rows.csv' };

function faultsOf(source: PullSource): string[] {
  try {
    pullSourceIsWhole(source, ['a', 'b']);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.parts.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

describe('a source', () => {
  it.each([[database], [file], [{ ...database, url: 'postgres://[fd00::1]/civil?sslmode=disable', columns: [{ column: 'a', from: '甲' }] }]])('is taken when it is whole: %j', (source) => {
    expect(faultsOf(source)).toEqual([]);
  });

  it.each<[PullSource, string]>([
    [{ ...file, url: 'https://me:secret@provider.example/' }, '/source/url credentials'],
    [{ ...database, url: 'postgresql://me:secret@db.provider.example/civil' }, '/source/url credentials'],
    [{ ...database, url: 'https://provider.example/civil' }, '/source/url scheme'],
    [{ ...file, url: 'postgresql://db.provider.example/civil' }, '/source/url scheme'],
    [{ ...database, url: 'postgresql://db.provider.example' }, '/source/url database'],
    [{ ...database, url: 'postgresql://db.provider.example/civil?host=/tmp' }, '/source/url parameter'],
    [{ ...database, url: 'postgresql://db.provider.example/civil?sslmode=prefer' }, '/source/url sslmode'],
    [{ ...database, url: 'postgresql:///civil' }, '/source/url url'],
    [{ kind: 'POSTGRES', url: database.url, user: 'reader' }, '/source/table required'],
    [{ ...file, table: 'people' }, '/source/table unknown'],
    [{ ...database, columns: [{ column: 'c', from: 'x' }] }, '/source/columns/0/column unknown-column'],
    [{ ...database, columns: [{ column: 'a', from: 'x' }, { column: 'a', from: 'y' }] }, '/source/columns/1/column repeated'],
  ])('is refused: %j', (source, fault) => {
    expect(faultsOf(source)).toEqual([fault]);
  });

  it('is read by names in quotes alone', () => {
    expect(pullSql({ ...database, schema: 's"x', columns: [{ column: 'a', from: 'a"; DROP TABLE people; --' }] }, ['a', 'b'])).toBe(
      'COPY (SELECT "a""; DROP TABLE people; --"::text AS "a", "b"::text AS "b" FROM "s""x"."people") TO STDOUT (FORMAT csv, HEADER)',
    );
  });
});
