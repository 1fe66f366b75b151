import type { DemandContent, DemandView, Party, SuggestedEntry } from '@gongshu/contracts';

export interface Demand {
  readonly id: string;
  readonly requester: Party;
  readonly content: DemandContent;
  readonly state: string;
  readonly entryId: string | null;
  readonly registeredAt: string;
}

const OPEN: readonly string[] = ['UNMET', 'SUGGESTED'];

export function isOpen({ state }: Demand): boolean {
  return OPEN.includes(state);
}

export function demandView({ id, requester, content, state, entryId, registeredAt }: Demand, suggestions: readonly SuggestedEntry[]): DemandView {
  return { id, requester, ...content, state, suggestions: [...suggestions], entryId, registeredAt };
}
