import type { EntryPublished, Party, SuggestedEntry } from '@gongshu/contracts';
import { covers, isSameOrganisation, type NodeIdentity } from '@gongshu/service-kit';
import { fitOf, whyOf, type Fit, type Wanted } from './fit.js';
import { piecesOfAll } from './likeness.js';

/** A published entry as far as needs are compared with it. */
export interface Supply {
  readonly id: string;
  readonly version: number;
  readonly node: string;
  readonly provider: Party;
  readonly name: string;
  readonly itemNames: readonly string[];
  readonly sharingType: string;
  /** The entry is of files, certificates or archives (电子文件), not of rows. */
  readonly isFile: boolean;
}

const FILE_FORMS: readonly string[] = ['FILE', 'MATERIAL', 'IMAGE', 'ELECTRONIC_CERTIFICATE', 'ELECTRONIC_ARCHIVE'];

export function supplyFrom({ id, version, node, provider, name, items, sharingType, dataForm, formatClass }: EntryPublished): Supply {
  const isFile = formatClass === 'ELECTRONIC_FILE' || (dataForm !== undefined && FILE_FORMS.includes(dataForm));
  return { id, version, node, provider, name, itemNames: items.map((item) => item.name), sharingType, isFile };
}

export function piecesOfSupply({ name, itemNames }: Supply): string[] {
  return piecesOfAll([name, ...itemNames]);
}

/** Whether an entry can be got at this node: shared at all, and owned here or above. */
export function isObtainable({ node, sharingType }: Supply, here: Pick<NodeIdentity, 'code' | 'parent'>): boolean {
  return sharingType !== 'NOT_SHARED' && (node === here.code || (here.parent !== null && covers(node, here.code)));
}

/** An entry beside how it fits. */
export interface Fitting {
  readonly supply: Supply;
  readonly fit: Fit;
}

/** Those of the candidates that fit and can be got, the likeliest first; without what `requester` has itself, where one is named. */
export function fitting(wanted: Wanted, candidates: readonly Supply[], requester: Party | null, here: Pick<NodeIdentity, 'code' | 'parent'>): Fitting[] {
  return candidates
    .filter((supply) => isObtainable(supply, here) && (requester === null || !isSameOrganisation(supply.provider, requester)))
    .map((supply) => ({ supply, fit: fitOf(wanted, supply) }))
    .filter(({ fit }) => fit.fits)
    .sort((one, other) => other.fit.score - one.fit.score || one.supply.id.localeCompare(other.supply.id));
}

export function suggestion({ supply, fit }: Fitting): SuggestedEntry {
  return { entryId: supply.id, entryName: supply.name, provider: supply.provider, nameLikeness: fit.nameLikeness, items: [...fit.items], why: whyOf(fit) };
}
