import { expect, it } from 'vitest';
import { managesPlace, overseesPlace, type Place } from './managed-place.js';

const city = { division: '210400', level: 'CITY' };
const county = { division: '210411', level: 'COUNTY' };
const township = { division: '210411', level: 'TOWNSHIP' };
const otherCounty = { division: '210421', level: 'COUNTY' };
const zone = { division: '210400', level: 'COUNTY', area: 'high-tech-zone' };

it.each<[string, Place, Place, string, boolean]>([
  ['a city, itself', city, city, 'OWN_LEVEL', true],
  ['a city, its county', city, county, 'OWN_LEVEL', false],
  ['a city, its county', city, county, 'TERRITORY', true],
  ['a county, its city', county, city, 'TERRITORY', false],
  ['a county, another county', county, otherCounty, 'TERRITORY', false],
  ['a county, its township', county, township, 'TERRITORY', true],
  ['a county, its township', county, township, 'OWN_LEVEL', false],
  ['a zone, what lies in it', zone, { ...zone, level: 'TOWNSHIP' }, 'TERRITORY', true],
  ['a zone, its city', zone, city, 'TERRITORY', false],
  ['a zone, another zone of the city', zone, { ...zone, area: 'port-zone' }, 'TERRITORY', false],
  ['a zone, a county organisation outside', zone, { division: '210400', level: 'COUNTY' }, 'TERRITORY', false],
  ['a city, its zone', city, zone, 'TERRITORY', true],
])('%s: %j manages %j by %s: %s', (_what, authority, place, scope, does) => {
  expect(managesPlace(authority, place, scope)).toBe(does);
});

it('a city oversees its counties even where it manages its own level only', () => {
  expect(overseesPlace(city, county)).toBe(true);
});
