import { describe, expect, it } from 'vitest';
import { PermitAsk, PermitClosing } from '@gongshu/contracts';
import { parseInput } from '@gongshu/service-kit';
import { askMustBeWellFormed, closingsMustBeWellFormed } from './data-path-input.js';

const id = '00aabb83-b690-4253-b83d-0a20be1c3d08';
const ask = { token: 't', grantId: id, form: 'ROWS', traceparent: 'x' };
const closing = { permitId: id, state: 'COMPLETED', bytes: 0 };
const values: readonly unknown[] = [
  undefined, null, '', 'a', 'ROWS', 'FILE', 'COMPLETED', 'OPEN', id, id.toUpperCase(), 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(200), 'x'.repeat(201), 'x'.repeat(501), 'x'.repeat(8001),
  'a\u0000', 'a\nb', 0, 1, -1, 1.5, 1_000_000, 1_000_001, 1_000_000_001, 9_000_000_000_001, Number.NaN, true, {}, [], ['a'], ['a', 1], [''], ['x'.repeat(64)], ['a\u0001'],
  Array(300).fill('c'), Array(301).fill('c'),
];

const accepts = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe('the quick check of the data path', () => {
  it.each(['token', 'grantId', 'scenario', 'columns', 'form', 'query', 'businessCase', 'traceparent', 'unknown'])('agrees with the contract on %s of an ask', (name) => {
    for (const value of values) {
      const tried = { ...ask, [name]: value };
      if (value === undefined) delete (tried as Record<string, unknown>)[name];
      expect([name, value, accepts(() => askMustBeWellFormed(tried))]).toEqual([name, value, accepts(() => parseInput(PermitAsk, tried))]);
    }
  });

  it.each(['permitId', 'state', 'rows', 'bytes', 'digest', 'dataVersion', 'unknown'])('agrees with the contract on %s of a closing', (name) => {
    for (const value of values) {
      const tried = { ...closing, [name]: value };
      if (value === undefined) delete (tried as Record<string, unknown>)[name];
      expect([name, value, accepts(() => closingsMustBeWellFormed([tried]))]).toEqual([name, value, accepts(() => parseInput(PermitClosing, tried))]);
    }
  });
});
