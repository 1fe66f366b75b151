import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

export interface SignedCheckpoint {
  readonly size: number;
  readonly text: string;
  readonly signatureLine: string;
  /** Instant, ISO 8601. */
  readonly signedAt: string;
}

interface CheckpointRow {
  readonly size: string;
  readonly text: string;
  readonly signature_line: string;
  readonly signed_at: Date;
}

const SIGNING_LOCK = 0x7369676e;
const COLUMNS = 'size, text, signature_line, signed_at';

@Injectable()
export class CheckpointStore {
  /** One signer at a time, over all replicas: each checkpoint must continue the one announced before it. The log may grow meanwhile. */
  async lockSigning(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_LOCK]);
  }

  async insert(tx: Transaction, { size, text, signatureLine, signedAt }: SignedCheckpoint): Promise<void> {
    await tx.query(`INSERT INTO checkpoint (${COLUMNS}) VALUES ($1, $2, $3, $4)`, [size, text, signatureLine, signedAt]);
  }

  newest(tx: Transaction): Promise<SignedCheckpoint | null> {
    return this.one(tx, `SELECT ${COLUMNS} FROM checkpoint ORDER BY size DESC LIMIT 1`);
  }

  newestCosigned(tx: Transaction): Promise<SignedCheckpoint | null> {
    return this.one(tx, `SELECT ${COLUMNS} FROM checkpoint WHERE size = (SELECT max(size) FROM cosignature)`);
  }

  ofSize(tx: Transaction, size: number): Promise<SignedCheckpoint | null> {
    return this.one(tx, `SELECT ${COLUMNS} FROM checkpoint WHERE size = $1`, [size]);
  }

  /** The checkpoint signed after the one of this size. */
  next(tx: Transaction, size: number): Promise<SignedCheckpoint | null> {
    return this.one(tx, `SELECT ${COLUMNS} FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1`, [size]);
  }

  async cosignatures(tx: Transaction, size: number): Promise<string[]> {
    const rows = await tx.query<{ line: string }>('SELECT line FROM cosignature WHERE size = $1 ORDER BY node', [size]);
    return rows.map(({ line }) => line);
  }

  async insertCosignature(tx: Transaction, size: number, node: string, line: string): Promise<void> {
    await tx.query('INSERT INTO cosignature (size, node, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [size, node, line]);
  }

  /** The witness key of a node: the given one when it is the first seen, otherwise the first. */
  async pinWitness(tx: Transaction, node: string, verifierKey: string): Promise<string> {
    await tx.query('INSERT INTO witness (node, verifier_key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [node, verifierKey]);
    const [row] = await tx.query<{ verifier_key: string }>('SELECT verifier_key FROM witness WHERE node = $1', [node]);
    return row?.verifier_key ?? verifierKey;
  }

  private async one(tx: Transaction, sql: string, parameters: readonly unknown[] = []): Promise<SignedCheckpoint | null> {
    const [row] = await tx.query<CheckpointRow>(sql, parameters);
    if (row === undefined) return null;
    return { size: Number(row.size), text: row.text, signatureLine: row.signature_line, signedAt: row.signed_at.toISOString() };
  }
}
