import type { EntryContent } from '@gongshu/contracts';

/** A complete entry for tests, with what differs. */
export function sampleEntry(differs: Partial<EntryContent> = {}): EntryContent {
  return {
    name: '河北省行政区划',
    abstract: '全省县级以上行政区划代码与名称',
    entryClass: 'BASE',
    subclass: 'NATURAL_RESOURCES',
    format: 'CSV',
    items: [
      { column: 'code', name: '行政区划代码', type: 'TEXT' },
      { column: 'name', name: '行政区划名称', type: 'TEXT' },
    ],
    sharingType: 'CONDITIONAL',
    sharingCondition: '用于履行职责',
    provisionModes: ['INTERFACE'],
    aggregation: 'PHYSICAL',
    openType: 'UNCONDITIONAL',
    updateCycle: 'YEARLY',
    securityLevel: 'GENERAL',
    scopeOfUse: '政务部门履行职责',
    personalData: false,
    secrecyReviewed: true,
    ...differs,
  };
}
