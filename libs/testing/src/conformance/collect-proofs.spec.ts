import { expect, it } from 'vitest';
import { collectProofs, type EndedTest } from './collect-proofs.js';
import type { Requirement } from './read-requirements.js';

const requirement = (id: string): Requirement => ({ id, jurisdiction: 'hebei', article: '19', service: 'sharing', rule: 'r' });
const ended = (name: string, state: EndedTest['state'] = 'passed'): EndedTest => ({ name, state });
const one = (...tests: EndedTest[]) => collectProofs([requirement('HEB-19-2')], tests).proofs[0];

it('a requirement is proved when a test carries its id and all that carry it passed', () => {
  expect(one(ended('b > [HEB-19-2] two'), ended('a > [HEB-19-2] one'))).toMatchObject({ status: 'proved', tests: ['a > [HEB-19-2] one', 'b > [HEB-19-2] two'] });
});

it('it is failing as soon as one of them failed', () => {
  expect(one(ended('a > [HEB-19-2] one'), ended('b > [HEB-19-2] two', 'failed'))).toMatchObject({ status: 'failing', tests: ['a > [HEB-19-2] one', 'b > [HEB-19-2] two'] });
});

it('it is not yet proved without a test, or with skipped ones alone', () => {
  expect(one()).toMatchObject({ status: 'not yet', tests: [] });
  expect(one(ended('a > [HEB-19-2] one', 'skipped'))).toMatchObject({ status: 'not yet', tests: [] });
});

it('a skipped test does not speak against one that passed', () => {
  expect(one(ended('a > [HEB-19-2] one'), ended('b > [HEB-19-2] two', 'skipped'))).toMatchObject({ status: 'proved', tests: ['a > [HEB-19-2] one'] });
});

it('several ids stand in one title, an enclosing suite’s included, and a test is listed once', () => {
  const ids = ['HEB-19-2', 'HEB-19-3', 'WEI-18-1', 'WEI-18-2'];
  const { proofs } = collectProofs(ids.map(requirement), [ended('a > suite [WEI-18-1] > [HEB-19-2] [HEB-19-3] states'), ended('a > suite [WEI-18-1] > [HEB-19-2] [HEB-19-3] states')]);
  expect(proofs.map(({ requirement: { id }, status, tests }) => [id, status, tests.length])).toEqual([['HEB-19-2', 'proved', 1], ['HEB-19-3', 'proved', 1], ['WEI-18-1', 'proved', 1], ['WEI-18-2', 'not yet', 0]]);
});

it.each(['HEB-19-99', 'HEB-19', 'HEB-19-2, HEB-19-3', 'HEB-19-2a'])('an id that is no requirement (%s) is told with its test, also when that was skipped', (id) => {
  const name = `a > [${id}] states`;
  expect(collectProofs([requirement('HEB-19-2')], [ended(name, 'skipped')]).unknown).toEqual([{ id, test: name }]);
});

it.each(['[8080] answers', 'reads [a, b]', '[hebei] states', '[GET] answers', 'HEB-19-2 without brackets'])('"%s" carries no id', (name) => {
  expect(collectProofs([requirement('HEB-19-2')], [ended(name)])).toMatchObject({ proofs: [{ status: 'not yet' }], unknown: [] });
});
