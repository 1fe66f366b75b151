import { LEVELS, type Party } from '@gongshu/contracts';
import type { Facts } from '@gongshu/regulation';
import type { NodeIdentity } from '../context/request-context.js';

const levels: readonly string[] = LEVELS;

/** Where a case lies between the nodes. */
export interface CasePlace {
  readonly requester: Pick<Party, 'level'>;
  /** Node whose data it is about. */
  readonly ownerNode: string;
  /** Whether a child node brought it here. */
  readonly arrivedFromChild: boolean;
}

/** The facts on which packs decide the way of a case between levels. A case that a child brought has no county hop left. */
export function placeFacts({ requester, ownerNode, arrivedFromChild }: CasePlace, node: Pick<NodeIdentity, 'code' | 'level'>): Facts {
  const below = levels.indexOf(requester.level) > levels.indexOf(node.level);
  return { ...(below && !arrivedFromChild ? { hop: 'county' } : {}), ownerAbove: ownerNode !== node.code, arrivedFromChild };
}
