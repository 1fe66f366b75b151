import { Injectable } from '@nestjs/common';
import { Problem, problems, type CollectionItemContent, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { CollectionItem } from './collection-item.js';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly department: Party;
  readonly item_key: string;
  readonly content: CollectionItemContent;
  readonly entry_id: string | null;
  readonly registered_at: Date;
}

const SELECT = 'SELECT id, number, department, item_key, content, entry_id, registered_at FROM collection_item';

@Injectable()
export class CollectionItemStore {
  /** Who collects what is decided by one act after the other: otherwise two departments could take the same item at once. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('collection', 0))`);
  }

  async add(tx: Transaction, items: readonly CollectionItem[]): Promise<void> {
    await tx.query(
      `INSERT INTO collection_item (id, department_id, division, level, department, item_key, content, entry_id, registered_at)
       SELECT id, department ->> 'id', department ->> 'division', department ->> 'level', department, key, content, "entryId", "registeredAt"
       FROM jsonb_to_recordset($1::jsonb) AS i(id uuid, department jsonb, key text, content jsonb, "entryId" uuid, "registeredAt" timestamptz)`,
      [JSON.stringify(items)],
    );
  }

  async save(tx: Transaction, { id, key, content }: CollectionItem): Promise<void> {
    await tx.query('UPDATE collection_item SET item_key = $2, content = $3 WHERE id = $1', [id, key, JSON.stringify(content)]);
  }

  /** Only items of the department; ids of others are passed over. */
  async end(tx: Transaction, ids: readonly string[], departmentId: string): Promise<void> {
    await tx.query('UPDATE collection_item SET ended_at = $3 WHERE id = ANY($1::uuid[]) AND department_id = $2 AND ended_at IS NULL', [ids, departmentId, tx.ctx.now]);
  }

  /** @throws Problem 404 for an item that is not collected (any more) */
  async load(tx: Transaction, id: string): Promise<CollectionItem> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND ended_at IS NULL FOR UPDATE`, [id]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  async find(tx: Transaction, departmentId: string | undefined, after: string, limit: number): Promise<{ number: string; item: CollectionItem }[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE ended_at IS NULL AND number > $1 AND ($2::text IS NULL OR department_id = $2) ORDER BY number LIMIT $3`, [after, departmentId ?? null, limit]);
    return rows.map((row) => ({ number: row.number, item: fromRow(row) }));
  }

  async ofDepartment(tx: Transaction, departmentId: string): Promise<CollectionItem[]> {
    return (await tx.query<Row>(`${SELECT} WHERE ended_at IS NULL AND department_id = $1 ORDER BY number`, [departmentId])).map(fromRow);
  }

  async ofLevel(tx: Transaction, { division, level }: Pick<Party, 'division' | 'level'>): Promise<CollectionItem[]> {
    return (await tx.query<Row>(`${SELECT} WHERE ended_at IS NULL AND division = $1 AND level = $2 ORDER BY number`, [division, level])).map(fromRow);
  }

  async count(tx: Transaction, departmentId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM collection_item WHERE ended_at IS NULL AND department_id = $1', [departmentId]);
    return row?.count ?? 0;
  }

  /** What the other departments of the same level and place collect, of the given keys. */
  async byOthers(tx: Transaction, { id, division, level }: Party, keys: readonly string[]): Promise<CollectionItem[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE ended_at IS NULL AND item_key = ANY($1) AND division = $2 AND level = $3 AND department_id <> $4 ORDER BY number`, [keys, division, level, id]);
    return rows.map(fromRow);
  }
}

function fromRow({ id, department, item_key: key, content, entry_id: entryId, registered_at: registeredAt }: Row): CollectionItem {
  return { id, department, key, content, entryId, registeredAt: registeredAt.toISOString() };
}
