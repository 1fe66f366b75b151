import { describe, expect, it } from 'vitest';
import { nextHop } from './other-nodes.js';

describe('the next node on the way to another', () => {
  it.each([
    ['down to the child it lies in', ['370000', '371000'], '371082', '370000', null, '371000'],
    ['down to the nearest, where territories enclose each other', ['371000', '371082'], '371082', '370000', null, '371082'],
    ['up, for a node above the parent', ['371000'], '370000', '371082', '371000', '371000'],
    ['up, for a node beside', ['371000', '371082'], '370200', '371000', '370000', '370000'],
    ['nowhere, at the top', ['371000'], '130000', '370000', null, null],
    ['nowhere, where no child leads there', ['371000'], '370200', '370000', null, null],
  ])('is %s', (_what, neighbours, node, own, parent, expected) => expect(nextHop(neighbours, node, own, parent)).toBe(expected));
});
