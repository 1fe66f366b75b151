import { optionalParameter } from '@gongshu/service-kit';
import type { EffectivePack, LegalSource } from '@gongshu/regulation';

/** When calls under a grant count as inflated, and what follows at once. */
export interface MisuseRule {
  readonly windowSeconds: number;
  /** Most calls with the same parameters within a window. */
  readonly identicalCalls: number;
  /** Most calls within a window that name no business case. */
  readonly unboundCalls: number;
  readonly throttleSeconds: number;
  readonly source: LegalSource;
}

/** The pack's rule; null where it demands none: nothing is counted then. */
export function misuseRuleOf(pack: EffectivePack): MisuseRule | null {
  const [window, identical, unbound, throttle] = ['misuse.window', 'misuse.identicalCalls', 'misuse.unboundCalls', 'misuse.throttle'].map((key) => optionalParameter(pack, key));
  if (window === undefined || identical === undefined || unbound === undefined || throttle === undefined) return null;
  return { windowSeconds: Number(window.value), identicalCalls: Number(identical.value), unboundCalls: Number(unbound.value), throttleSeconds: Number(throttle.value), source: identical.source };
}

/** Limits of a grant's own; null: the pack's. */
export interface OwnLimits {
  readonly identicalCalls: number | null;
  readonly unboundCalls: number | null;
}

/** A call that was let through, as far as it is counted. */
export interface WatchedCall {
  readonly grantId: string;
  readonly client: string;
  readonly number: number;
  /** Digest of what it asks for; absent where the door tells none. */
  readonly query: string | undefined;
  readonly boundToCase: boolean;
}

export const IDENTICAL_CALLS = 'identical-calls';
export const UNBOUND_CALLS = 'unbound-calls';

/** Calls of one message that are counted together. */
export interface Tally {
  readonly grantId: string;
  /** Digest of the query, or `UNBOUND_CALLS`. */
  readonly query: string;
  readonly calls: number;
  /** The last of them. */
  readonly last: WatchedCall;
}

/** What a call is counted as. */
export function countedAs({ query, boundToCase }: Pick<WatchedCall, 'query' | 'boundToCase'>): readonly string[] {
  return [...(query === undefined ? [] : [query]), ...(boundToCase ? [] : [UNBOUND_CALLS])];
}

/** What a message adds to the counts. */
export function talliesOf(calls: readonly WatchedCall[]): Tally[] {
  const tallies = new Map<string, Tally>();
  const count = (query: string, call: WatchedCall): void => {
    const key = `${call.grantId} ${query}`;
    tallies.set(key, { grantId: call.grantId, query, calls: (tallies.get(key)?.calls ?? 0) + 1, last: call });
  };
  for (const call of calls) for (const query of countedAs(call)) count(query, call);
  return [...tallies.values()];
}

/** The limit a count is held against. */
export function limitOf(query: string, rule: MisuseRule, own: OwnLimits): number {
  return query === UNBOUND_CALLS ? (own.unboundCalls ?? rule.unboundCalls) : (own.identicalCalls ?? rule.identicalCalls);
}
