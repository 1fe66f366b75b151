import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ALL_REQUESTS } from '@gongshu/contracts';
import { boundRequests } from '../rest/bound-requests.js';
import { buildOpenApi } from './build-openapi.js';
import { docsPage } from './docs-page.js';
import { PUBLISHED_OPENAPI, publishedText } from './publish-openapi.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly $ref?: string;
}

const document = buildOpenApi(boundRequests(false), false);
const text = JSON.stringify(document);
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('the OpenAPI document', () => {
  it('gives every schema types that there are, or none', () => {
    const lists = [...text.matchAll(/"type":(\[[^\]]*\])/g)].flatMap(([, list = '[]']) => JSON.parse(list) as unknown[]);
    expect([...new Set(lists)].toSorted()).toEqual(['array', 'boolean', 'integer', 'null', 'object', 'string']);
  });

  it('is the published one: run `npm run contracts` after a change of contracts', async () => {
    expect(await readFile(PUBLISHED_OPENAPI, 'utf8')).toBe(publishedText());
  });

  it('has every request that has a route, and the data routes', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { http, name } of ALL_REQUESTS) {
      if (http !== null) expect(ids).toContain(name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase()));
    }
    expect(Object.keys(document.paths)).toContain('/v1/data/{grantId}/rows');
  });

  it('refers only to what it defines', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, section = '', name = ''] of references) expect(Object.keys(document.components[section] as object)).toContain(name);
  });

  it('declares every path parameter, summarises in both languages, and describes refusals', () => {
    for (const { path, operation } of operations) {
      const declared = (operation['parameters'] as Parameter[]).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(declared.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort());
      expect(operation.summary).toMatch(/[\u4e00-\u9fff].* \/ .*[a-zA-Z]/);
      expect(operation['responses']).toMatchObject({ default: { $ref: '#/components/responses/Refused' } });
      expect(operation['security']).toBeDefined();
    }
  });

  it('keeps to JSON Schema 2020-12: null is a type, and no schema says `nullable` or `example`', () => {
    expect(text).not.toMatch(/"(?:nullable|example)":/);
    expect(text).toContain('["string","null"]');
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('required' in value && 'properties' in value) {
        for (const name of value.required as string[]) expect(Object.keys(value.properties as object)).toContain(name);
      }
      if ('type' in value && typeof value.type === 'string' && 'properties' in value) expect(value.type).toBe('object');
      Object.values(value).forEach(walk);
    };
    walk(document.components['schemas']);
  });

  it('says of a nested object that it may be null', () => {
    const pack = (document.components['schemas'] as Record<string, { properties: Record<string, unknown> }>)['RegulationPack'];
    expect(pack?.properties['parent']).toMatchObject({ anyOf: [{ $ref: '#/components/schemas/PackReference' }, { type: 'null' }] });
  });

  it('reads as a page without scripts', () => {
    const page = docsPage(document);
    expect(page).toContain('/v1/sharing-requests');
    expect(page).not.toContain('<script');
  });
});
