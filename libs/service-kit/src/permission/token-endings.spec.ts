import { expect, it } from 'vitest';
import { TokenEndings } from './token-endings.js';

const at = (instant: string) => ({ now: () => Date.parse(instant) });
const token = { node: '130000', client: 'compiler', generation: 1 };
const ending = { node: '130000', clientId: 'compiler', generation: 2, until: '2026-03-02T01:10:00Z' };

it('ends the tokens of one client of one node, up to a generation', () => {
  const endings = new TokenEndings(at('2026-03-02T01:00:00Z'));
  endings.add(ending);
  expect(endings.has(token)).toBe(true);
  expect(endings.has({ ...token, generation: 2 })).toBe(false);
  expect(endings.has({ ...token, client: 'reviewer' })).toBe(false);
  expect(endings.has({ ...token, node: '130100' })).toBe(false);
});

it('keeps the later of two endings, in whatever order they come', () => {
  const endings = new TokenEndings(at('2026-03-02T01:00:00Z'));
  endings.add({ ...ending, generation: 3 });
  endings.add(ending);
  expect(endings.has({ ...token, generation: 2 })).toBe(true);
});

it('forgets what has expired when the next comes', () => {
  const clock = { at: Date.parse('2026-03-02T01:00:00Z'), now: () => clock.at };
  const endings = new TokenEndings(clock);
  endings.add(ending);
  clock.at = Date.parse('2026-03-02T01:11:00Z');
  endings.add({ ...ending, clientId: 'other', until: '2026-03-02T01:21:00Z' });
  expect(endings.has(token)).toBe(false);
});
