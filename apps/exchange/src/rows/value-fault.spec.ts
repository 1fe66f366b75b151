import { describe, expect, it } from 'vitest';
import { valueFault } from './value-fault.js';

describe('a value', () => {
  it.each([
    ['INTEGER', '0'], ['INTEGER', '-12'], ['INTEGER', '999999999999999999'],
    ['NUMBER', '3.1400'], ['NUMBER', '-0.5'], ['NUMBER', '7'],
    ['DATE', '2024-02-29'],
    ['DATETIME', '2026-03-02 09:00:00'], ['DATETIME', '2026-03-02T09:00:00.5+08:00'], ['DATETIME', '2026-03-02T09:00:00Z'],
    ['BOOLEAN', 'true'], ['BOOLEAN', 'false'],
    ['TEXT', '石家庄市\n"a",b\t\\N'], ['TEXT', '𠮷'],
  ])('fits %s: %j', (type, value) => {
    expect(valueFault(type, value)).toBeNull();
  });

  it.each([
    ['INTEGER', '007'], ['INTEGER', '1.0'], ['INTEGER', '+1'], ['INTEGER', '1e3'], ['INTEGER', ' 1'], ['INTEGER', '9999999999999999999'], ['INTEGER', '１'],
    ['NUMBER', '.5'], ['NUMBER', '1.'], ['NUMBER', 'NaN'], ['NUMBER', '1,5'],
    ['DATE', '2023-02-29'], ['DATE', '2023-2-1'], ['DATE', '20230201'], ['DATE', '2023-13-01'],
    ['DATETIME', '2026-03-02'], ['DATETIME', '2026-03-02 24:00:00'], ['DATETIME', '2026-02-30 09:00:00'],
    ['BOOLEAN', 'TRUE'], ['BOOLEAN', '1'],
    ['TEXT', 'a\u0000b'], ['TEXT', 'a\u001bb'], ['TEXT', '\ud842'], ['TEXT', 'x'.repeat(4001)],
    ['GEOMETRY', 'x'],
  ])('does not fit %s: %j', (type, value) => {
    expect(valueFault(type, value)).not.toBeNull();
  });

  it('fits every type when it is absent', () => {
    for (const type of ['TEXT', 'INTEGER', 'NUMBER', 'DATE', 'DATETIME', 'BOOLEAN']) expect(valueFault(type, '')).toBeNull();
  });

  it('is never repeated in its fault', () => {
    expect(JSON.stringify(valueFault('INTEGER', '130102199001011234X'))).not.toContain('1301');
  });
});
