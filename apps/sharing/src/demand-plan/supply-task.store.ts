import { Injectable } from '@nestjs/common';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { SupplyTask } from './supply-task.js';

interface Positioned extends SupplyTask {
  readonly position: string;
}

const SELECT = 'SELECT id, position, plan_id AS "planId", year, item, requester, provider, entry_id AS "entryId", standing, history FROM supply_task';
const OPEN = `NOT (standing ->> 'ended')::boolean`;

@Injectable()
export class SupplyTaskStore {
  async findUnscoped(tx: Transaction, id: string): Promise<SupplyTask | undefined> {
    const [task] = await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]);
    return task;
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<SupplyTask | undefined> {
    const [task] = await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
    return task;
  }

  async lockRunning(tx: Transaction): Promise<SupplyTask[]> {
    return tx.query<Positioned>(`${SELECT} WHERE standing ->> 'dueOn' IS NOT NULL AND ${OPEN} ORDER BY id FOR UPDATE`);
  }

  /** Open tasks of a plan. */
  async lockOpenOf(tx: Transaction, planId: string): Promise<SupplyTask[]> {
    return tx.query<Positioned>(`${SELECT} WHERE plan_id = $1 AND ${OPEN} ORDER BY id FOR UPDATE`, [planId]);
  }

  async openOfProvider(tx: Transaction, id: string, node: string): Promise<SupplyTask[]> {
    return tx.query<Positioned>(`${SELECT} WHERE provider ->> 'id' = $1 AND provider ->> 'node' = $2 AND ${OPEN} ORDER BY id`, [id, node]);
  }

  async find(tx: Transaction, ids: readonly string[]): Promise<SupplyTask[]> {
    return ids.length === 0 ? [] : tx.query<Positioned>(`${SELECT} WHERE id = ANY($1::uuid[])`, [ids]);
  }

  async save(tx: Transaction, { id, planId, year, item, requester, provider, entryId, standing, history }: SupplyTask): Promise<void> {
    await tx.query(
      `INSERT INTO supply_task (id, plan_id, year, item, requester, provider, entry_id, standing, history) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, standing = excluded.standing, history = excluded.history`,
      [id, planId, year, JSON.stringify(item), JSON.stringify(requester), JSON.stringify(provider), entryId, JSON.stringify(standing), JSON.stringify(history)],
    );
  }

  /** Tasks in which the caller plays a part, the newest first. */
  async page(tx: Transaction, ended: boolean | undefined, before: string, limit: number): Promise<Positioned[]> {
    const { ctx } = tx;
    const values: unknown[] = [before, ended ?? null, limit];
    const plays = partyConditions(ctx, ctx.node.code, (value) => `$${String(values.push(value))}`);
    return tx.query<Positioned>(
      `${SELECT} WHERE position < $1 AND ($2::boolean IS NULL OR (standing ->> 'ended')::boolean = $2) AND (${Object.values(plays).join(' OR ')}) ORDER BY position DESC LIMIT $3`,
      values,
    );
  }
}
