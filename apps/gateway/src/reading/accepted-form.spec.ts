import { describe, expect, it } from 'vitest';
import { acceptedForm } from './accepted-form.js';

describe('the form of rows', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['application/json', 'json'],
    ['application/x-ndjson', 'ndjson'],
    ['Application/X-NDJSON; charset=utf-8', 'ndjson'],
    ['text/csv', 'csv'],
    ['text/*', 'csv'],
    ['text/csv;q=0.5, application/x-ndjson;q=0.8, application/json;q=0.2', 'ndjson'],
    ['application/x-ndjson, application/json', 'json'],
    ['application/x-ndjson, */*', 'ndjson'],
    ['text/csv;q=0.9, */*;q=0.1', 'csv'],
    ['*/*;q=1, application/json;q=0', 'ndjson'],
    ['application/json;q=0, application/x-ndjson;q=0.001', 'ndjson'],
    ['application/json;q=0.1, application/json;q=0.7, text/csv;q=0.5', 'json'],
    ['application/json;q=nonsense, text/csv;q=0.1', 'csv'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'json'],
  ])('that Accept: %s likes best is %s', (header, form) => {
    expect(acceptedForm(header)).toBe(form);
  });

  it.each(['text/html', 'application/json;q=0', '*/*;q=0', 'application/xml, image/*', 'application/x-ndjson;q=2', ',;,'])('is none for Accept: %s, and the problem names those there are', (header) => {
    expect(() => acceptedForm(header)).toThrow(expect.objectContaining({ definition: expect.objectContaining({ status: 406 }) as object, parts: { allowed: ['application/json', 'application/x-ndjson', 'text/csv'] } }) as Error);
  });
});
