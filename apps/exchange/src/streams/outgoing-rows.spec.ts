import { describe, expect, it } from 'vitest';
import { copySql } from './outgoing-rows.js';

describe('a query', () => {
  it('is copied with its numbers written into it', () => {
    const sql = 'SELECT c0, c1 FROM dataset.v_1 LIMIT $1 OFFSET $2';
    expect(copySql({ sql, parameters: [12, 7], most: 12 }, 2)).toBe("COPY (SELECT c0, c1 FROM dataset.v_1 LIMIT 12 OFFSET 7) TO STDOUT (FORMAT csv, NULL E'\\x01')");
  });

  it.each([[['x'], 2], [["'; DROP TABLE data_version; --"], 2], [[1.5], 2], [[Number.NaN], 2], [[], 1]])('is never copied with words from outside, or where an empty line would be written: %j', (parameters, columns) => {
    expect(copySql({ sql: 'SELECT $1', parameters, most: null }, columns)).toBeNull();
  });
});
