import { Injectable } from '@nestjs/common';
import type { AuditEntryView, FindAuditEntries } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { NewEntry } from './entry-of-event.js';

interface EntryRow {
  readonly index: string;
  readonly event_id: string;
  readonly type: string;
  readonly time: Date;
  readonly node: string;
  readonly actor: string;
  readonly organisation: string;
  readonly subject: string;
  readonly leaf_hash: Buffer;
}

@Injectable()
export class EntryStore {
  /** Which of these events are entries already. */
  async recorded(tx: Transaction, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ event_id: string }>('SELECT event_id FROM audit_entry WHERE event_id = ANY($1::uuid[])', [eventIds]);
    return new Set(rows.map(({ event_id: id }) => id));
  }

  async insert(tx: Transaction, first: number, entries: readonly NewEntry[]): Promise<void> {
    const indexes = entries.map((_, at) => first + at);
    await tx.query(
      `INSERT INTO audit_entry (index, event_id, type, time, node, actor, organisation, subject, entry, leaf_hash)
       SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[])`,
      [
        indexes,
        entries.map(({ eventId }) => eventId),
        entries.map(({ type }) => type),
        entries.map(({ time }) => time),
        entries.map(({ node }) => node),
        entries.map(({ actor }) => actor),
        entries.map(({ organisation }) => organisation),
        entries.map(({ subject }) => subject),
        entries.map(({ bytes }) => bytes),
        entries.map(({ leafHash }) => leafHash),
      ],
    );
    // Apart from the entry, so that law can have the salt deleted and the tree stays whole.
    await tx.query('INSERT INTO entry_salt (index, salt) SELECT * FROM unnest($1::bigint[], $2::bytea[])', [indexes, entries.map(({ salt }) => salt)]);
  }

  /** Entries after an index, in the order of the log. */
  async find(tx: Transaction, filter: FindAuditEntries, after: string, limit: number): Promise<AuditEntryView[]> {
    const rows = await tx.query<EntryRow>(
      `SELECT index, event_id, type, time, node, actor, organisation, subject, leaf_hash FROM audit_entry
        WHERE index > $1 AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR subject = $3) AND ($4::text IS NULL OR organisation = $4)
        ORDER BY index LIMIT $5`,
      [after, filter.type ?? null, filter.subject ?? null, filter.organisation ?? null, limit],
    );
    return rows.map(({ index, event_id: eventId, time, leaf_hash: leafHash, ...rest }) => ({
      index: Number(index),
      eventId,
      ...rest,
      time: time.toISOString(),
      leafHash: leafHash.toString('base64'),
    }));
  }

  /** The bytes of neighbouring entries. One whose row is gone is empty, so that a verifier names exactly this index. */
  async bytes(tx: Transaction, first: number, count: number): Promise<Buffer[]> {
    const rows = await tx.query<{ index: string; entry: Buffer }>('SELECT index, entry FROM audit_entry WHERE index >= $1 AND index < $2', [first, first + count]);
    const byIndex = new Map(rows.map(({ index, entry }) => [Number(index), entry]));
    return Array.from({ length: count }, (_, at) => byIndex.get(first + at) ?? Buffer.alloc(0));
  }
}
