import { Injectable } from '@nestjs/common';
import { Problem, problems, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';
import type { Interface, InterfaceTerms } from './interface.js';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly owner: Party;
  readonly version: number;
  readonly content: InterfaceTerms;
  readonly openapi: string | null;
  readonly health: string;
  readonly result: string | null;
  readonly tested_at: Date | null;
  readonly retired_at: Date | null;
  readonly entry_ids: string[];
}

/** An entry that a service stands behind. */
export interface BoundEntry {
  readonly entryId: string;
  readonly aggregation: string;
  readonly columns: readonly Column[];
  readonly probeResult: string | null;
  readonly probeRecords: number | null;
}

/** A service with its place in the list and the entries it serves. */
export interface ListedInterface {
  readonly number: string;
  readonly found: Interface;
  readonly entryIds: readonly string[];
}

const SELECT = `SELECT i.*, ARRAY(SELECT r.entry_id::text FROM data_resource r WHERE r.interface_id = i.id AND (r.published OR r.provider_id = $1) ORDER BY r.entry_id) AS entry_ids FROM registered_interface i`;

function fromRow({ id, owner, version, content, openapi, health, result, tested_at: testedAt, retired_at: retiredAt }: Omit<Row, 'entry_ids'>): Interface {
  return { id, owner, version, terms: content, openapi, health, result, testedAt: testedAt?.toISOString() ?? null, retiredAt: retiredAt?.toISOString() ?? null };
}

@Injectable()
export class InterfaceStore {
  async add(tx: Transaction, { id, owner, version, terms, openapi }: Pick<Interface, 'id' | 'owner' | 'version' | 'terms' | 'openapi'>): Promise<void> {
    await tx.query('INSERT INTO registered_interface (id, owner_id, owner, version, content, openapi) VALUES ($1, $2, $3, $4, $5, $6)', [id, owner.id, JSON.stringify(owner), version, JSON.stringify(terms), openapi]);
  }

  async save(tx: Transaction, { id, version, terms, openapi, retiredAt }: Pick<Interface, 'id' | 'version' | 'terms' | 'openapi' | 'retiredAt'>): Promise<void> {
    await tx.query('UPDATE registered_interface SET version = $2, content = $3, openapi = $4, retired_at = $5 WHERE id = $1', [id, version, JSON.stringify(terms), openapi, retiredAt]);
  }

  async saveHealth(tx: Transaction, id: string, health: string, result: string): Promise<void> {
    await tx.query('UPDATE registered_interface SET health = $2, result = $3, tested_at = $4 WHERE id = $1', [id, health, result, tx.ctx.now]);
  }

  async find(tx: Transaction, id: string): Promise<Interface | undefined> {
    const [row] = await tx.query<Row>('SELECT * FROM registered_interface WHERE id = $1', [id]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Whoever changes a service, binds it or keeps what a test of it found holds this lock. @throws Problem `access/not-found` */
  async loadForUpdate(tx: Transaction, id: string): Promise<Interface> {
    const [row] = await tx.query<Row>('SELECT * FROM registered_interface WHERE id = $1 FOR UPDATE', [id]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  /** With the entries that the viewer may know of. @throws Problem `access/not-found` */
  async loadListed(tx: Transaction, id: string, viewerId: string): Promise<ListedInterface> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE i.id = $2`, [viewerId, id]);
    if (row === undefined) throw new Problem(problems.notFound);
    return { number: row.number, found: fromRow(row), entryIds: row.entry_ids };
  }

  /** The newest first; what is retired only for its owner. */
  async page(tx: Transaction, viewerId: string, health: string | null, before: string, limit: number): Promise<ListedInterface[]> {
    const rows = await tx.query<Row>(
      `${SELECT} WHERE i.number < $2::bigint AND ($3::text IS NULL OR i.health = $3) AND (i.retired_at IS NULL OR i.owner_id = $1) ORDER BY i.number DESC LIMIT $4`,
      [viewerId, before, health, limit],
    );
    return rows.map((row) => ({ number: row.number, found: fromRow(row), entryIds: row.entry_ids }));
  }

  async boundEntries(tx: Transaction, id: string): Promise<BoundEntry[]> {
    const rows = await tx.query<{ entry_id: string; aggregation: string; columns: Column[]; probe_result: string | null; probe_records: string | null }>(
      'SELECT entry_id, aggregation, columns, probe_result, probe_records FROM data_resource WHERE interface_id = $1 ORDER BY entry_id',
      [id],
    );
    return rows.map((row) => ({ entryId: row.entry_id, aggregation: row.aggregation, columns: row.columns, probeResult: row.probe_result, probeRecords: row.probe_records === null ? null : Number(row.probe_records) }));
  }

  async saveProbe(tx: Transaction, entryId: string, result: string, records: number): Promise<void> {
    await tx.query('UPDATE data_resource SET probe_result = $2, probe_records = $3 WHERE entry_id = $1', [entryId, result, records]);
  }
}
