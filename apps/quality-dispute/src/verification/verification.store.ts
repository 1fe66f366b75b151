import { Injectable } from '@nestjs/common';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import { providerSees, type Verification } from './verification.js';

const COLUMNS = `id, grant_id AS "grantId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, doubt, doubted_rows AS rows,
  origin_node AS "originNode", owner_node AS "ownerNode", came_from AS "cameFrom", standing, step_above AS "stepAbove", history, explanation,
  repaired_version AS "repairedVersion"`;

export interface VerificationRow extends Verification {
  readonly position: string;
}

@Injectable()
export class VerificationStore {
  async insert(tx: Transaction, verification: Verification): Promise<void> {
    const { id, grantId, entryId, entryName, requester, provider, doubt, rows, originNode, ownerNode, cameFrom, standing, history } = verification;
    await tx.query(
      `INSERT INTO verification (id, grant_id, entry_id, entry_name, requester, provider, doubt, doubted_rows, origin_node, owner_node, came_from, standing, history, provider_sees)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [id, grantId, entryId, entryName, json(requester), json(provider), doubt, json(rows), originNode, ownerNode, cameFrom, json(standing), json(history), providerSees(verification)],
    );
  }

  async save(tx: Transaction, verification: Verification): Promise<void> {
    const { id, standing, stepAbove, history, explanation, repairedVersion } = verification;
    await tx.query(
      'UPDATE verification SET standing = $2, step_above = $3, history = $4, provider_sees = $5, explanation = $6, repaired_version = $7 WHERE id = $1',
      [id, json(standing), stepAbove === null ? null : json(stepAbove), json(history), providerSees(verification), explanation, repairedVersion],
    );
  }

  /** Cases whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<Verification[]> {
    return tx.query<Verification>(`SELECT ${COLUMNS} FROM verification WHERE standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`);
  }

  /** Whoever asks: the use case decides on visibility, because the parts an organisation plays follow from the case. */
  async loadForUpdateUnscoped(tx: Transaction, id: string): Promise<Verification | undefined> {
    const [row] = await tx.query<Verification>(`SELECT ${COLUMNS} FROM verification WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  async findUnscoped(tx: Transaction, id: string): Promise<Verification | undefined> {
    const [row] = await tx.query<Verification>(`SELECT ${COLUMNS} FROM verification WHERE id = $1`, [id]);
    return row;
  }

  /** The cases the caller may see, newest first, before a position. The condition says the same as `isVisibleTo`. */
  async page(tx: Transaction, before: string, limit: number): Promise<VerificationRow[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const { provider, ...others } = partyConditions(tx.ctx, tx.ctx.node.code, bind);
    const visible = [...Object.values(others), `(provider_sees AND ${provider})`].join(' OR ');
    return tx.query<VerificationRow>(`SELECT position, ${COLUMNS} FROM verification WHERE position < ${bind(before)} AND (${visible}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
