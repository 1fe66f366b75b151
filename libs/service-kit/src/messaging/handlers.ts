import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { EventDefinition, EventEnvelope, RequestDefinition } from '@gongshu/contracts';
import type { Transaction } from '../database/transaction.js';

/*
 * The three ways code of a service is called. Each names the contract it serves; the strategy finds handlers by these patterns.
 */

export const REQUEST_PREFIX = 'request:';
export const REACTION_PREFIX = 'reaction:';
export const TIMER_PREFIX = 'timer:';

/** Every handler takes two arguments; Nest passes the second only to a method whose parameters say so, which is said here once for all. */
function handler(pattern: MethodDecorator): MethodDecorator {
  return (target, name, descriptor) => {
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    pattern(target, name, descriptor);
  };
}

export interface RequestExtras {
  readonly definition: RequestDefinition;
}

/** Answers a request: `(input, ctx: RequestContext) => Promise<output>`. */
export function Answers(definition: RequestDefinition): MethodDecorator {
  const extras: RequestExtras = { definition };
  return handler(MessagePattern(`${REQUEST_PREFIX}${definition.subject}`, undefined, extras as unknown as Record<string, unknown>) as MethodDecorator);
}

export interface ReactionOptions {
  /** Name of the reaction, kebab-case, unique in the service and never changed: it is the durable consumer and the inbox's key. */
  readonly as: string;
  /** Whose facts: this node's own (default), the neighbours', or both. */
  readonly from?: 'own' | 'neighbours' | 'both';
}

export interface ReactionExtras {
  readonly events: readonly EventDefinition[] | 'all-of-service';
  readonly service: string;
  readonly as: string;
  readonly from: 'own' | 'neighbours' | 'both';
  readonly batch: number;
}

/**
 * Reacts to an event, once by effect: `(event: EventOf<typeof definition>, tx: Transaction) => Promise<void>`. The transaction holds the inbox row already: what the reaction
 * does with `tx` commits with it. Events come in the order they were announced.
 */
export function Reacts(definition: EventDefinition, options: ReactionOptions): MethodDecorator {
  const extras: ReactionExtras = { events: [definition], service: definition.service, as: options.as, from: options.from ?? 'own', batch: 1 };
  return handler(EventPattern(`${REACTION_PREFIX}${options.as}`, undefined, extras as unknown as Record<string, unknown>) as MethodDecorator);
}

/**
 * Reacts to everything one service announces, own and neighbours', many at a time: `(events: EventEnvelope[], tx) => Promise<void>`. For the audit log. Each event comes once by effect;
 * its place among the others is not promised, because what is under way when a process ends comes again after what followed it.
 */
export function ReactsToAllOf(service: string, options: { as: string; batch: number }): MethodDecorator {
  const extras: ReactionExtras = { events: 'all-of-service', service, as: options.as, from: 'both', batch: options.batch };
  return handler(EventPattern(`${REACTION_PREFIX}${options.as}`, undefined, extras as unknown as Record<string, unknown>) as MethodDecorator);
}

/** Fires when a timer of this kind is due: `(timer: DueTimer, tx: Transaction) => Promise<void>`; the timer's row goes with the transaction. */
export function OnTimer(kind: string): MethodDecorator {
  return handler(EventPattern(`${TIMER_PREFIX}${kind}`) as MethodDecorator);
}

export interface DueTimer {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: string;
  readonly payload: Record<string, unknown>;
}

export type ReactionHandler = (event: EventEnvelope | EventEnvelope[], tx: Transaction) => Promise<unknown>;
