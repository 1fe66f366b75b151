import { deadlineOf, localDay, plusDays, type Day, type EffectivePack, type Instant } from '@gongshu/regulation';
import { optionalParameter, type NodeIdentity } from '@gongshu/service-kit';

const CYCLE = 'catalogue.publish.cycle';
const REVIEW = 'catalogue.review.by';
export const RELEASE_TIMER = 'catalogue-release';

/** The day by which a release is due, and the article that says so. */
export interface ReleaseDuty {
  readonly dueOn: Day;
  readonly article: string;
}

/** Only the province releases the whole province's catalogue (hebei 10). */
export function releasesAt({ level }: Pick<NodeIdentity, 'level'>): boolean {
  return level === 'PROVINCE';
}

/** The article a release rests on: that of the cycle, or of the authority's part in the catalogue. */
export function articleOfRelease(pack: EffectivePack): string {
  return (optionalParameter(pack, CYCLE) ?? optionalParameter(pack, REVIEW))?.source.article ?? '';
}

/** When the next release is due: at the end of the cycle in which the first entry came, then of the one after the last release. Null where the pack has no cycle, or at another level. */
export function releaseDuty(pack: EffectivePack, node: Pick<NodeIdentity, 'level'>, { first, last }: { first: Instant | null; last: Instant | null }): ReleaseDuty | null {
  if (!releasesAt(node) || optionalParameter(pack, CYCLE) === undefined) return null;
  const begun = last ?? first;
  const running = begun === null ? null : deadlineOf(pack, CYCLE, localDay(begun));
  const deadline = running === null || last === null ? running : deadlineOf(pack, CYCLE, plusDays(running.dueOn, 1));
  return deadline === null ? null : { dueOn: deadline.dueOn, article: deadline.source.article };
}
