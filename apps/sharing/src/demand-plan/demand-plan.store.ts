import { Injectable } from '@nestjs/common';
import type { DemandPlanVersion, PlanItem } from '@gongshu/contracts';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { DemandPlan } from './demand-plan.js';
import type { PlanRecord } from './late-bodies.js';

interface Positioned extends DemandPlan {
  readonly position: string;
}
/** One item of a plan, and where it stands in the list of all. */
export interface PlanLine {
  readonly plan: DemandPlan;
  readonly item: PlanItem;
  readonly cursor: string;
}

const COLUMNS = `p.id, p.position, p.year, p.requester, p.items, p.matches, p.version, p.standing, p.history,
  to_char(p.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "submittedAt"`;
const SELECT = `SELECT ${COLUMNS} FROM demand_plan p`;

@Injectable()
export class DemandPlanStore {
  /** Whatever organisation asks: for acts, reads of one plan and timers, which look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<DemandPlan | undefined> {
    const [plan] = await tx.query<Positioned>(`${SELECT} WHERE p.id = $1`, [id]);
    return plan;
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<DemandPlan | undefined> {
    const [plan] = await tx.query<Positioned>(`${SELECT} WHERE p.id = $1 FOR UPDATE`, [id]);
    return plan;
  }

  async lockRunning(tx: Transaction): Promise<DemandPlan[]> {
    return tx.query<Positioned>(`${SELECT} WHERE p.standing ->> 'dueOn' IS NOT NULL ORDER BY p.id FOR UPDATE`);
  }

  /** Answers false where the body has a plan of the year already. */
  async add(tx: Transaction, { id, year, requester, items, standing }: DemandPlan): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO demand_plan (id, year, requester, items, matches, version, standing, history) VALUES ($1, $2, $3, $4, '[]', 0, $5, '[]')
       ON CONFLICT (requester_id, year) DO NOTHING RETURNING id`,
      [id, year, JSON.stringify(requester), JSON.stringify(items), JSON.stringify(standing)],
    );
    return added.length > 0;
  }

  async save(tx: Transaction, { id, items, matches, version, submittedAt, standing, history }: DemandPlan): Promise<void> {
    await tx.query('UPDATE demand_plan SET items = $2, matches = $3, version = $4, submitted_at = $5, standing = $6, history = $7 WHERE id = $1', [
      id, JSON.stringify(items), JSON.stringify(matches), version, submittedAt, JSON.stringify(standing), JSON.stringify(history),
    ]);
  }

  async addVersion(tx: Transaction, { id, version, items }: DemandPlan, act: string): Promise<void> {
    await tx.query('INSERT INTO demand_plan_version (plan_id, version, act, items, made_at) VALUES ($1, $2, $3, $4, $5)', [id, version, act, JSON.stringify(items), tx.ctx.now]);
  }

  async versions(tx: Transaction, id: string, after: string, limit: number): Promise<DemandPlanVersion[]> {
    return tx.query<DemandPlanVersion>(
      `SELECT version, act, items, to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM demand_plan_version WHERE plan_id = $1 AND version > $2::bigint ORDER BY version LIMIT $3`,
      [id, after, limit],
    );
  }

  /** Plans that the caller may see, the newest first. */
  async page(tx: Transaction, year: number | undefined, before: string, limit: number): Promise<Positioned[]> {
    const { sql, values } = this.visible(tx, 4);
    return tx.query<Positioned>(`${SELECT} WHERE p.position < $1 AND ($2::int IS NULL OR p.year = $2) AND (${sql}) ORDER BY p.position DESC LIMIT $3`, [before, year ?? null, limit, ...values]);
  }

  /** Items of plans, in the order of plans and items, after `<position>_<number>`: of one plan, or of all that were submitted and the caller may see. */
  async lines(tx: Transaction, of: { readonly planId?: string; readonly year?: number }, after: string, limit: number): Promise<PlanLine[]> {
    const [position, number] = after.split('_');
    const { sql, values } = this.visible(tx, 6);
    const rows = await tx.query<Positioned & { item: PlanItem; n: string }>(
      `SELECT ${COLUMNS}, i.item, i.n FROM demand_plan p, jsonb_array_elements(p.items) WITH ORDINALITY i (item, n)
        WHERE (p.position, i.n) > ($1::bigint, $2::bigint) AND ($3::uuid IS NULL AND p.submitted_at IS NOT NULL OR p.id = $3) AND ($4::int IS NULL OR p.year = $4) AND (${sql})
        ORDER BY p.position, i.n LIMIT $5`,
      [position, number, of.planId ?? null, of.year ?? null, limit, ...values],
    );
    return rows.map(({ item, n, ...plan }) => ({ plan, item, cursor: `${plan.position}_${n}` }));
  }

  /** What bodies of a level have done of a year's plan, by their id. Days in China. */
  async records(tx: Transaction, year: number, division: string, level: string): Promise<ReadonlyMap<string, PlanRecord>> {
    const day = (column: string): string => `to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`;
    const rows = await tx.query<PlanRecord & { body: string }>(
      `SELECT requester_id AS body, id AS "planId", ${day('submitted_at')} AS "submittedOn",
         ARRAY(SELECT ${day('made_at')} FROM demand_plan_version WHERE plan_id = id ORDER BY version) AS "versionsOn",
         CASE WHEN (standing ->> 'ended')::boolean THEN ${day("(standing ->> 'since')::timestamptz")} END AS "closedOn"
       FROM demand_plan WHERE year = $1 AND requester ->> 'division' = $2 AND requester ->> 'level' = $3`,
      [year, division, level],
    );
    return new Map(rows.map(({ body, ...record }) => [body, record]));
  }

  /** A body sees its own plans, others those that were submitted. */
  private visible({ ctx }: Transaction, from: number): { readonly sql: string; readonly values: readonly unknown[] } {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value) + from - 1)}`;
    const { requester, provider: _none, ...others } = partyConditions(ctx, ctx.node.code, bind);
    return { sql: `${requester} OR (p.submitted_at IS NOT NULL AND (${Object.values(others).join(' OR ')}))`, values };
  }
}
