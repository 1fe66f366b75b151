import type { Role } from '@gongshu/contracts';
import type { Clock } from './clock.js';
import { instantOf } from './clock.js';
import { childTrace } from './trace.js';

/** The node a service runs in. */
export interface NodeIdentity {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly pack: string;
  readonly parent: string | null;
}
export const NODE = Symbol('NodeIdentity');

/** The organisation a token speaks for. `node` is the node whose identity service vouches for it. */
export interface CallerOrganisation {
  readonly id: string;
  readonly name: string;
  readonly division: string;
  readonly level: string;
  readonly node: string;
}

/**
 * Everything an act needs to know about its circumstances; the first argument after the input, everywhere. `organisation` is null for anonymous callers and for
 * the platform's own acts (timers, reactions).
 */
export interface RequestContext {
  readonly actor: string;
  readonly organisation: CallerOrganisation | null;
  readonly roles: readonly Role[];
  readonly node: NodeIdentity;
  /** Instant of the act, ISO 8601. */
  readonly now: string;
  readonly traceparent: string;
  readonly language: 'zh' | 'en';
  readonly idempotencyKey: string | null;
  /** Subject of the request, or name of the reaction. */
  readonly origin: string;
}

/** Context of an act nobody asked for: a timer, a reaction, a start. */
export function platformContext(node: NodeIdentity, clock: Clock, origin: string, traceparent?: string): RequestContext {
  return {
    actor: `platform:${origin}`,
    organisation: null,
    roles: [],
    node,
    now: instantOf(clock),
    traceparent: childTrace(traceparent),
    language: 'zh',
    idempotencyKey: null,
    origin,
  };
}
