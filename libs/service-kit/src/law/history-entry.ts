import type { HistoryEntry } from '@gongshu/contracts';
import type { LegalSource, Moved } from '@gongshu/regulation';
import type { RequestContext } from '../context/request-context.js';

/** What a record needs to know of an act: an outcome of the interpreter, or an act that takes no step. */
export type RecordedAct = Pick<Moved, 'act' | 'from' | 'to' | 'due'> & { readonly source: Pick<LegalSource, 'article'> | null };

/** One act as it stays on record. Names the organisation as it is called now; for what the platform does itself, the node. */
export function historyEntry({ act, from, to, due, source }: RecordedAct, ctx: Pick<RequestContext, 'actor' | 'organisation' | 'node' | 'now'>, reasons: string | null = null): HistoryEntry {
  const { actor, organisation, node, now } = ctx;
  return { act, from, to, at: now, actor, organisation: organisation?.name ?? node.name, node: node.code, article: source?.article ?? null, dueOn: due?.dueOn ?? null, reasons };
}
