import { checkpointCosigned, checkpointSigned, Problem, problems, type EventEnvelope, type JsonValue } from '@gongshu/contracts';
import { auditEntry, entryBytes } from '../log/entry.js';
import { leafHash } from '../log/merkle-tree.js';

/** An entry before it has its index. */
export interface NewEntry {
  readonly eventId: string;
  readonly type: string;
  readonly time: string;
  readonly node: string;
  readonly actor: string;
  readonly organisation: string;
  readonly subject: string;
  readonly bytes: Buffer;
  readonly leafHash: Buffer;
  readonly salt: Buffer;
}

/** With attributes of at most so many units, a bundle of 256 entries fits into one message of the bus. */
const LONGEST_ATTRIBUTE = 200;

const ABOUT_CHECKPOINTS: ReadonlySet<string> = new Set([checkpointSigned.type, checkpointCosigned.type]);

/**
 * Whether an event is an entry of this node's log. A node's log holds what happened at the node: a neighbour's facts are in the neighbour's log. Events about checkpoints are no
 * entries, because each would make the log grow, which needs a checkpoint, and so without end.
 */
export function isEntryOf(node: string, event: EventEnvelope): boolean {
  return event.node === node && !ABOUT_CHECKPOINTS.has(event.type);
}

/** @throws Problem `input/invalid` for an event that no retry can turn into an entry */
export function entryOfEvent(event: EventEnvelope, salt: Buffer): NewEntry {
  const head = {
    eventId: attribute(event, 'id'),
    type: attribute(event, 'type'),
    time: attribute(event, 'time'),
    node: attribute(event, 'node'),
    actor: attribute(event, 'actor'),
    organisation: attribute(event, 'organisation'),
    subject: attribute(event, 'subject'),
    traceparent: attribute(event, 'traceparent'),
  };
  if (!isInstant(head.time)) throw unfit('/time', 'an ISO 8601 instant is expected');
  try {
    const inOpen = { ...head, actor: head.actor || null, organisation: head.organisation || null, subject: head.subject || null };
    const bytes = entryBytes(auditEntry(inOpen, event as unknown as JsonValue, salt));
    return { ...head, bytes, leafHash: leafHash(bytes), salt };
  } catch (error) {
    throw unfit('', error instanceof Error ? error.message : String(error));
  }
}

function attribute(event: EventEnvelope, name: Exclude<keyof EventEnvelope, 'data'>): string {
  const value: unknown = event[name];
  if (typeof value !== 'string' || value.length > LONGEST_ATTRIBUTE || /\p{Cc}/u.test(value)) {
    throw unfit(`/${name}`, `a text of at most ${LONGEST_ATTRIBUTE} units without control characters is expected`);
  }
  return value;
}

function isInstant(time: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(time) && Date.parse(time) >= 0;
}

function unfit(pointer: string, detail: string): Problem {
  return new Problem(problems.invalidInput, { detail: `this event cannot be an entry: ${pointer} ${detail}`, errors: [{ pointer, code: 'entry', detail }] });
}
