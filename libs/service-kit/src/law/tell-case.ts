import type { CaseMoved, EventDefinition, Party } from '@gongshu/contracts';
import { stepOf, type EffectivePack, type Standing } from '@gongshu/regulation';
import type { Transaction } from '../database/transaction.js';

/** A case as its work lists show it. */
export interface ListedCase {
  readonly id: string;
  readonly title: string | null;
  readonly standing: Standing;
  readonly requester: Party | null;
  /** Provider or owner; null as long as it has no part in the case. */
  readonly provider: Party | null;
  /** Path of the case in the REST API. */
  readonly href: string;
}

/** Tells where a case stands now. To be called with every move, and when its period is counted again. An end waits for nobody, even one that can be opened again. */
export function tellCase(tx: Transaction, definition: EventDefinition<CaseMoved>, pack: EffectivePack, { id, title, standing, requester, provider, href }: ListedCase): void {
  const { label, actors, acts } = stepOf(pack, standing);
  const { procedure, packId, step, ended, dueOn, dueArticle } = standing;
  const waitingFor = ended ? [] : actors.map(({ role, party }) => `${role}:${party}`);
  tx.announce(definition, id, { id, procedure, pack: packId, title, step, label, ended, dueOn: ended ? null : dueOn, dueArticle: ended ? null : dueArticle, waitingFor, acts: [...acts], requester, provider, href });
}
