import { Injectable } from '@nestjs/common';
import { Problem, problems, type CollectionListView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { CollectionList } from './collection-list.js';

const COLUMNS = 'id, department, version, change, standing, history';

/** A list with its place among all. */
export interface NumberedList extends CollectionList {
  readonly number: string;
  readonly itemCount: CollectionListView['itemCount'];
}

@Injectable()
export class CollectionListStore {
  /** @throws Problem 404 */
  async loadForUpdate(tx: Transaction, id: string): Promise<CollectionList> {
    const [list] = await tx.query<CollectionList>(`SELECT ${COLUMNS} FROM collection_list WHERE id = $1 FOR UPDATE`, [id]);
    if (list === undefined) throw new Problem(problems.notFound);
    return list;
  }

  /** @throws Problem 404 */
  async load(tx: Transaction, id: string): Promise<CollectionList> {
    const [list] = await tx.query<CollectionList>(`SELECT ${COLUMNS} FROM collection_list WHERE id = $1`, [id]);
    if (list === undefined) throw new Problem(problems.notFound);
    return list;
  }

  async page(tx: Transaction, after: string, limit: number): Promise<NumberedList[]> {
    return tx.query<NumberedList>(
      `SELECT ${COLUMNS}, number, (SELECT count(*)::int FROM collection_item i WHERE i.department_id = l.department_id AND ended_at IS NULL) AS "itemCount"
       FROM collection_list l WHERE number > $1 ORDER BY number LIMIT $2`,
      [after, limit],
    );
  }

  /** Ids of the departments that have a list. */
  async departments(tx: Transaction): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>('SELECT department_id AS id FROM collection_list');
    return new Set(rows.map(({ id }) => id));
  }

  async has(tx: Transaction, departmentId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM collection_list WHERE department_id = $1', [departmentId])).length > 0;
  }

  /** Lists whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<CollectionList[]> {
    return tx.query<CollectionList>(`SELECT ${COLUMNS} FROM collection_list WHERE standing ->> 'dueOn' IS NOT NULL AND standing ->> 'ended' = 'false' ORDER BY id FOR UPDATE`);
  }

  async save(tx: Transaction, { id, department, version, change, standing, history }: CollectionList): Promise<void> {
    await tx.query(
      `INSERT INTO collection_list (id, department_id, department, version, change, standing, history) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, change = excluded.change, standing = excluded.standing, history = excluded.history`,
      [id, department.id, JSON.stringify(department), version, change === null ? null : JSON.stringify(change), JSON.stringify(standing), JSON.stringify(history)],
    );
  }
}
