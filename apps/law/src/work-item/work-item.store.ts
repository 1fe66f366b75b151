import { Injectable } from '@nestjs/common';
import type { CaseMoved, Label } from '@gongshu/contracts';
import type { Day } from '@gongshu/regulation';
import { partyConditions, type Transaction } from '@gongshu/service-kit';

export interface KeptWorkItem extends Omit<CaseMoved, 'ended' | 'waitingFor' | 'requester' | 'provider'> {
  readonly service: string;
  readonly label: Label;
  readonly since: Date;
  readonly due: string;
}

/** Which days a page asks for: from the first to the last, both included; the far end of time stands for no period. */
export interface DueBetween {
  readonly first: Day;
  readonly last: Day;
}

const COLUMNS = 'service, id, procedure, pack, title, step, label, due_on AS "dueOn", due_article AS "dueArticle", acts, href, since, due';

@Injectable()
export class WorkItemStore {
  async keep(tx: Transaction, service: string, { id, procedure, pack, title, step, label, dueOn, dueArticle, waitingFor, acts, requester, provider, href }: CaseMoved, since: string): Promise<void> {
    const party = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
    await tx.query(
      `INSERT INTO work_item (service, id, procedure, pack, title, step, label, due_on, due_article, waiting_for, acts, requester, provider, href, since)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (service, id) DO UPDATE SET procedure = excluded.procedure, pack = excluded.pack, title = excluded.title, step = excluded.step, label = excluded.label,
         due_on = excluded.due_on, due_article = excluded.due_article, waiting_for = excluded.waiting_for, acts = excluded.acts, requester = excluded.requester,
         provider = excluded.provider, href = excluded.href, since = excluded.since`,
      [service, id, procedure, pack, title, step, JSON.stringify(label), dueOn, dueArticle, waitingFor, acts, party(requester), party(provider), href, since],
    );
  }

  async drop(tx: Transaction, service: string, id: string): Promise<void> {
    await tx.query('DELETE FROM work_item WHERE service = $1 AND id = $2', [service, id]);
  }

  /** What waits for the caller's roles in a part that its organisation plays, the most urgent first, after a position `<day>_<id>`. */
  async page(tx: Transaction, between: DueBetween, after: string, limit: number): Promise<KeptWorkItem[]> {
    const { ctx } = tx;
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const plays = partyConditions(ctx, ctx.node.code, bind);
    const isAuthority = ctx.organisation !== null && ctx.roles.includes('DATA_AUTHORITY');
    const ownersAuthority = isAuthority
      ? `(provider ->> 'level' = ${bind(ctx.organisation?.level)} AND provider ->> 'division' = ${bind(ctx.organisation?.division)} AND provider ->> 'node' = ${bind(ctx.organisation?.node)})`
      : 'false';
    const turns = Object.entries({ ...plays, owner: plays.provider, 'owner-authority': ownersAuthority }).map(
      ([party, condition]) => `(${condition} AND waiting_for && ${bind([...ctx.roles, 'ANY'].map((role) => `${role}:${party}`))}::text[])`,
    );
    const [lastDue, lastId] = after.split('_');
    return tx.query<KeptWorkItem>(
      `SELECT ${COLUMNS} FROM work_item
        WHERE due BETWEEN ${bind(between.first)} AND ${bind(between.last)} AND (due, id) > (${bind(lastDue)}, ${bind(lastId)}::uuid) AND (${turns.join(' OR ')})
        ORDER BY due, id LIMIT ${bind(limit)}`,
      values,
    );
  }
}
