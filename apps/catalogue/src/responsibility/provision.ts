import type { ProblemParts } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';

/** What holds where a regulation says nothing. */
const SILENT = 'DEFAULT-13';

/** The article behind a parameter. */
export function articleOf(pack: EffectivePack, key: string): string {
  return optionalParameter(pack, key)?.source.article ?? SILENT;
}

/** The provision behind a parameter, as a problem cites it. */
export function cited(pack: EffectivePack, key: string): Pick<ProblemParts, 'article'> {
  const found = optionalParameter(pack, key);
  return found === undefined ? {} : { article: citation(found.source) };
}
