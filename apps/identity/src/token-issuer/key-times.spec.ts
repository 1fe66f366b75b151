import { expect, it } from 'vitest';
import { publishedKeysAt, signingKeyAt } from './key-times.js';

const first = { kid: 'first', signsFrom: 0 };
const second = { kid: 'second', signsFrom: 1_000_000 };
const third = { kid: 'third', signsFrom: 2_000_000 };
const keys = [second, third, first];
const published = (now: number): string[] => publishedKeysAt(keys, now, 600).map(({ kid }) => kid);

it('a key signs from its time on, and until the next one does', () => {
  expect([-1, 0, 999_999, 1_000_000, 1_999_999, 2_000_000].map((now) => signingKeyAt(keys, now)?.kid)).toEqual(['first', 'first', 'first', 'second', 'second', 'third']);
  expect(signingKeyAt([], 0)).toBeUndefined();
});

it('a key is published before it signs, and until the last token of its time has run out', () => {
  expect(published(999_999)).toEqual(['first', 'third', 'second']);
  expect(published(1_000_000)).toEqual(['second', 'third', 'first']);
  expect(published(1_659_999)).toEqual(['second', 'third', 'first']);
  expect(published(1_660_000)).toEqual(['second', 'third']);
  expect(published(2_660_000)).toEqual(['third']);
});
