import type { EntryPublished, Party } from '@gongshu/contracts';

/** What sharing keeps of a published entry. */
export interface ShareableEntry {
  readonly id: string;
  readonly version: number;
  readonly node: string;
  readonly provider: Party;
  readonly name: string;
  readonly columns: readonly string[];
  readonly sharingType: string;
  readonly provisionModes: readonly string[];
  readonly aggregation: string;
  readonly personalData: boolean;
  readonly securityLevel: string;
}

export function entryFrom({ id, version, node, provider, name, items, sharingType, provisionModes, aggregation, personalData, securityLevel }: EntryPublished): ShareableEntry {
  return { id, version, node, provider, name, columns: items.map(({ column }) => column), sharingType, provisionModes, aggregation, personalData, securityLevel };
}
