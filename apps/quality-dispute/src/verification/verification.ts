import type { DoubtedRow, HistoryEntry, Party, StepView } from '@gongshu/contracts';
import type { Facts, Moved, Standing } from '@gongshu/regulation';
import { deadlineTimers, partiesInCase, placeFacts, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

export const VERIFICATION_TIMERS = deadlineTimers('verification');

/** Steps by the names that every pack gives them, where something beyond the pack's rules depends on them. */
export const WITH_UPPER_NODE = 'WITH_UPPER_NODE';
const PROVIDER_FEEDBACK = 'PROVIDER_FEEDBACK';
const COORDINATING = 'COORDINATING';

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

/** A case as work lists show it. */
export function listed(verification: Verification): ListedCase {
  const { id, entryName, standing, requester, provider } = verification;
  return { id, title: entryName, standing, requester, provider: providerSees(verification) ? provider : null, href: `/v1/verification-requests/${id}` };
}

/** The parts a viewer plays in a case at this node. */
export function partiesOf(doubt: Pick<Doubt, 'requester' | 'provider'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, doubt, node);
}

/** The provider learns of a doubt when it reaches it, not before. */
export function providerSees({ history }: Pick<Verification, 'history'>): boolean {
  return history.some(({ to }) => to === PROVIDER_FEEDBACK);
}

export function isVisibleTo(verification: Verification, parties: readonly string[]): boolean {
  return parties.some((party) => party !== 'provider' || providerSees(verification));
}

export function factsOf({ requester, ownerNode, cameFrom }: Pick<Doubt, 'requester' | 'ownerNode' | 'cameFrom'>, node: { code: string; level: string }): Facts {
  return placeFacts({ requester, ownerNode, arrivedFromChild: cameFrom !== null }, node);
}

/** Whether a dispute about the case has been filed before. */
export function isDisputed({ history }: Pick<Verification, 'history'>): boolean {
  return history.some(({ to }) => to === COORDINATING);
}

/** The provider's result: an explanation, or the version in which the rows are right. */
export interface Feedback {
  readonly explanation: string | null;
  readonly repairedVersion: number | null;
}

export function begun(doubt: Doubt, { standing }: Moved, history: readonly HistoryEntry[]): Verification {
  return { ...doubt, standing, stepAbove: null, history, explanation: null, repairedVersion: null };
}

/** The case after an act at this node, with the act on record. */
export function afterAct(verification: Verification, { standing }: Moved, record: HistoryEntry, feedback: Partial<Feedback> = {}): Verification {
  return { ...verification, ...feedback, standing, history: [...verification.history, record] };
}

/** What the node above tells, where it is newer than what is known; otherwise null. */
export function afterNews(
  verification: Verification,
  news: Feedback & { readonly transition: number; readonly step: StepView; readonly history: readonly HistoryEntry[] },
): Verification | null {
  if (news.transition <= verification.history.length) return null;
  return { ...verification, stepAbove: news.step, history: news.history, explanation: news.explanation, repairedVersion: news.repairedVersion };
}
