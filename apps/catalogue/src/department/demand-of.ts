import type { CitedArticle } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';

/** The provision by which a pack demands something; null where nobody does: what is not demanded has the value `false`, or none. */
export function demandOf(pack: EffectivePack, key: string): CitedArticle | null {
  const rule = optionalParameter(pack, key);
  return rule === undefined || rule.value === false ? null : citation(rule.source);
}
