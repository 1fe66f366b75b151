import { describe, expect, it } from 'vitest';
import type { Party, Role } from '@gongshu/contracts';
import { partiesInCase } from './parties.js';

const office: Party = { id: 'office', name: '正定县办公室', division: '130123', level: 'COUNTY', node: '130100' };
const bureau: Party = { id: 'bureau', name: '石家庄市局', division: '130100', level: 'CITY', node: '130100' };
const countyAuthority: Party = { id: 'county-authority', name: '正定县数据局', division: '130123', level: 'COUNTY', node: '130100' };
const cityAuthority: Party = { id: 'city-authority', name: '石家庄市数据局', division: '130100', level: 'CITY', node: '130100' };
const concerned = { requester: office, provider: bureau };

describe('the parties of a case', () => {
  it.each<[string, Party, Role[], string[]]>([
    ['the requester', office, ['DATA_ADMINISTRATOR'], ['requester']],
    ['the provider', bureau, ['PROVIDER_HEAD'], ['provider']],
    ['the authority of the requester’s division and level', countyAuthority, ['DATA_AUTHORITY'], ['requester-authority']],
    ['the authority of the node', cityAuthority, ['DATA_AUTHORITY'], ['node-authority']],
    ['an authority’s colleague without the role', cityAuthority, ['DATA_ADMINISTRATOR'], []],
    ['an operator of the requester', office, ['OPERATOR'], []],
    ['an organisation of the same id at another node', { ...office, node: '130200' }, ['DATA_ADMINISTRATOR'], []],
    ['the authority of another county', { ...countyAuthority, division: '130125' }, ['DATA_AUTHORITY'], []],
  ])('%s', (_who, organisation, roles, parts) => {
    expect(partiesInCase({ organisation, roles }, concerned, '130100')).toEqual(parts);
  });

  it('leaves a provider out who has no part in the case yet', () => {
    expect(partiesInCase({ organisation: bureau, roles: ['DATA_ADMINISTRATOR'] }, { ...concerned, provider: null }, '130100')).toEqual([]);
  });
});
