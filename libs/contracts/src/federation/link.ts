import { LANES, type Lane } from '../define-event.js';
import { Choice, Division, Flag, Id, JsonField, Nullable, Parts, Text, Whole } from '../fields.js';
import { LEVELS } from '../role.js';

/*
 * What nodes say to each other on the federation account: `fed.<target>.rpc.<caller>.<verb>`. The caller is known by the subject, which the server enforces, never by a field.
 * A reader ignores fields it does not know, so that nodes of different releases understand each other.
 */

export const FEDERATION_VERBS = {
  /** Child to parent: who I am. Said on connecting and every ten seconds, so that it is the heartbeat too. */
  hello: 'hello',
  /** Child to parent: the next events of a lane. The cursor answered is the acknowledgement. */
  push: 'up.push',
  /** Child to parent: what comes after this number? The number asked with is the acknowledgement. */
  pull: 'down.pull',
  /** Parent to child, unanswered: there is something to pull on a lane. */
  notify: 'notify',
} as const;

/** Limits of one batch. */
export const BATCH_EVENTS = 200;
export const BATCH_BYTES = 256 * 1024;

/** An event with its number in the lane; the envelope is kept as it came until it is applied. */
export type NumberedEvent = readonly [seq: number, envelope: unknown];

const MOST = 9_000_000_000;

class Introduction {
  @Id({ description: 'Identity of the node’s database; a new one has lost what the other side remembers' }) readonly epoch!: string;
  @Text() readonly name!: string;
  @Choice(LEVELS) readonly level!: string;
  @Nullable({ description: 'Public address of the node’s gateway' }) readonly gatewayUrl!: string | null;
  @Text({ description: 'Issuer of its tokens' }) readonly issuer!: string;
  @JsonField({ description: 'JSON Web Key Set of its tokens' }) readonly tokenKeys!: { keys: Record<string, unknown>[] };
}
/** A node further down than a child: the child vouches for its keys. */
export class NodeBelow {
  @Division() readonly node!: string;
  @Text({ description: 'Issuer of its tokens' }) readonly issuer!: string;
  @JsonField({ description: 'JSON Web Key Set of its tokens' }) readonly tokenKeys!: { keys: Record<string, unknown>[] };
}
/** A node further up than the parent. */
export class NodeAbove {
  @Division() readonly node!: string;
  @Text({ description: 'Public address of its gateway' }) readonly gatewayUrl!: string;
}
export class Hello extends Introduction {
  @Parts(() => NodeBelow, { optional: true, most: 500 }) readonly below?: NodeBelow[];
  @Text({ description: 'Name and version of the software' }) readonly software!: string;
}
export class LaneCursor {
  @Choice(LANES) readonly lane!: string;
  @Whole({ min: 0, max: MOST, description: 'Last number the parent has of the child’s lane' }) readonly cursor!: number;
  @Flag({ description: 'The parent takes nothing until an operator confirms a reconcile' }) readonly frozen!: boolean;
}
export class HelloAnswer extends Introduction {
  @Parts(() => NodeAbove, { optional: true, most: 10 }) readonly above?: NodeAbove[];
  @Division() readonly node!: string;
  @Parts(() => LaneCursor) readonly lanes!: LaneCursor[];
}

/** `events` come beside: `[[seq, envelope], …]`, at most BATCH_EVENTS and about BATCH_BYTES. */
export class UpPush {
  @Id() readonly epoch!: string;
  @Choice(LANES) readonly lane!: string;
  @Whole({ min: 0, max: MOST, description: 'Number before the first event' }) readonly after!: number;
}
export class UpPushAnswer {
  @Whole({ min: 0, max: MOST }) readonly cursor!: number;
}

export class DownPull {
  @Id() readonly epoch!: string;
  @Choice(LANES) readonly lane!: string;
  @Whole({ min: 0, max: MOST, description: 'Last number the child has stored: its acknowledgement' }) readonly after!: number;
  @Text({ optional: true, min: 64, max: 64, description: 'SHA-256 of that event’s JSON, so that two histories under the same numbers are noticed' }) readonly seen?: string;
  @Whole({ min: 1, max: BATCH_EVENTS }) readonly limit!: number;
}
export class Notify {
  @Choice(LANES) readonly lane!: Lane;
}
/** `events` come beside, as in a push. */
export class DownPullAnswer {
  @Id() readonly epoch!: string;
  @Whole({ min: 0, max: MOST, description: 'Last number the parent has for this child' }) readonly last!: number;
}
