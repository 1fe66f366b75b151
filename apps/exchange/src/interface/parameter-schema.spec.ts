import { Problem } from '@gongshu/contracts';
import { describe, expect, it } from 'vitest';
import { parameterSchemaOf } from './parameter-schema.js';

const documentOf = (paths: object, components: object = {}): string => JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths, components });
const schemaOf = (document: string, address = 'http://p.example/api/rows?tenant=5'): unknown => JSON.parse(parameterSchemaOf(document, address) ?? 'null');
const get = (...parameters: object[]): object => ({ get: { parameters } });
const query = (name: string, schema: object, more: object = {}): object => ({ in: 'query', name, schema, ...more });

describe('what a document says of query parameters', () => {
  it('is the rules of the address’s own GET: types, lists, patterns, bounds, and what must be there', () => {
    const paths = {
      '/rows': { parameters: [query('year', { type: 'string' }), query('page', { type: 'integer' }, { required: true })], ...get(query('year', { type: 'integer', minimum: 2000, 'x-own': 1, format: 'int32' }, { required: true }), query('page', { type: 'integer' }), { $ref: '#/components/parameters/code' }) },
      '/api/rows': get(query('other', {})),
      '/x': get(query('no', {})),
    };
    const components = { parameters: { code: query('code', { $ref: '#/components/schemas/Code' }) }, schemas: { Code: { type: 'string', pattern: '^[0-9]{6}$', enum: ['130000', null] } } };
    expect(schemaOf(documentOf(paths, components), 'http://p.example/v1/rows')).toEqual({
      type: 'object', additionalProperties: false, required: ['year'],
      properties: { year: { type: 'integer', minimum: 2000 }, page: { type: 'integer' }, code: { type: 'string', pattern: '^[0-9]{6}$', enum: ['130000'] } },
    });
    expect(schemaOf(documentOf(paths, components))).toMatchObject({ properties: { other: {} } });
  });

  it('is nothing without a document, a GET, or a GET of that address', () => {
    expect(parameterSchemaOf(null, 'http://p.example/rows')).toBeNull();
    expect(schemaOf(documentOf({ '/rows': { post: {} } }))).toBeNull();
    expect(schemaOf(documentOf({ '/a': get(), '/b': get() }))).toBeNull();
    expect(schemaOf(documentOf({ '/only': get(query('a', {})) }))).toMatchObject({ properties: { a: {} } });
  });

  it('does not follow a circle, and takes no name for a rule', () => {
    expect(schemaOf(documentOf({ '/rows': get({ $ref: '#/components/parameters/a' }, query('__proto__', { type: 'string' }), query('b', { $ref: '#/constructor' })) }, { parameters: { a: { $ref: '#/components/parameters/a' } } }))).toMatchObject({ properties: { b: {} } });
  });

  it('is refused when a pattern may run for long, or when there is too much of it', () => {
    const refused = (document: string): unknown => {
      try {
        parameterSchemaOf(document, 'http://p.example/rows');
      } catch (error) {
        if (error instanceof Problem) return [error.definition.code, error.parts.errors?.[0]?.code];
      }
      return null;
    };
    expect(refused(documentOf({ '/rows': get(query('a', { type: 'string', pattern: '(a+)+$' })) }))).toEqual(['exchange/invalid-openapi', 'unsafe-pattern']);
    expect(refused(documentOf({ '/rows': get(...Array.from({ length: 101 }, (_, at) => query(`p${String(at)}`, {}))) }))).toEqual(['exchange/invalid-openapi', 'too-many-parameters']);
    expect(refused(documentOf({ '/rows': get(query('a', { enum: Array.from({ length: 5_000 }, (_, at) => at) })) }))).toEqual(['exchange/invalid-openapi', 'too-long']);
  });
});
