import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, problems } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';
import type { DataSet, Version } from './data-set.js';

interface DataSetRow {
  readonly entry_id: string;
  readonly entry_version: number;
  readonly name: string;
  readonly provider_id: string;
  readonly aggregation: string;
  readonly personal_data: boolean;
  readonly columns: Column[];
  readonly published: boolean;
  readonly interface_id: string | null;
  readonly interface_url: string | null;
}

interface VersionRow {
  readonly id: string;
  readonly version: number;
  readonly columns: Column[];
  readonly row_count: string;
  readonly digest: string;
  readonly cause: Version['cause'];
  readonly completed_at: Date;
}

const MOST_VERSIONS_SHOWN = 500;

const SELECT = `SELECT r.*, i.content ->> 'url' AS interface_url FROM data_resource r LEFT JOIN registered_interface i ON i.id = r.interface_id`;

function dataSetFrom(row: DataSetRow): DataSet {
  return {
    entryId: row.entry_id,
    entryVersion: row.entry_version,
    name: row.name,
    providerId: row.provider_id,
    aggregation: row.aggregation,
    personalData: row.personal_data,
    columns: row.columns,
    published: row.published,
    interfaceId: row.interface_id,
    interfaceUrl: row.interface_url,
  };
}

function versionFrom({ id, version, columns, row_count: rows, digest, cause, completed_at: completedAt }: VersionRow): Version {
  return { id, version, columns, rows: Number(rows), digest, cause, completedAt: completedAt.toISOString() };
}

@Injectable()
export class DataSetStore {
  /** @throws Problem `access/not-found`; that an entry is published is public among agencies, so nothing else hides a data set */
  async load(tx: Transaction, entryId: string): Promise<DataSet> {
    return this.found(await tx.query<DataSetRow>(`${SELECT} WHERE r.entry_id = $1`, [entryId]));
  }

  /** Versions of a data set arise one after the other: whoever makes one holds this lock. */
  async loadForUpdate(tx: Transaction, entryId: string): Promise<DataSet> {
    return this.found(await tx.query<DataSetRow>(`${SELECT} WHERE r.entry_id = $1 FOR UPDATE OF r`, [entryId]));
  }

  /** For who adds to the data set and makes no version yet: until the transaction ends, no version arises and the entry's items stay what they are. */
  async loadForShare(tx: Transaction, entryId: string): Promise<DataSet> {
    return this.found(await tx.query<DataSetRow>(`${SELECT} WHERE r.entry_id = $1 FOR SHARE OF r`, [entryId]));
  }

  /** A version takes the place of all that came before: streamed records that are in none yet would be in none for ever, or twice. @throws Problem `exchange/unsealed-records` */
  async nothingIsUnsealed(tx: Transaction, entryId: string): Promise<void> {
    const tails = await tx.query('SELECT 1 FROM stream_tail WHERE entry_id = $1 LIMIT 1', [entryId]);
    if (tails.length > 0) throw new Problem(exchangeProblems.unsealedRecords);
  }

  /** Keeps what the newest version of the entry says. Of one that is not published yet, the first version only: the one in force stays as it is until the next one is. */
  async keep(tx: Transaction, dataSet: Omit<DataSet, 'interfaceUrl' | 'interfaceId'>): Promise<void> {
    const { entryId, entryVersion, name, providerId, aggregation, personalData, columns, published } = dataSet;
    await tx.query(
      `INSERT INTO data_resource (entry_id, entry_version, name, provider_id, aggregation, personal_data, columns, published) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (entry_id) DO UPDATE SET entry_version = excluded.entry_version, name = excluded.name, provider_id = excluded.provider_id,
         aggregation = excluded.aggregation, personal_data = excluded.personal_data, columns = excluded.columns, published = excluded.published
       WHERE NOT data_resource.published OR (excluded.published AND excluded.entry_version > data_resource.entry_version)`,
      [entryId, entryVersion, name, providerId, aggregation, personalData, JSON.stringify(columns), published],
    );
  }

  /** What a test of the service before found is forgotten. */
  async bind(tx: Transaction, entryId: string, interfaceId: string | null): Promise<void> {
    await tx.query('UPDATE data_resource SET interface_id = $2, probe_result = NULL, probe_records = NULL WHERE entry_id = $1', [entryId, interfaceId]);
  }

  /** The latest versions, oldest first. */
  async versions(tx: Transaction, entryId: string): Promise<Version[]> {
    const rows = await tx.query<VersionRow>('SELECT * FROM data_version WHERE entry_id = $1 ORDER BY version DESC LIMIT $2', [entryId, MOST_VERSIONS_SHOWN]);
    return rows.reverse().map(versionFrom);
  }

  async currentVersion(tx: Transaction, entryId: string): Promise<Version | undefined> {
    const [row] = await tx.query<VersionRow>('SELECT * FROM data_version WHERE entry_id = $1 ORDER BY version DESC LIMIT 1', [entryId]);
    return row === undefined ? undefined : versionFrom(row);
  }

  /** The current version together with the entry's name: all a read needs to know, in one question. */
  async currentVersionNamed(tx: Transaction, entryId: string): Promise<{ entryName: string; version: Version } | undefined> {
    const [row] = await tx.query<VersionRow & { entry_name: string }>(
      `SELECT v.*, r.name AS entry_name FROM data_version v JOIN data_resource r ON r.entry_id = v.entry_id WHERE v.entry_id = $1 ORDER BY v.version DESC LIMIT 1`,
      [entryId],
    );
    return row === undefined ? undefined : { entryName: row.entry_name, version: versionFrom(row) };
  }

  /** Adds the next version and answers its number. The data set must be locked. */
  async addVersion(tx: Transaction, entryId: string, version: Omit<Version, 'version'>): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `INSERT INTO data_version (id, entry_id, version, columns, row_count, digest, cause, actor, completed_at)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8 FROM data_version WHERE entry_id = $2 RETURNING version`,
      [version.id, entryId, JSON.stringify(version.columns), version.rows, version.digest, version.cause, tx.ctx.actor, version.completedAt],
    );
    if (row === undefined) throw new Error('the version was not added');
    return row.version;
  }

  async addCorrection(
    tx: Transaction,
    correction: { id: string; wrong: string; corrected: string; keyColumn: string; rowNumbers: readonly string[]; reasons: string; verificationId: string | null },
  ): Promise<void> {
    const { id, wrong, corrected, keyColumn, rowNumbers, reasons, verificationId } = correction;
    await tx.query(
      `INSERT INTO correction (id, wrong_version_id, corrected_version_id, key_column, row_numbers, reasons, verification_id, actor, corrected_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, wrong, corrected, keyColumn, rowNumbers, reasons, verificationId, tx.ctx.actor, tx.ctx.now],
    );
  }

  private found([row]: readonly DataSetRow[]): DataSet {
    if (row === undefined) throw new Problem(problems.notFound);
    return dataSetFrom(row);
  }
}
