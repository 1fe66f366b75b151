import { describe, expect, it } from 'vitest';
import type { Crossing } from '@gongshu/contracts';
import { routesOf } from './route.js';

const city = { own: '130100', parent: '130000', children: ['130123', '130181'] };
const province = { own: '130000', parent: null, children: ['130100', '130200'] };
const entry: Crossing = { lane: 'catalogue', to: 'neighbours' };
const checkpoint: Crossing = { lane: 'audit', to: 'neighbours' };
const ended: Crossing = { lane: 'sharing', to: 'upward' };
const request: Crossing = { lane: 'sharing', to: 'addressed' };
const all = (origin: string, crossing = entry) => ({ origin, crossing, addressedTo: undefined });
const addressed = (origin: string, addressedTo: string) => ({ origin, crossing: request, addressedTo });

describe('route of a fact', () => {
  it.each([
    ['its own to the parent and every child', all('130100'), city, ['130000', '130123', '130181']],
    ['a child’s up and to the other children', all('130123'), city, ['130000', '130181']],
    ['the parent’s down only', all('130000'), city, ['130123', '130181']],
    ['a sibling’s, come through the parent, down only', all('130200'), city, ['130123', '130181']],
    ['a grandchild’s to the other child, at the top', all('130123'), province, ['130200']],
    ['what concerns those above up, from hop to hop', all('130123', ended), city, ['130000']],
    ['the same no further than the top', all('130123', ended), province, []],
    ['the same not down', all('130000', ended), city, []],
    ['its own checkpoint to both sides', all('130100', checkpoint), city, ['130000', '130123', '130181']],
  ])('goes: %s', (_what, fact, place, expected) => expect(routesOf(fact, place)).toEqual(expected));

  it('leaves a neighbour’s checkpoint with those next to its log', () => expect(routesOf(all('130123', checkpoint), city)).toEqual([]));

  it.each([
    ['nowhere when it has arrived', addressed('130123', '130100'), city, []],
    ['down to the child whose territory it lies in', addressed('130000', '130123'), city, ['130123']],
    ['to the parent when it lies outside', addressed('130100', '130200'), city, ['130000']],
    ['on, from a grandchild to the top', addressed('130123', '130000'), city, ['130000']],
    ['down by the nearest hop', addressed('130000', '130123'), province, ['130100']],
    ['across the top to another child', addressed('130123', '130200'), province, ['130200']],
  ])('that is addressed goes %s', (_what, fact, place, expected) => expect(routesOf(fact, place)).toEqual(expected));

  it.each([
    ['outside, at the top', addressed('130000', '370000'), province],
    ['inside, to no node', addressed('130000', '130300'), province],
    ['back to the child it came from', addressed('130123', '130123'), city],
    ['back to the parent it came from', addressed('130000', '130200'), city],
  ])('has no route when it is addressed %s', (_what, fact, place) => expect(routesOf(fact, place)).toBeNull());

  it('prefers the child with the nearest territory', () => {
    expect(routesOf(addressed('130000', '130123'), { own: '130000', parent: null, children: ['130100', '130123'] })).toEqual(['130123']);
  });
});
