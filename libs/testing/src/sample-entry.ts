import { randomUUID } from 'node:crypto';
import type { EntryContent, EntryPublished, ItemVerdict, Party } from '@gongshu/contracts';

/** An entry that says all that any regulation demands, with what differs. What only conditional data has is left out of another type. */
export function sampleEntry(differs: Partial<EntryContent> = {}): EntryContent {
  const { sharingType = 'CONDITIONAL' } = differs;
  return {
    name: '河北省行政区划',
    abstract: '全省县级以上行政区划代码与名称',
    entryClass: 'BASE',
    subclass: 'NATURAL_RESOURCES',
    format: 'CSV',
    items: [
      { column: 'code', name: '行政区划代码', type: 'TEXT' },
      { column: 'name', name: '行政区划名称', type: 'TEXT' },
      { column: 'level', name: '级别', type: 'TEXT' },
    ],
    sharingType,
    ...(sharingType === 'CONDITIONAL' ? { sharingCondition: '用于履行职责', sharingScope: { kind: 'SOME_BODIES', bodies: ['依法履行职责的机构'] } } : {}),
    publicityAttribute: 'PROACTIVE',
    dataForm: 'DATA',
    acquisitionMode: 'DIRECT',
    provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'],
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

/** The same as an entry of the department's own, in no base or topic class. */
export function departmentEntry(differs: Partial<EntryContent> = {}): EntryContent {
  const { subclass: _class, ...content } = sampleEntry({ entryClass: 'DEPARTMENT', ...differs });
  return content;
}

/** What a reviewer says of an entry whose items are all in order. */
export function passedItems({ items }: Pick<EntryContent, 'items'>): ItemVerdict[] {
  return items.map(({ column }) => ({ column, accurate: true, complete: true, compliant: true }));
}

/** The same as the catalogue of the provider's node announces it. */
export function publishedEntry(provider: Party, differs: Partial<EntryPublished> = {}): EntryPublished {
  const { subclass = null, sharingCondition = null, openCondition = null, ...content } = sampleEntry();
  const fixed = { id: randomUUID(), code: `${provider.division}1/000001`, version: 1, node: provider.node, provider, publishedAt: '2026-03-01T00:00:00.000Z' };
  return { ...content, subclass, sharingCondition, openCondition, ...fixed, ...differs };
}
