import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** A rule a department has stated, in its latest version. */
export interface StatedRule {
  readonly kind: string;
  readonly version: number;
  readonly content: object;
  readonly statedAt: string;
}

interface Row extends Omit<StatedRule, 'statedAt'> {
  readonly stated_at: Date;
}

@Injectable()
export class DepartmentRuleStore {
  /** Adds the next version and answers its number. */
  async state(tx: Transaction, departmentId: string, kind: string, content: object): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`rule ${kind} ${departmentId}`]);
    const [row] = await tx.query<{ version: number }>(
      `INSERT INTO department_rule (department_id, kind, version, content, stated_at)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4 FROM department_rule WHERE department_id = $1 AND kind = $2 RETURNING version`,
      [departmentId, kind, JSON.stringify(content), tx.ctx.now],
    );
    return row?.version ?? 1;
  }

  /** The latest version of each kind. */
  async of(tx: Transaction, departmentId: string): Promise<StatedRule[]> {
    const rows = await tx.query<Row>('SELECT DISTINCT ON (kind) kind, version, content, stated_at FROM department_rule WHERE department_id = $1 ORDER BY kind, version DESC', [departmentId]);
    return rows.map(({ stated_at: statedAt, ...rule }) => ({ ...rule, statedAt: statedAt.toISOString() }));
  }
}
