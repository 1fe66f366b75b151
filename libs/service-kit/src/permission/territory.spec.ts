import { describe, expect, it } from 'vitest';
import { childSpeaksForItsTerritory, covers } from './territory.js';

it.each([
  ['130000', '130123', true],
  ['130100', '130123', true],
  ['130100', '130100', true],
  ['130123', '130100', false],
  ['130100', '130200', false],
  ['130100', '', false],
])('%s covers %s: %s', (node, division, does) => {
  expect(covers(node, division)).toBe(does);
});

describe('a child speaks', () => {
  it('for what lies in its territory', () => {
    expect(() => childSpeaksForItsTerritory('130100', '130000', ['130123', '130100'])).not.toThrow();
  });

  it.each([
    ['130100', '130000', ['130200']],
    ['371000', '130000', ['371000']],
    ['130000', '130000', ['130100']],
    ['130000', '130100', ['130123']],
  ])('%s at %s not for %j', (child, own, places) => {
    expect(() => childSpeaksForItsTerritory(child, own, places)).toThrow('forwards for');
  });
});
