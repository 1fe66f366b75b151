import { LEVELS, type DoubtedRow, type HistoryEntry, type Party, type StepView } from '@gongshu/contracts';
import type { Facts, Moved, Standing } from '@gongshu/regulation';

/** Steps by the names that every pack gives them, where something beyond the pack's rules depends on them. */
export const WITH_UPPER_NODE = 'WITH_UPPER_NODE';
const PROVIDER_FEEDBACK = 'PROVIDER_FEEDBACK';

/** What is doubted, by whom, about whose data. */
export interface Doubt {
  readonly id: string;
  readonly grantId: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly doubt: string;
  readonly rows: readonly DoubtedRow[];
  /** Node where it was filed. */
  readonly originNode: string;
  /** Node whose data it is about. */
  readonly ownerNode: string;
  /** Neighbour that forwarded it to this node; null where it was filed. */
  readonly cameFrom: string | null;
}

export interface Verification extends Doubt {
  readonly standing: Standing;
  /** The step at the node above, once that node has the case and has told. */
  readonly stepAbove: StepView | null;
  /** Every act at every node. Its length numbers the transitions: it grows by one with each, whichever node it happens at. */
  readonly history: readonly HistoryEntry[];
  readonly explanation: string | null;
  readonly repairedVersion: number | null;
}

interface Node {
  readonly code: string;
  readonly level: string;
}
export interface Acting {
  readonly organisation: Party;
  readonly roles: readonly string[];
}

function same(one: Party, other: Party): boolean {
  return one.id === other.id && one.node === other.node;
}

/** The parts the caller plays in a case; ids are unique within a node only. */
export function partiesOf({ requester, provider }: Pick<Doubt, 'requester' | 'provider'>, { organisation, roles }: Acting, node: Node): string[] {
  const authority = roles.includes('DATA_AUTHORITY');
  return [
    ...(same(organisation, requester) ? ['requester'] : []),
    ...(same(organisation, provider) ? ['provider'] : []),
    ...(authority && organisation.division === requester.division && organisation.level === requester.level ? ['requester-authority'] : []),
    ...(authority && organisation.division === node.code ? ['node-authority'] : []),
  ];
}

/** The provider learns of a doubt when it reaches it, not before. */
export function providerSees({ history }: Pick<Verification, 'history'>): boolean {
  return history.some(({ to }) => to === PROVIDER_FEEDBACK);
}

export function isVisibleTo(verification: Verification, parties: readonly string[]): boolean {
  return parties.some((party) => party !== 'provider' || providerSees(verification));
}

function isBelow(level: string, other: string): boolean {
  return (LEVELS as readonly string[]).indexOf(level) > (LEVELS as readonly string[]).indexOf(other);
}

export function factsOf({ requester, ownerNode, cameFrom }: Pick<Doubt, 'requester' | 'ownerNode' | 'cameFrom'>, node: Node): Facts {
  return {
    ownerAbove: ownerNode !== node.code,
    arrivedFromChild: cameFrom !== null,
    hop: cameFrom === null && isBelow(requester.level, node.level) ? 'county' : false,
  };
}

/** Who acted, for the record. */
export interface Acted {
  readonly actor: string;
  readonly organisation: string;
  readonly node: string;
  readonly at: string;
}

export function recordOf({ act, from, to, source, due }: Moved, acted: Acted, reasons: string | null): HistoryEntry {
  return { act, from, to, ...acted, article: source.article, dueOn: due?.dueOn ?? null, reasons };
}

/** The provider's result: an explanation, or the version in which the rows are right. */
export interface Feedback {
  readonly explanation: string | null;
  readonly repairedVersion: number | null;
}

export function begun(doubt: Doubt, earlier: readonly HistoryEntry[], moved: Moved, acted: Acted): Verification {
  return { ...doubt, standing: moved.standing, stepAbove: null, history: [...earlier, recordOf(moved, acted, null)], explanation: null, repairedVersion: null };
}

export function afterAct(verification: Verification, moved: Moved, acted: Acted, feedback: Partial<Feedback> = {}): Verification {
  return { ...verification, ...feedback, standing: moved.standing, history: [...verification.history, recordOf(moved, acted, feedback.explanation ?? null)] };
}

/** What the node above tells, where it is newer than what is known; otherwise null. */
export function afterNews(
  verification: Verification,
  news: Feedback & { readonly transition: number; readonly step: StepView; readonly history: readonly HistoryEntry[] },
): Verification | null {
  if (news.transition <= verification.history.length) return null;
  return { ...verification, stepAbove: news.step, history: news.history, explanation: news.explanation, repairedVersion: news.repairedVersion };
}
