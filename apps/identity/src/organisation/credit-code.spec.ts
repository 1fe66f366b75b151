import { describe, expect, it } from 'vitest';
import { creditCodeVerifies } from './credit-code.js';

describe('unified social credit code', () => {
  it.each(['91350100M000100Y43', '11320000MB151840XJ', '11130000MB00000090'])('accepts %s', (code) => {
    expect(creditCodeVerifies(code)).toBe(true);
  });
  it.each(['91350100M000100Y4Z', '91350100M000100Y42', '9135010OM000100Y43', '91350100M000100Y4', '９1350100M000100Y43'])('refuses %s', (code) => {
    expect(creditCodeVerifies(code)).toBe(false);
  });
});
