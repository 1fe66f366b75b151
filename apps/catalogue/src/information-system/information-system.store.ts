import { Injectable } from '@nestjs/common';
import { Problem, problems, type Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Reach } from '../department/departments.js';
import type { InformationSystem } from './information-system.js';

interface Row extends Omit<InformationSystem, 'registeredAt'> {
  readonly number: string;
  readonly registered_at: Date;
}

const SELECT = 'SELECT id, number, department, content, registered_at FROM information_system';

@Injectable()
export class InformationSystemStore {
  async save(tx: Transaction, { id, department, content, registeredAt }: InformationSystem): Promise<void> {
    await tx.query(
      `INSERT INTO information_system (id, department_id, department, content, registered_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET content = excluded.content`,
      [id, department.id, JSON.stringify(department), JSON.stringify(content), registeredAt],
    );
  }

  /** @throws Problem 404, also for a system of another department */
  async loadOwn(tx: Transaction, id: string, { id: departmentId }: Pick<Party, 'id'>): Promise<InformationSystem> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND department_id = $2 FOR UPDATE`, [id, departmentId]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  async ofDepartment(tx: Transaction, departmentId: string): Promise<InformationSystem[]> {
    return (await tx.query<Row>(`${SELECT} WHERE department_id = $1 ORDER BY number`, [departmentId])).map(fromRow);
  }

  async page(tx: Transaction, reach: Reach, after: string, limit: number): Promise<{ number: string; system: InformationSystem }[]> {
    const [condition, values] = 'id' in reach ? ['department_id = $3', [reach.id]] : [`department ->> 'division' = $3 AND department ->> 'level' = $4`, [reach.division, reach.level]];
    const rows = await tx.query<Row>(`${SELECT} WHERE number > $1 AND ${condition} ORDER BY number LIMIT $2`, [after, limit, ...values]);
    return rows.map((row) => ({ number: row.number, system: fromRow(row) }));
  }
}

function fromRow({ id, department, content, registered_at: registeredAt }: Row): InformationSystem {
  return { id, department, content, registeredAt: registeredAt.toISOString() };
}
