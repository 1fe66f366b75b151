import { Injectable } from '@nestjs/common';
import { Problem, problems, type HandOver } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { OfflinePackage } from './package.js';

interface PackageRow {
  readonly id: string;
  readonly grant_id: string;
  readonly permit_id: string;
  readonly opening: string;
  readonly entry_id: string;
  readonly version: number;
  readonly requester_id: string;
  readonly requester_node: string;
  readonly provider_id: string;
  readonly rows: string;
  readonly file_key: string | null;
  readonly bytes: string;
  readonly sha256: string;
  readonly made_at: Date;
  readonly expires_at: Date;
  readonly received_by: string | null;
  readonly medium: string | null;
  readonly handed_over_at: Date | null;
  readonly recorded_by: string | null;
}

function packageFrom(row: PackageRow): OfflinePackage {
  const { received_by: receivedBy, medium, handed_over_at: handedOverAt } = row;
  return {
    id: row.id,
    grantId: row.grant_id,
    permitId: row.permit_id,
    opening: row.opening,
    entryId: row.entry_id,
    version: row.version,
    requesterId: row.requester_id,
    requesterNode: row.requester_node,
    providerId: row.provider_id,
    rows: Number(row.rows),
    key: row.file_key,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    handOver: receivedBy === null || medium === null || handedOverAt === null ? null : { receivedBy, medium, handedOverAt: handedOverAt.toISOString() },
    recordedBy: row.recorded_by,
  };
}

@Injectable()
export class PackageStore {
  async add(tx: Transaction, made: OfflinePackage): Promise<void> {
    await tx.query(
      `INSERT INTO offline_package (id, grant_id, permit_id, opening, entry_id, version, requester_id, provider_id, rows, file_key, bytes, sha256, made_at, expires_at, requester_node)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [made.id, made.grantId, made.permitId, made.opening, made.entryId, made.version, made.requesterId, made.providerId, made.rows, made.key, made.bytes, made.sha256, made.madeAt, made.expiresAt, made.requesterNode],
    );
  }

  /** @throws Problem `access/not-found` */
  async load(tx: Transaction, id: string): Promise<OfflinePackage> {
    return this.found(await tx.query<PackageRow>('SELECT * FROM offline_package WHERE id = $1', [id]));
  }

  /** @throws Problem `access/not-found` */
  async loadForUpdate(tx: Transaction, id: string): Promise<OfflinePackage> {
    return this.found(await tx.query<PackageRow>('SELECT * FROM offline_package WHERE id = $1 FOR UPDATE', [id]));
  }

  async saveHandOver(tx: Transaction, id: string, { receivedBy, medium, handedOverAt }: HandOver): Promise<void> {
    await tx.query('UPDATE offline_package SET received_by = $2, medium = $3, handed_over_at = $4, recorded_by = $5 WHERE id = $1', [id, receivedBy, medium, handedOverAt, tx.ctx.actor]);
  }

  /** Takes the bytes of expired packages out of the records, which stay; answers their keys. */
  async takeExpired(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ file_key: string }>(
      `WITH gone AS (SELECT id, file_key FROM offline_package WHERE file_key IS NOT NULL AND expires_at <= $1 FOR UPDATE),
            cleared AS (UPDATE offline_package p SET file_key = NULL FROM gone WHERE p.id = gone.id)
       SELECT file_key FROM gone`,
      [tx.ctx.now],
    );
    return rows.map(({ file_key: key }) => key);
  }

  private found([row]: readonly PackageRow[]): OfflinePackage {
    if (row === undefined) throw new Problem(problems.notFound);
    return packageFrom(row);
  }
}
