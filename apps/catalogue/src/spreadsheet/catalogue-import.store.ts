import { Injectable } from '@nestjs/common';
import { Problem, problems } from '@gongshu/contracts';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';
import type { CatalogueImport } from './catalogue-import.js';
import type { FoundFault } from './import-fault.js';

interface Row extends Omit<CatalogueImport, 'bytesReceived' | 'openedAt' | 'endedAt'> {
  readonly bytesReceived: string;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const SELECTED = `id, actor, organisation, roles, language, traceparent, mode, format, state, bytes_received AS "bytesReceived", digest, position, rows_read AS "rowsRead",
  rows_valid AS "rowsValid", rows_invalid AS "rowsInvalid", entries, faults, failures, opened_at AS "openedAt", ended_at AS "endedAt"`;

/** How far a pass has come since the position it started from. */
export interface Progress {
  readonly from: number;
  readonly to: number;
  readonly rowsRead: number;
  readonly rowsValid: number;
  readonly rowsInvalid: number;
  readonly entries: number;
  readonly faults: readonly FoundFault[];
}

const MOST_FAULTS_KEPT = 10_000;

@Injectable()
export class CatalogueImportStore {
  /** @throws Problem 404 for an import that is not there or another organisation's */
  async load(tx: Transaction, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<CatalogueImport> {
    const { id: organisation, node } = actingOrganisation(tx.ctx);
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_import WHERE id = $1 AND organisation_id = $2 AND organisation_node = $3 ${lock}`, [id, organisation, node]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  /** Of whatever organisation: for the platform's own work on it. */
  async loadAny(tx: Transaction, id: string): Promise<CatalogueImport | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_import WHERE id = $1`, [id]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** The import a caller opened under a key. */
  async ofKey(tx: Transaction, key: string): Promise<CatalogueImport | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM catalogue_import WHERE actor = $1 AND upload_key = $2`, [tx.ctx.actor, key]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Opens an import; whoever comes second under a key adds nothing. */
  async add(tx: Transaction, { id, mode, format }: Pick<CatalogueImport, 'id' | 'mode' | 'format'>, key: string | null): Promise<void> {
    const { actor, roles, language, traceparent, now } = tx.ctx;
    await tx.query(
      `INSERT INTO catalogue_import (id, actor, organisation, roles, language, traceparent, upload_key, mode, format, state, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'RECEIVING', $10) ON CONFLICT DO NOTHING`,
      [id, actor, JSON.stringify(actingOrganisation(tx.ctx)), roles, language, traceparent, key, mode, format, now],
    );
  }

  async countUnfinished(tx: Transaction): Promise<number> {
    const { id, node } = actingOrganisation(tx.ctx);
    const [row] = await tx.query<{ count: number }>('SELECT count(*)::integer AS count FROM catalogue_import WHERE ended_at IS NULL AND organisation_id = $1 AND organisation_node = $2', [id, node]);
    return row?.count ?? 0;
  }

  /** Takes away uploads of the caller's organisation that nobody has finished since an instant. */
  async forgetAbandoned(tx: Transaction, before: string): Promise<void> {
    const { id, node } = actingOrganisation(tx.ctx);
    await tx.query("DELETE FROM catalogue_import WHERE state = 'RECEIVING' AND opened_at < $3 AND organisation_id = $1 AND organisation_node = $2", [id, node, before]);
  }

  async forget(tx: Transaction, id: string): Promise<void> {
    await tx.query('DELETE FROM catalogue_import WHERE id = $1', [id]);
  }

  async addPart(tx: Transaction, id: string, at: number, bytes: Buffer): Promise<void> {
    await tx.query('INSERT INTO catalogue_import_part (import_id, at, bytes) VALUES ($1, $2, $3)', [id, at, bytes]);
    await tx.query('UPDATE catalogue_import SET bytes_received = $2 WHERE id = $1', [id, at + bytes.length]);
  }

  /** The part that holds a byte of the file. */
  async part(tx: Transaction, id: string, byte: number): Promise<{ at: number; bytes: Buffer } | undefined> {
    const [row] = await tx.query<{ at: string; bytes: Buffer }>('SELECT at, bytes FROM catalogue_import_part WHERE import_id = $1 AND at <= $2 ORDER BY at DESC LIMIT 1', [id, byte]);
    return row === undefined ? undefined : { at: Number(row.at), bytes: row.bytes };
  }

  async beginPass(tx: Transaction, id: string, state: string, digest: string | null): Promise<void> {
    await tx.query('UPDATE catalogue_import SET state = $2, digest = coalesce($3, digest), position = 0, failures = 0 WHERE id = $1', [id, state, digest]);
  }

  /**
   * Keeps how far a pass has come, with the faults it found.
   *
   * @returns false when the position is another's by now: whoever asked has lost the import and must not go on
   */
  async advance(tx: Transaction, id: string, { from, to, rowsRead, rowsValid, rowsInvalid, entries, faults }: Progress): Promise<boolean> {
    const [row] = await tx.query<{ faults: number }>(
      `UPDATE catalogue_import SET position = $3, rows_read = rows_read + $4, rows_valid = rows_valid + $5, rows_invalid = rows_invalid + $6, entries = entries + $7, faults = faults + $8, failures = 0
        WHERE id = $1 AND position = $2 AND ended_at IS NULL RETURNING faults - $8 AS faults`,
      [id, from, to, rowsRead, rowsValid, rowsInvalid, entries, faults.length],
    );
    if (row === undefined) return false;
    await this.addFaults(tx, id, row.faults, faults);
    return true;
  }

  /** @param rowsRefused rows that were valid until the law was asked */
  async end(tx: Transaction, id: string, state: 'COMPLETED' | 'REFUSED', faults: readonly FoundFault[], rowsRefused: number): Promise<void> {
    const [row] = await tx.query<{ faults: number }>(
      `UPDATE catalogue_import SET state = $2, ended_at = $3, faults = faults + $4, rows_valid = rows_valid - $5, rows_invalid = rows_invalid + $5 WHERE id = $1
       RETURNING faults - $4 AS faults`,
      [id, state, tx.ctx.now, faults.length, rowsRefused],
    );
    await this.addFaults(tx, id, row?.faults ?? 0, faults);
    await tx.query('DELETE FROM catalogue_import_part WHERE import_id = $1', [id]);
    await tx.query('DELETE FROM catalogue_import_text WHERE import_id = $1', [id]);
  }

  async countFailure(tx: Transaction, id: string): Promise<number> {
    const [row] = await tx.query<{ failures: number }>('UPDATE catalogue_import SET failures = failures + 1 WHERE id = $1 RETURNING failures', [id]);
    return row?.failures ?? 0;
  }

  /** Imports whose file is here whole and that have not ended, the oldest first. */
  async waiting(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ id: string }>("SELECT id FROM catalogue_import WHERE ended_at IS NULL AND state <> 'RECEIVING' ORDER BY opened_at, id LIMIT 20");
    return rows.map(({ id }) => id);
  }

  async faults(tx: Transaction, id: string, after: string, limit: number): Promise<(FoundFault & { readonly n: number })[]> {
    return tx.query(
      `SELECT n, sheet, row_number AS row, column_number AS column, title, code, words FROM catalogue_import_fault WHERE import_id = $1 AND n > $2::bigint ORDER BY n LIMIT $3`,
      [id, after, limit],
    );
  }

  async clearTexts(tx: Transaction, id: string): Promise<void> {
    await tx.query('DELETE FROM catalogue_import_text WHERE import_id = $1', [id]);
  }

  async putTexts(tx: Transaction, id: string, block: number, texts: readonly string[]): Promise<void> {
    await tx.query('INSERT INTO catalogue_import_text (import_id, block, texts) VALUES ($1, $2, $3)', [id, block, texts]);
  }

  async texts(tx: Transaction, id: string, blocks: readonly number[]): Promise<Map<number, readonly string[]>> {
    const rows = await tx.query<{ block: number; texts: string[] }>('SELECT block, texts FROM catalogue_import_text WHERE import_id = $1 AND block = ANY($2)', [id, blocks]);
    return new Map(rows.map(({ block, texts }) => [block, texts]));
  }

  private async addFaults(tx: Transaction, id: string, before: number, faults: readonly FoundFault[]): Promise<void> {
    const kept = faults.slice(0, Math.max(0, MOST_FAULTS_KEPT - before));
    if (kept.length === 0) return;
    const column = <K extends keyof FoundFault>(key: K): FoundFault[K][] => kept.map((fault) => fault[key]);
    await tx.query(
      `INSERT INTO catalogue_import_fault (import_id, n, sheet, row_number, column_number, title, code, words)
       SELECT $1, $2 + ordinality, sheet, row_number, column_number, title, code, words
         FROM unnest($3::text[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::jsonb[]) WITH ORDINALITY AS fault (sheet, row_number, column_number, title, code, words, ordinality)`,
      [id, before, column('sheet'), column('row'), column('column'), column('title'), column('code'), column('words').map((words) => JSON.stringify(words))],
    );
  }
}

function fromRow({ bytesReceived, openedAt, endedAt, ...rest }: Row): CatalogueImport {
  return { ...rest, bytesReceived: Number(bytesReceived), openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
