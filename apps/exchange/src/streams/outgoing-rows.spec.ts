import { describe, expect, it } from 'vitest';
import { copySql } from './outgoing-rows.js';

describe('a query', () => {
  it('is copied with its numbers written into it', () => {
    const sql = 'SELECT c0, c1 FROM dataset.v_1 WHERE row_number > $1 ORDER BY row_number LIMIT $2';
    expect(copySql({ sql, parameters: [7, 12], most: 12 }, 2)).toBe("COPY (SELECT c0, c1 FROM dataset.v_1 WHERE row_number > 7 ORDER BY row_number LIMIT 12) TO STDOUT (FORMAT csv, NULL E'\\x01')");
  });

  it.each([[['x'], 2], [["'; DROP TABLE data_version; --"], 2], [[1.5], 2], [[Number.NaN], 2], [[], 1]])('is never copied with words from outside, or where an empty line would be written: %j', (parameters, columns) => {
    expect(copySql({ sql: 'SELECT $1', parameters, most: null }, columns)).toBeNull();
  });
});
