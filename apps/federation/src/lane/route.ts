import type { Crossing } from '@gongshu/contracts';
import { covers } from '@gongshu/service-kit';
import { childFor } from '../node/node.js';

/** A node and those beside it. */
export interface Place {
  readonly own: string;
  readonly parent: string | null;
  /** Children that run a node of their own. */
  readonly children: readonly string[];
}

/** What a routing decision needs to know of a fact. */
export interface Fact {
  /** Node where it happened. */
  readonly origin: string;
  readonly crossing: Crossing;
  /** For facts that are addressed: `data.addressedTo`. */
  readonly addressedTo: string | undefined;
}

/**
 * Neighbours a fact goes on to, never the one it came from. `null`: it is addressed to a node no lane leads to.
 *
 * Of the neighbours' own facts for all, only the catalogue travels on: it is one for the whole province, while checkpoints are for those next to the log.
 */
export function routesOf(fact: Fact, place: Place): readonly string[] | null {
  const { own, parent, children } = place;
  const fromBelow = fact.origin !== own && covers(own, fact.origin);
  const cameFrom = fact.origin === own ? null : fromBelow ? childFor(children, fact.origin) : parent;
  if (fact.crossing.to === 'upward') return parent !== null && covers(own, fact.origin) ? [parent] : [];
  if (fact.crossing.to === 'neighbours') {
    if (fact.origin !== own && fact.crossing.lane !== 'catalogue') return [];
    const up = parent !== null && covers(own, fact.origin) ? [parent] : [];
    return [...up, ...children.filter((child) => !covers(child, fact.origin))];
  }
  if (fact.addressedTo === own) return [];
  const target = fact.addressedTo === undefined ? null : covers(own, fact.addressedTo) ? childFor(children, fact.addressedTo) : parent;
  return target === null || target === undefined || target === cameFrom ? null : [target];
}
