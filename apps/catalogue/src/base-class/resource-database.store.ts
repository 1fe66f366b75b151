import { Injectable } from '@nestjs/common';
import { Problem, problems, type ResourceDatabaseView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

interface Row extends Omit<ResourceDatabaseView, 'createdAt'> {
  readonly created_at: Date;
}

const SELECT = 'SELECT id, class_code AS "classCode", kind, name, assembler, created_at FROM resource_database';

/** Base and topic databases of this node. */
@Injectable()
export class ResourceDatabaseStore {
  /** Whether it was added; false where the assembler's level and division have one of the class. */
  async add(tx: Transaction, { id, classCode, kind, name, assembler, createdAt }: ResourceDatabaseView): Promise<boolean> {
    const rows = await tx.query('INSERT INTO resource_database (id, class_code, kind, name, assembler, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id', [
      id, classCode, kind, name, JSON.stringify(assembler), createdAt,
    ]);
    return rows.length > 0;
  }

  /** @throws Problem 404 */
  async load(tx: Transaction, id: string): Promise<ResourceDatabaseView> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1`, [id]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row);
  }

  async all(tx: Transaction, kind: string | undefined): Promise<ResourceDatabaseView[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE $1::text IS NULL OR kind = $1 ORDER BY created_at, id LIMIT 500`, [kind ?? null]);
    return rows.map(fromRow);
  }
}

function fromRow({ created_at: createdAt, ...rest }: Row): ResourceDatabaseView {
  return { ...rest, createdAt: createdAt.toISOString() };
}
