import type { Constructor } from './define-request.js';
import type { ServiceName } from './service-name.js';

/** Lanes between nodes: ordered each on its own, so that one backlog does not hold up another. */
export const LANES = ['catalogue', 'sharing', 'audit'] as const;
export type Lane = (typeof LANES)[number];

/**
 * How a fact crosses between nodes. `neighbours`: to the parent and to every child. `upward`: to the parent, and on to its own. `addressed`: only towards the node named in `data.addressedTo`
 * (territorial principle: a child receives nothing that does not concern it).
 */
export interface Crossing {
  readonly lane: Lane;
  readonly to: 'neighbours' | 'upward' | 'addressed';
}

/** A fact a service announces, in the past tense. Carries what a reader needs, never personal or restricted content. */
export interface EventDefinition<D extends object = object> {
  readonly service: ServiceName;
  readonly name: string;
  readonly major: number;
  /** CloudEvents `type`. */
  readonly type: string;
  readonly data: Constructor<D>;
  readonly crosses: Crossing | null;
}

export function defineEvent<D extends object>(parts: { service: ServiceName; name: string; data: Constructor<D>; crosses?: Crossing }): EventDefinition<D> {
  return { ...parts, major: 1, type: `gongshu.${parts.service}.${parts.name}.v1`, crosses: parts.crosses ?? null };
}
