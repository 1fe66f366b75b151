import { Injectable } from '@nestjs/common';
import { Problem, problems, type FunctionItemContent, type FunctionItemView, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** One function of a department by its duty list. */
export interface FunctionItem {
  readonly id: string;
  readonly department: Party;
  readonly content: FunctionItemContent;
  readonly registeredAt: string;
  readonly withdrawalReasons: string | null;
  /** Published entries linked to it. */
  readonly entries: readonly { readonly id: string; readonly name: string }[];
}

interface Row extends Omit<FunctionItem, 'registeredAt' | 'withdrawalReasons'> {
  readonly number: string;
  readonly registered_at: Date;
  readonly withdrawal_reasons: string | null;
}

const SELECT = `
  SELECT id, number, department, content, registered_at, withdrawal_reasons, coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', e.id, 'name', e.content ->> 'name') ORDER BY e.published_at, e.id) FROM catalogue_entry e
    WHERE e.content ? 'functionItem' AND e.content ->> 'functionItem' = f.id::text AND e.in_force AND e.provider_id = f.department_id), '[]') AS entries
  FROM function_item f`;

@Injectable()
export class FunctionItemStore {
  /** @throws Problem 409 when a function with this code is in force */
  async add(tx: Transaction, { id, department, content, registeredAt }: FunctionItem): Promise<void> {
    const added = await tx.query(
      'INSERT INTO function_item (id, department_id, department, code, content, registered_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id',
      [id, department.id, JSON.stringify(department), content.code, JSON.stringify(content), registeredAt],
    );
    if (added.length === 0) throw new Problem(problems.conflict, { detail: { zh: '该编码的职责事项已登记', en: 'A function with this code is in force' } });
  }

  /** @throws Problem 404, also for a function of another department */
  async loadOwn(tx: Transaction, id: string, departmentId: string): Promise<FunctionItem> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE f.id = $1 AND department_id = $2 FOR UPDATE OF f`, [id, departmentId]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  async isInForce(tx: Transaction, id: string, departmentId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM function_item WHERE id = $1 AND department_id = $2 AND withdrawn_at IS NULL', [id, departmentId])).length > 0;
  }

  async withdraw(tx: Transaction, id: string, reasons: string): Promise<void> {
    await tx.query('UPDATE function_item SET withdrawn_at = $2, withdrawal_reasons = $3 WHERE id = $1', [id, tx.ctx.now, reasons]);
  }

  /** Marks the entries in force that are linked to a function, and answers their ids. The mark goes with the version: the next one is without. */
  async markLinkedEntries(tx: Transaction, { id, department }: FunctionItem, cause: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE catalogue_entry SET needs_update = $3
       WHERE content ? 'functionItem' AND content ->> 'functionItem' = $1 AND in_force AND provider_id = $2 RETURNING id`,
      [id, department.id, JSON.stringify({ status: 'NEEDS_UPDATE', cause, since: tx.ctx.now })],
    );
    return rows.map((row) => row.id);
  }

  async page(tx: Transaction, departmentId: string | undefined, after: string, limit: number): Promise<{ number: string; item: FunctionItem }[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE number > $1 AND ($2::text IS NULL OR department_id = $2) ORDER BY number LIMIT $3`, [after, departmentId ?? null, limit]);
    return rows.map((row) => ({ number: row.number, item: fromRow(row) }));
  }

  async inForce(tx: Transaction, departmentId: string): Promise<FunctionItem[]> {
    return (await tx.query<Row>(`${SELECT} WHERE withdrawn_at IS NULL AND department_id = $1 ORDER BY number`, [departmentId])).map(fromRow);
  }
}

function fromRow({ id, department, content, registered_at: registeredAt, withdrawal_reasons: withdrawalReasons, entries }: Row): FunctionItem {
  return { id, department, content, registeredAt: registeredAt.toISOString(), withdrawalReasons, entries };
}

export function functionView({ id, department, content, registeredAt, withdrawalReasons, entries }: FunctionItem): FunctionItemView {
  return { ...content, id, department, registeredAt, withdrawalReasons, state: withdrawalReasons === null ? 'IN_FORCE' : 'WITHDRAWN', entries: entries.map((entry) => entry.id) };
}
