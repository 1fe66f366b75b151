import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Appended, CompactRange, NodeId, NodeReader } from '../log/merkle-tree.js';

interface LogRow {
  readonly size: string;
  readonly edge: Buffer[];
}

/** The Merkle tree as rows: its size and right edge in the one row of `log`, and every complete subtree's hash, written once. */
@Injectable()
export class TreeStore {
  /** Until the transaction ends nobody else can give out an index: this is what makes indexes contiguous. */
  lock(tx: Transaction): Promise<CompactRange> {
    return this.select(tx, 'SELECT size, edge FROM log FOR UPDATE');
  }

  range(tx: Transaction): Promise<CompactRange> {
    return this.select(tx, 'SELECT size, edge FROM log');
  }

  async grow(tx: Transaction, { nodes, range }: Appended): Promise<void> {
    await tx.query('INSERT INTO tree_node (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
    ]);
    await tx.query('UPDATE log SET size = $1, edge = $2::bytea[]', [range.size, range.edge]);
  }

  /** Reads the named nodes in one query; the reader answers only these. */
  async reader(tx: Transaction, nodes: readonly NodeId[]): Promise<NodeReader> {
    const rows = await tx.query<{ level: number; index: string; hash: Buffer }>(
      'SELECT level, index, hash FROM tree_node JOIN unnest($1::smallint[], $2::bigint[]) AS wanted(level, index) USING (level, index)',
      [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
    );
    const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
    return (level, index) => {
      const hash = hashes.get(`${level}/${index}`);
      if (hash === undefined) throw new Error(`the tree has lost its node ${index} of level ${level}`);
      return hash;
    };
  }

  private async select(tx: Transaction, sql: string): Promise<CompactRange> {
    const [row] = await tx.query<LogRow>(sql);
    if (row === undefined) throw new Error('the log has lost its row');
    return { size: Number(row.size), edge: row.edge };
  }
}
