import type { HistoryEntry, Problem, StepView } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import type { RequestContext } from '@gongshu/service-kit';

/** Where a case of another node stands that was not taken up here: an end, of which the node it came from is told. */
export const NOT_ACCEPTED = 'NOT_ACCEPTED';
const LABEL = { zh: '所属节点未予受理', en: 'Not taken up by the node that owns the data' };

export function notAcceptedStep(procedure: string, { id, version }: EffectivePack, { now }: RequestContext): StepView {
  return {
    procedure, pack: id, packVersion: version, step: NOT_ACCEPTED, label: LABEL, ended: true, since: now, dueOn: null, dueArticle: null, overdue: false, actorRole: null, actorParty: null, acts: [],
  };
}

/** @param article by which it is refused where the problem cites none */
export function notAcceptedEntry({ definition, parts }: Problem, { actor, node, now }: RequestContext, article: string): HistoryEntry {
  const { detail = definition.title } = parts;
  const { zh, en } = typeof detail === 'string' ? definition.title : detail;
  return { act: 'not-accept', from: null, to: NOT_ACCEPTED, at: now, actor, organisation: node.name, node: node.code, article: parts.article?.article ?? article, dueOn: null, reasons: `${zh} / ${en}` };
}
