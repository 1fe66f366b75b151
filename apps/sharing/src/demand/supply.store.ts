import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Source } from './find-supply.js';
import { piecesOfAll } from './likeness.js';
import { piecesOfSupply, type Supply } from './supply.js';

/** Whoever compares needs with supply and whoever changes supply wait for each other, or a need and an entry of the same moment would never meet. */
const MATCHING_LOCK = 0x6d617463;
/** More entries than a person could look at; the comparison of a common name stays bounded. */
const MOST_CANDIDATES = 500;

const SELECT = `SELECT id, version, node, provider, name, item_names AS "itemNames", sharing_type AS "sharingType", is_file AS "isFile" FROM supply`;

@Injectable()
export class SupplyStore {
  async lockMatching(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [MATCHING_LOCK]);
  }

  /** Keeps the newer version. An entry never changes its node. Answers whether anything was kept. */
  async keepNewer(tx: Transaction, supply: Supply): Promise<boolean> {
    const { id, version, node, provider, name, itemNames, sharingType, isFile } = supply;
    const kept = await tx.query(
      `INSERT INTO supply AS kept (id, version, node, provider, name, item_names, sharing_type, is_file, pieces, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, false)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, provider = excluded.provider, name = excluded.name, item_names = excluded.item_names,
         sharing_type = excluded.sharing_type, is_file = excluded.is_file, pieces = excluded.pieces, withdrawn = false
       WHERE kept.version < excluded.version AND kept.node = excluded.node RETURNING id`,
      [id, version, node, JSON.stringify(provider), name, itemNames, sharingType, isFile, piecesOfSupply(supply)],
    );
    return kept.length > 0;
  }

  /** Up to this version the entry is in the catalogue no longer, also when its publication is heard of only afterwards. Answers whether it had been there. */
  async withdraw(tx: Transaction, id: string, node: string, version: number): Promise<boolean> {
    const kept = await tx.query(
      `INSERT INTO supply AS kept (id, version, node, provider, name, item_names, sharing_type, is_file, pieces, withdrawn) VALUES ($1, $3, $2, '{}', '', '{}', '', false, '{}', true)
       ON CONFLICT (id) DO UPDATE SET withdrawn = true, version = excluded.version WHERE kept.node = excluded.node AND kept.version <= excluded.version RETURNING id`,
      [id, node, version],
    );
    return kept.length > 0;
  }

  async find(tx: Transaction, ids: readonly string[]): Promise<Supply[]> {
    return ids.length === 0 ? [] : tx.query<Supply>(`${SELECT} WHERE id = ANY($1::uuid[]) AND NOT withdrawn`, [ids]);
  }

  /** Entries that share some piece of a name with one of these, those with the most first. */
  async candidates(tx: Transaction, names: readonly string[]): Promise<Supply[]> {
    return tx.query<Supply>(
      `${SELECT} WHERE pieces && $1::text[] AND NOT withdrawn
       ORDER BY cardinality(ARRAY(SELECT unnest(pieces) INTERSECT SELECT unnest($1::text[]))) DESC, id LIMIT $2`,
      [piecesOfAll(names), MOST_CANDIDATES],
    );
  }

  /** Of these entries: those with a registered interface, and those with a complete version. What the exchange has told. */
  async sources(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Source>> {
    const rows = await tx.query<Source & { id: string }>(
      'SELECT entry_id AS id, url IS NOT NULL AS "hasInterface", current_version IS NOT NULL AS "hasVersion" FROM data_source WHERE entry_id = ANY($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, ...source }) => [id, source]));
  }
}
