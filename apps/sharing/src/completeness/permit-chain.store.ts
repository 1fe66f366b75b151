import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** A permit as it stands on record; `link` and `seal` as they were written, hex. */
export interface ChainedPermit {
  readonly number: number;
  readonly id: string;
  readonly client: string;
  readonly takenAt: string;
  readonly state: string;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  /** Of the whole file of which the bytes were a part, where there was one. */
  readonly documentDigest: string | null;
  readonly dataVersion: number | null;
  readonly closedAt: string | null;
  /** Null: all that are granted. */
  readonly columns: readonly string[] | null;
  readonly form: string;
  readonly link: string;
  readonly seal: string | null;
}

export interface ChainHead {
  readonly last: number;
  readonly head: string;
}

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SELECT = `SELECT number, id, client, ${instant('taken_at')} AS "takenAt", state, rows::float8 AS rows, bytes::float8 AS bytes, digest, document_digest AS "documentDigest", data_version AS "dataVersion",
    ${instant('closed_at')} AS "closedAt", columns, form, encode(link, 'hex') AS link, encode(seal, 'hex') AS seal
  FROM permit`;

/** Reads permits for proofs. The data path writes them. */
@Injectable()
export class PermitChainStore {
  async head(tx: Transaction, grantId: string): Promise<ChainHead | undefined> {
    const [found] = await tx.query<ChainHead>(`SELECT calls_taken AS last, encode(chain_head, 'hex') AS head FROM usage_grant WHERE id = $1`, [grantId]);
    return found;
  }

  async find(tx: Transaction, grantId: string, number: number): Promise<ChainedPermit | undefined> {
    const [found] = await tx.query<ChainedPermit>(`${SELECT} WHERE grant_id = $1 AND number = $2`, [grantId, number]);
    return found;
  }

  async findById(tx: Transaction, id: string): Promise<ChainedPermit | undefined> {
    const [found] = await tx.query<ChainedPermit>(`${SELECT} WHERE id = $1`, [id]);
    return found;
  }

  /** Permits between two numbers, both included, in their order. */
  async between(tx: Transaction, grantId: string, first: number, last: number): Promise<ChainedPermit[]> {
    return tx.query<ChainedPermit>(`${SELECT} WHERE grant_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number`, [grantId, first, last]);
  }
}
