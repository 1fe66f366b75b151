import type { CatalogueOmission, InformationSystemContent, InformationSystemView, Party, SystemDataSet } from '@gongshu/contracts';

export interface InformationSystem {
  readonly id: string;
  readonly department: Party;
  readonly content: InformationSystemContent;
  readonly registeredAt: string;
}

/** An entry in force, as far as it can stand for a data set. */
export interface NamedEntry {
  readonly id: string;
  readonly name: string;
}

/** Data sets that none of the department's published entries describes: by the entry that is named, or else by the name. */
export function uncatalogued({ content }: InformationSystem, entries: readonly NamedEntry[], isSame: (one: string, other: string) => boolean): SystemDataSet[] {
  return content.dataSets.filter(({ name, entryId }) => !entries.some((entry) => (entryId === undefined ? isSame(entry.name, name) : entry.id === entryId)));
}

export function omissionsOf({ id, content }: InformationSystem, missing: readonly SystemDataSet[]): CatalogueOmission[] {
  return missing.map(({ name }) => ({ systemId: id, systemName: content.name, dataSet: name }));
}

export function systemView({ id, department, content, registeredAt }: InformationSystem, missing: readonly SystemDataSet[]): InformationSystemView {
  return { ...content, id, department, registeredAt, missing: missing.map(({ name }) => name) };
}
