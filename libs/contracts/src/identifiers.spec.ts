import { describe, expect, it } from 'vitest';
import { isCreditCode, isIdentityNumber } from './identifiers.js';

describe('an identity number', () => {
  it.each(['11010519491231002X', '440524188001010014'])('%s, an example of the standard, is valid', (number) => {
    expect(isIdentityNumber(number)).toBe(true);
  });

  it.each(['110105194912310021', '11010519491231002x', '110105194902300021', '11010519491231002', '１１010519491231002X', '', '010105194912310021'])('%s is not', (number) => {
    expect(isIdentityNumber(number)).toBe(false);
  });
});

describe('a unified social credit code', () => {
  it.each(['91350100M000100Y43', '11320000MB151840XJ', '11130000MB00000090'])('%s is valid', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it.each(['91350100M000100Y44', '91350100M000100Y4', '91350100I000100Y43', '91350100M000100Y4Z', '9135010OM000100Y43', '９1350100M000100Y43', ''])('%s is not', (code) => {
    expect(isCreditCode(code)).toBe(false);
  });
});
