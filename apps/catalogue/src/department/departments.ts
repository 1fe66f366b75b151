import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import { actingOrganisation, type PageOrder, type RequestContext, type Transaction } from '@gongshu/service-kit';

/** Whose departments a caller looks at: all of a level in a division, or its own alone. */
export type Reach = { readonly id: string } | { readonly division: string; readonly level: string };

/** Authorities, auditors and approvers of projects see all departments of their level; a department sees itself. */
export function reachOf(ctx: Pick<RequestContext, 'organisation' | 'roles'>): Reach {
  const { id, division, level } = actingOrganisation(ctx);
  const seesAll = ctx.roles.some((role) => role === 'DATA_AUTHORITY' || role === 'AUDITOR' || role === 'PROJECT_APPROVER');
  return seesAll ? { division, level } : { id };
}

/** Whether a department lies within a caller's reach. */
export function isWithin(reach: Reach, { id, division, level }: Pick<Party, 'id' | 'division' | 'level'>): boolean {
  return 'id' in reach ? reach.id === id : reach.division === division && reach.level === level;
}

/** By the id of the department. */
export const BY_DEPARTMENT: PageOrder = { start: '', isCursor: (text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) };

/** The departments of this node: those that identity tells of, and whoever has published an entry. */
@Injectable()
export class Departments {
  async know(tx: Transaction, { id, name, division, level, node }: Party): Promise<void> {
    await tx.query('INSERT INTO department (id, party) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET party = excluded.party', [id, JSON.stringify({ id, name, division, level, node })]);
  }

  async find(tx: Transaction, reach: Reach, after: string, limit: number): Promise<Party[]> {
    const [condition, values] = 'id' in reach ? ['id = $3', [reach.id]] : ['division = $3 AND level = $4', [reach.division, reach.level]];
    const rows = await tx.query<{ party: Party }>(`SELECT party FROM department WHERE id > $1 COLLATE "C" AND ${condition} ORDER BY id COLLATE "C" LIMIT $2`, [after, limit, ...values]);
    return rows.map(({ party }) => party);
  }

  async load(tx: Transaction, id: string): Promise<Party | undefined> {
    const [row] = await tx.query<{ party: Party }>('SELECT party FROM department WHERE id = $1', [id]);
    return row?.party;
  }
}
