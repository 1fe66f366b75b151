import { randomUUID } from 'node:crypto';
import type { EntryPublished, Party, Role } from '@gongshu/contracts';

/* Parties and entries of the tests: Hebei province, Shijiazhuang city below it, Zhengding county as the city's tenant. */

export interface Actor {
  readonly client: string;
  readonly organisation: string;
  readonly name: string;
  readonly division: string;
  readonly level: string;
  readonly roles: readonly Role[];
  readonly node: string;
}

function actor(organisation: string, name: string, place: readonly [division: string, level: string, node: string], ...roles: Role[]): Actor {
  const [division, level, node] = place;
  return { client: `${organisation}-client`, organisation, name, division, level, roles, node };
}

const PROVINCE = ['130000', 'PROVINCE', '130000'] as const;
const CITY = ['130100', 'CITY', '130100'] as const;
const COUNTY = ['130123', 'COUNTY', '130100'] as const;

export const provinceAuthority = actor('province-authority', '河北省数据局', PROVINCE, 'DATA_AUTHORITY');
export const provinceAuditor = actor('province-audit', '河北省审计厅', PROVINCE, 'AUDITOR');
export const naturalResources = actor('natural-resources', '河北省自然资源厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const civilAffairs = actor('civil-affairs', '河北省民政厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const education = actor('education', '河北省教育厅', PROVINCE, 'DATA_ADMINISTRATOR');
export const cityAuthority = actor('city-authority', '石家庄市数据局', CITY, 'DATA_AUTHORITY');
export const ecology = actor('city-ecology', '石家庄市生态环境局', CITY, 'DATA_ADMINISTRATOR');
export const countyAuthority = actor('county-authority', '正定县数据局', COUNTY, 'DATA_AUTHORITY');
export const countyOffice = actor('county-office', '正定县民政局', COUNTY, 'DATA_ADMINISTRATOR');

export function partyOfActor({ organisation, name, division, level, node }: Actor): Party {
  return { id: organisation, name, division, level, node };
}

export function entryOf(provider: Actor, own: Partial<EntryPublished> = {}): EntryPublished {
  return {
    id: randomUUID(),
    code: '1300001/000001',
    version: 1,
    node: provider.node,
    provider: partyOfActor(provider),
    name: '河北省行政区划',
    abstract: '省、市、县三级行政区划代码',
    entryClass: 'BASE',
    subclass: null,
    format: 'CSV',
    items: [
      { column: 'code', name: '行政区划代码', type: 'TEXT' },
      { column: 'name', name: '名称', type: 'TEXT' },
      { column: 'level', name: '级别', type: 'TEXT' },
    ],
    sharingType: 'CONDITIONAL',
    sharingCondition: '履职需要',
    provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'],
    aggregation: 'PHYSICAL',
    openType: 'NOT_OPEN',
    openCondition: null,
    updateCycle: 'YEARLY',
    securityLevel: 'GENERAL',
    scopeOfUse: '政务部门',
    personalData: false,
    publishedAt: '2026-09-01T08:00:00.000Z',
    ...own,
  };
}

export const reasonsToAsk = { applicationScenario: '婚姻登记核验户籍地', dutyBasis: '婚姻登记条例第四条', purpose: '核验申请人户籍所在行政区划' };
