import { Injectable } from '@nestjs/common';
import { Problem, problems } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { isWithin, reachOf, type Reach } from '../department/departments.js';
import type { Project } from './project.js';

const COLUMNS = 'id, department, name, purpose, state, supply_list AS "supplyList", rejected_for AS "rejectedFor", payment_suspended AS "paymentSuspended", history';

@Injectable()
export class ProjectStore {
  /** @throws Problem 404, also for a project out of the caller's reach */
  async load(tx: Transaction, id: string, lock = false): Promise<Project> {
    const [project] = await tx.query<Project>(`SELECT ${COLUMNS} FROM project WHERE id = $1${lock ? ' FOR UPDATE' : ''}`, [id]);
    if (project === undefined || !isWithin(reachOf(tx.ctx), project.department)) throw new Problem(problems.notFound);
    return project;
  }

  async page(tx: Transaction, reach: Reach, after: string, limit: number): Promise<(Project & { number: string })[]> {
    const [condition, values] = 'id' in reach ? ['department_id = $3', [reach.id]] : [`department ->> 'division' = $3 AND department ->> 'level' = $4`, [reach.division, reach.level]];
    return tx.query(`SELECT ${COLUMNS}, number FROM project WHERE number > $1 AND ${condition} ORDER BY number LIMIT $2`, [after, limit, ...values]);
  }

  async save(tx: Transaction, { id, department, name, purpose, state, supplyList, rejectedFor, paymentSuspended, history }: Project): Promise<void> {
    await tx.query(
      `INSERT INTO project (id, department_id, department, name, purpose, state, supply_list, rejected_for, payment_suspended, history) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, supply_list = excluded.supply_list, rejected_for = excluded.rejected_for, payment_suspended = excluded.payment_suspended,
         history = excluded.history`,
      [id, department.id, JSON.stringify(department), name, purpose, state, JSON.stringify(supplyList), rejectedFor, paymentSuspended, JSON.stringify(history)],
    );
  }
}
