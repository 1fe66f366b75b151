import type { CheckMaterial, CitedArticle, CoverGround, CoveringEntry, MaterialCheckView } from '@gongshu/contracts';
import { citation, optionalList, optionalParameter, type NodeIdentity } from '@gongshu/service-kit';
import type { EffectivePack } from '@gongshu/regulation';
import type { Source } from '../demand/find-supply.js';
import { fitting, type Fitting, type Supply } from '../demand/supply.js';

/** What the pack forbids to demand again: for each way in which an entry may cover a material, the provision. Empty: the pack says nothing of it. */
export function coverRules(pack: EffectivePack): readonly CoverGround[] {
  return ['material.noRepeat', 'material.noRepeat.files'].flatMap((key) => {
    const rule = optionalParameter(pack, key);
    return rule === undefined ? [] : optionalList(pack, key).map((by) => ({ by, article: citation(rule.source) }));
  });
}

/** Whether an entry that fits covers the material in this way: by being shared; by an interface that can be asked; by a file that can be fetched. */
function coversBy(by: string, { isFile }: Supply, source: Source | undefined): boolean {
  if (by === 'VERIFYING_INTERFACE') return source?.hasInterface === true;
  if (by === 'ELECTRONIC_FILE') return isFile && (source?.hasInterface === true || source?.hasVersion === true);
  return true;
}

const MOST_ENTRIES = 10;

/** Entries that cover what is asked about, each with the provisions under which it does. */
export function coveringEntries({ material, dataItems = [] }: CheckMaterial, candidates: readonly Supply[], sources: ReadonlyMap<string, Source>, rules: readonly CoverGround[], here: Pick<NodeIdentity, 'code' | 'parent'>): CoveringEntry[] {
  const byName = fitting({ name: material ?? null, dataItems }, candidates, null, here);
  // A material that is named alone may be one item of an entry.
  const byItem = material === undefined || dataItems.length > 0 ? [] : fitting({ name: null, dataItems: [material] }, candidates, null, here).filter(({ supply }) => !byName.some((one) => one.supply.id === supply.id));
  return [...byName, ...byItem].flatMap((found) => covering(found, sources.get(found.supply.id), rules)).slice(0, MOST_ENTRIES);
}

function covering({ supply, fit }: Fitting, source: Source | undefined, rules: readonly CoverGround[]): CoveringEntry[] {
  const grounds = rules.filter(({ by }) => coversBy(by, supply, source));
  const dataItems = fit.items.flatMap(({ wanted, found }) => (found === null ? [] : [wanted]));
  return grounds.length === 0 ? [] : [{ entryId: supply.id, entryName: supply.name, provider: supply.provider, dataItems, grounds }];
}

type Verdict = Pick<MaterialCheckView, 'verdict' | 'entries' | 'uncovered' | 'exception' | 'article'>;

/**
 * May it be demanded? Not what an entry covers, unless a cited law or regulation of a level that the pack admits says otherwise.
 *
 * @param general the provision that a verdict without covering entry rests on
 */
export function verdictOn({ dataItems = [], legalException }: CheckMaterial, entries: readonly CoveringEntry[], pack: EffectivePack, general: CitedArticle): Verdict {
  const rule = optionalParameter(pack, 'material.exceptionLevels');
  const admitted = legalException !== undefined && rule !== undefined && optionalList(pack, 'material.exceptionLevels').includes(legalException.level);
  const exception = legalException === undefined ? 'NONE' : admitted ? 'ADMITTED' : 'NOT_ADMITTED';
  const covered = new Set(entries.flatMap((entry) => entry.dataItems));
  const uncovered = dataItems.filter((item) => !covered.has(item));
  const article = admitted ? citation(rule.source) : (entries[0]?.grounds[0]?.article ?? general);
  return { verdict: entries.length > 0 && !admitted ? 'DENY' : 'ALLOW', entries: [...entries], uncovered, exception, article };
}
