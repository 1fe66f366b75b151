import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { rowsQuery } from './rows-query.js';

const columns = ['code', 'name'];

describe('a query for rows', () => {
  it('is for all rows as JSON when nothing is said', () => {
    expect(rowsQuery(new URLSearchParams(), columns)).toEqual({ form: 'json', limit: null, offset: 0, filters: [] });
  });

  it('takes form, limit, offset and filters', () => {
    expect(rowsQuery(new URLSearchParams('form=csv&limit=100000&offset=7&where.name=%E5%B8%82&where.code='), columns)).toEqual({
      form: 'csv',
      limit: 100_000,
      offset: 7,
      filters: [
        { column: 'name', value: '市' },
        { column: 'code', value: '' },
      ],
    });
  });

  it.each([
    ['form=xml', '/form'],
    ['limit=0', '/limit'],
    ['limit=100001', '/limit'],
    ['limit=1e3', '/limit'],
    ['limit=', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['offset=-1', '/offset'],
    ['offset=1000000001', '/offset'],
    ['order=name', '/order'],
    ['where.level=CITY', '/where.level'],
    ['where.name=a%00b', '/where.name'],
    ['where.name=a&where.name=b', '/where.name'],
    ['where.a%2Fb=1', '/where.a~1b'],
  ])('is refused for %s with a pointer', (text, pointer) => {
    const refused = (): unknown => rowsQuery(new URLSearchParams(text), columns);
    expect(refused).toThrow(Problem);
    try {
      refused();
    } catch (error) {
      expect((error as Problem).definition.status).toBe(422);
      expect((error as Problem).parts.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    }
  });
});
