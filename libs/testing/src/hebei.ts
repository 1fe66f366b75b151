import type { Party, Role } from '@gongshu/contracts';
import { person, type TestParty } from './parties.js';

/* Somebody of everybody in Hebei: the province, Shijiazhuang city below it, and Zhengding county as the city's tenant. */

type Place = readonly [division: string, level: string, node: string];
const PROVINCE: Place = ['130000', 'PROVINCE', '130000'];
const CITY: Place = ['130100', 'CITY', '130100'];
const COUNTY: Place = ['130123', 'COUNTY', '130100'];

function member(id: string, name: string, [division, level, node]: Place, role: Role): TestParty {
  const party: Party = { id, name, division, level, node };
  return person(party, role);
}

export const provinceAuthority = member('province-authority', '河北省数据局', PROVINCE, 'DATA_AUTHORITY');
export const provinceAuditor = member('province-audit', '河北省审计厅', PROVINCE, 'AUDITOR');
export const naturalResources = member('natural-resources', '河北省自然资源厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const civilAffairs = member('civil-affairs', '河北省民政厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const education = member('education', '河北省教育厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const cityAuthority = member('city-authority', '石家庄市数据局', CITY, 'DATA_AUTHORITY');
export const ecology = member('city-ecology', '石家庄市生态环境局', CITY, 'DATA_ADMINISTRATOR');
export const countyAuthority = member('county-authority', '正定县数据局', COUNTY, 'DATA_AUTHORITY');
export const countyOffice = member('county-office', '正定县民政局', COUNTY, 'DATA_ADMINISTRATOR');

/** What a request must state under every pack. */
export const reasonsToAsk = { applicationScenario: '婚姻登记核验户籍地', dutyBasis: '婚姻登记条例第四条', purpose: '核验申请人户籍所在行政区划' };
