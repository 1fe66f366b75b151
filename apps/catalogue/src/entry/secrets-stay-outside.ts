import { catalogueProblems, Problem, type EntryDraft } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';

const RULE = 'notShared.secretContent';

/** @throws Problem `catalogue/state-secret` for a draft that its department marks as secret, before anything of it is looked at or kept */
export function secretsStayOutside(pack: EffectivePack, { secrecyMark }: EntryDraft): void {
  const rule = optionalParameter(pack, RULE);
  if (secrecyMark === undefined || rule?.value !== 'OUTSIDE_PLATFORM') return;
  throw new Problem(catalogueProblems.stateSecret, { article: citation(rule.source), errors: [{ pointer: '/secrecyMark', code: 'state-secret', detail: secrecyMark }] });
}
