import { Injectable } from '@nestjs/common';
import { actingOrganisation, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { CaseKind, ClassificationCase } from './classification-case.js';

type Row = Omit<ClassificationCase, 'openedAt' | 'listedAt' | 'removedAt'> & { readonly position: string; readonly opened_at: Date; readonly listed_at: Date | null; readonly removed_at: Date | null };

const SELECT = `SELECT position, id, kind, entry_id AS "entryId", entry_name AS "entryName", node, provider, former, wanted, reasons, standing, history, opened_at,
  list_number AS "listNumber", listed_at, removed_at, receipt FROM classification_case`;

export type PositionedCase = ClassificationCase & { readonly position: string };

@Injectable()
export class ClassificationCaseStore {
  async insert(tx: Transaction, changing: ClassificationCase): Promise<void> {
    const { id, kind, entryId, entryName, node, provider, former, wanted, reasons, standing, history, openedAt } = changing;
    const json = JSON.stringify;
    await tx.query(
      `INSERT INTO classification_case (id, kind, entry_id, entry_name, node, provider, former, wanted, reasons, standing, history, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, kind, entryId, entryName, node, json(provider), json(former), json(wanted), reasons, json(standing), json(history), openedAt],
    );
  }

  async save(tx: Transaction, { id, standing, history, listNumber, listedAt, removedAt, receipt }: ClassificationCase): Promise<void> {
    await tx.query('UPDATE classification_case SET standing = $2, history = $3, list_number = $4, listed_at = $5, removed_at = $6, receipt = $7 WHERE id = $1', [
      id, JSON.stringify(standing), JSON.stringify(history), listNumber, listedAt, removedAt, receipt,
    ]);
  }

  /** Whoever asks: the use case decides on visibility, because the parts an organisation plays follow from the case. */
  async findUnscoped(tx: Transaction, kind: CaseKind, id: string): Promise<ClassificationCase | undefined> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND kind = $2`, [id, kind]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** The same under lock. */
  async lockUnscoped(tx: Transaction, kind: CaseKind, id: string): Promise<ClassificationCase | undefined> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND kind = $2 FOR UPDATE`, [id, kind]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** The case that is running for an entry, or by which it stands on the negative list. */
  async living(tx: Transaction, entryId: string): Promise<ClassificationCase | undefined> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE entry_id = $1 AND (open OR on_list)`, [entryId]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Cases whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<ClassificationCase[]> {
    return (await tx.query<Row>(`${SELECT} WHERE open AND standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`)).map(fromRow);
  }

  /** The cases the caller plays a part in, the newest first, before a position. The condition says the same as `partiesInClassification`. */
  async page(tx: Transaction, kind: CaseKind, { entryId, before, limit }: { entryId: string | undefined; before: string; limit: number }): Promise<PositionedCase[]> {
    const values: unknown[] = [kind, before, limit];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const ofEntry = entryId === undefined ? '' : ` AND entry_id = ${bind(entryId)}`;
    const rows = await tx.query<Row>(`${SELECT} WHERE kind = $1 AND position < $2 AND (${concerning(tx.ctx, bind)})${ofEntry} ORDER BY position DESC LIMIT $3`, values);
    return rows.map(fromRow);
  }

  /** What stands on this node's negative list, in the order of the applications. */
  async onList(tx: Transaction, { after, limit }: { after: string; limit: number }): Promise<PositionedCase[]> {
    return (await tx.query<Row>(`${SELECT} WHERE on_list AND position > $1 ORDER BY position LIMIT $2`, [after, limit])).map(fromRow);
  }

  /** The next number of this node's list: numbers stay with what they were given to, so that none is given twice. */
  async nextListNumber(tx: Transaction): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('negative-list-number', 0))`);
    const [row] = await tx.query<{ given: string }>('SELECT count(list_number) AS given FROM classification_case');
    return Number(row?.given ?? 0) + 1;
  }
}

function concerning(ctx: RequestContext, bind: (value: unknown) => string): string {
  const { id, node, division, level } = actingOrganisation(ctx);
  const sameLevel = (): string => `(provider ->> 'division' = ${bind(division)} AND provider ->> 'level' = ${bind(level)} AND provider ->> 'node' = ${bind(node)})`;
  return [
    `(provider ->> 'id' = ${bind(id)} AND provider ->> 'node' = ${bind(node)})`,
    ...(ctx.roles.some((role) => role === 'DATA_AUTHORITY' || role === 'PEOPLES_GOVERNMENT') ? [sameLevel()] : []),
    ...(ctx.roles.includes('DATA_AUTHORITY') && division === ctx.node.code ? ['true'] : []),
  ].join(' OR ');
}

function fromRow({ opened_at: openedAt, listed_at: listedAt, removed_at: removedAt, ...rest }: Row): PositionedCase {
  return { ...rest, openedAt: openedAt.toISOString(), listedAt: listedAt?.toISOString() ?? null, removedAt: removedAt?.toISOString() ?? null };
}
