import type { LegalSource } from '../procedure/procedure.js';
import { inBrackets } from '../procedure/refuse.js';
import type { Bilingual, Level, NodeKind } from '../vocabulary.js';
import type { EffectivePack } from './effective-pack.js';

export interface NodePlan {
  readonly level: Level;
  readonly kind: NodeKind;
  /** The construction plan of an own platform was reviewed by the level above (HEB-31). */
  readonly constructionPlanReviewed: boolean;
}

export type NodeAnswer =
  | { readonly allowed: true; readonly source: LegalSource }
  | { readonly allowed: false; readonly code: 'node-kind-not-allowed' | 'construction-plan-not-reviewed'; readonly source: LegalSource | null; readonly message: Bilingual };

/** Whether the law lets a level run such a node. Every pack of the lineage must allow it; the answer cites the provision that decides. */
export function mayRunNode(pack: EffectivePack, plan: NodePlan): NodeAnswer {
  const rules = pack.nodes.filter((rule) => rule.level === plan.level && rule.kind === plan.kind);
  const [rule] = rules;
  const denial = rules.find((candidate) => !candidate.allowed);
  if (denial !== undefined || rule === undefined) {
    const source = denial?.source ?? null;
    const at = inBrackets(source?.article ?? null);
    return {
      allowed: false,
      code: 'node-kind-not-allowed',
      source,
      message: { zh: `该层级不得以 ${plan.kind} 方式建设平台${at.zh}`, en: `A ${plan.level} may not run a node of kind ${plan.kind}${at.en}` },
    };
  }
  const unreviewed = rules.find((candidate) => candidate.requires === 'constructionPlanReviewed' && !plan.constructionPlanReviewed);
  if (unreviewed === undefined) return { allowed: true, source: rule.source };
  const at = inBrackets(unreviewed.source.article);
  return {
    allowed: false,
    code: 'construction-plan-not-reviewed',
    source: unreviewed.source,
    message: { zh: `自行建设平台的,建设方案应当先经上一级数据主管部门审核${at.zh}`, en: `The construction plan must first be reviewed by the data authority of the level above${at.en}` },
  };
}
