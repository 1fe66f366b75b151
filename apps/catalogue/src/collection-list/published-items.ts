import { Injectable } from '@nestjs/common';
import type { DataItem, Party } from '@gongshu/contracts';
import { covers, type Transaction } from '@gongshu/service-kit';
import { ItemWording } from './item-wording.js';

/** A data item of an entry in force. */
export interface PublishedItem {
  readonly key: string;
  readonly name: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly entryCode: string;
  readonly provider: Party;
}

export interface PublishedEntryItems {
  readonly id: string;
  readonly name: string;
  readonly entryClass: string;
  readonly provider: Party;
  readonly items: readonly DataItem[];
}

/** By what a record is identified, when and where it was collected belongs to every record: it is no item of its own that one department alone could collect. */
export function isCollected({ identifies, feature }: DataItem): boolean {
  return identifies === undefined && feature === undefined;
}

/** The data items of entries in force, of this node and its neighbours, by what they are called. */
@Injectable()
export class PublishedItems {
  constructor(private readonly wording: ItemWording) {}

  /** Keeps the items of a published version instead of those of the version before. */
  async keep(tx: Transaction, entryId: string, entryName: string, items: readonly DataItem[]): Promise<void> {
    const rows = items.filter(isCollected).map(({ column, name }) => ({ column, name, key: this.wording.keyOf(name, entryName) }));
    await tx.query('DELETE FROM source_item WHERE entry_id = $1', [entryId]);
    await tx.query('INSERT INTO source_item (entry_id, column_name, name, item_key) SELECT $1, "column", name, key FROM jsonb_to_recordset($2::jsonb) AS i("column" text, name text, key text)', [
      entryId, JSON.stringify(rows),
    ]);
  }

  /** What another department can obtain by sharing: items of others' shareable entries whose provider's territory includes it. */
  async shareableTo(tx: Transaction, { id, node, division }: Party, keys: readonly string[]): Promise<PublishedItem[]> {
    const rows = await tx.query<PublishedItem>(
      `SELECT s.item_key AS key, s.name, e.id AS "entryId", e.content ->> 'name' AS "entryName", e.code AS "entryCode", e.provider
       FROM source_item s JOIN catalogue_entry e ON e.id = s.entry_id AND e.in_force
       WHERE s.item_key = ANY($1) AND e.content ->> 'sharingType' <> 'NOT_SHARED' AND NOT (e.provider_id = $2 AND e.provider ->> 'node' = $3) ORDER BY e.published_at, e.id`,
      [keys, id, node],
    );
    return rows.filter(({ provider }) => covers(provider.division, division));
  }

  /** Which of the keys any published entry has. */
  async known(tx: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ key: string }>('SELECT DISTINCT s.item_key AS key FROM source_item s JOIN catalogue_entry e ON e.id = s.entry_id AND e.in_force WHERE s.item_key = ANY($1)', [keys]);
    return new Set(rows.map(({ key }) => key));
  }

  /** This node's entries in force of one level and place: base data first, then in the order of their first publication. */
  async ofLevel(tx: Transaction, { division, level }: Pick<Party, 'division' | 'level'>): Promise<PublishedEntryItems[]> {
    return tx.query<PublishedEntryItems>(
      `SELECT id, content ->> 'name' AS name, content ->> 'entryClass' AS "entryClass", provider, content -> 'items' AS items FROM catalogue_entry e
       WHERE in_force AND node = $1 AND provider ->> 'division' = $2 AND provider ->> 'level' = $3
       ORDER BY content ->> 'entryClass' <> 'BASE', (SELECT min(published_at) FROM catalogue_entry f WHERE f.id = e.id), code`,
      [tx.ctx.node.code, division, level],
    );
  }

  /** A department's own entries in force at this node. */
  async ofDepartment(tx: Transaction, departmentId: string): Promise<PublishedEntryItems[]> {
    return tx.query<PublishedEntryItems>(
      `SELECT id, content ->> 'name' AS name, content ->> 'entryClass' AS "entryClass", provider, content -> 'items' AS items FROM catalogue_entry
       WHERE in_force AND node = $1 AND provider_id = $2 ORDER BY id`,
      [tx.ctx.node.code, departmentId],
    );
  }
}
