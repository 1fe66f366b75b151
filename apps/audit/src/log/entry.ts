import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@gongshu/contracts';

/** The two-byte length prefix of an entry bundle allows no more. */
export const MAX_ENTRY_BYTES = 65_535;

/** What the log says about an event in the open; none of it personal or restricted. */
export interface EntryHead {
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339, as the event has it. */
  readonly time: string;
  readonly node: string;
  readonly organisation: string | null;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly traceparent: string | null;
}

/** What is hashed into the tree. The event's content stays outside, where law can have it deleted: only its digests (hex) are here. */
export interface AuditEntry extends EntryHead {
  readonly v: 1;
  /** SHA-256 of the event's canonical bytes. */
  readonly digest: string;
  /** SM3 (GB/T 32905) of the same bytes. */
  readonly sm3: string;
}

export class EntryTooLarge extends Error {
  override readonly name = 'EntryTooLarge';
}

/**
 * The entry of an event. With a salt, both digests are over salt ‖ canonical bytes: once the salt is deleted with the event, nobody can find a
 * personal detail again by trying values against the digest.
 */
export function auditEntry(head: EntryHead, event: JsonValue, salt: Uint8Array = new Uint8Array()): AuditEntry {
  const bytes = Buffer.concat([salt, Buffer.from(canonicalJson(event))]);
  const { eventId, type, time, node, organisation, actor, subject, traceparent } = head;
  return { v: 1, eventId, type, time, node, organisation, actor, subject, traceparent, digest: digestOf('sha256', bytes), sm3: digestOf('sm3', bytes) };
}

/** The bytes that become a leaf. Throws EntryTooLarge over 65,535 bytes. */
export function entryBytes(entry: AuditEntry): Buffer {
  const bytes = Buffer.from(canonicalJson({ ...entry }));
  if (bytes.length > MAX_ENTRY_BYTES) throw new EntryTooLarge(`an audit entry has ${bytes.length} bytes, at most ${MAX_ENTRY_BYTES} fit`);
  return bytes;
}

function digestOf(algorithm: 'sha256' | 'sm3', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
