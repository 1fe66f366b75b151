import { Injectable } from '@nestjs/common';
import type { SuggestedEntry } from '@gongshu/contracts';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { Demand } from './demand.js';
import { piecesOfAll } from './likeness.js';

/** More than a department would look through. */
const MOST_SUGGESTIONS = 20;

interface Positioned extends Demand {
  readonly position: string;
}

const SELECT = `SELECT id, position, requester, content, state, entry_id AS "entryId", to_char(registered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "registeredAt" FROM demand`;

@Injectable()
export class DemandStore {
  async add(tx: Transaction, { id, requester, content, state, registeredAt }: Demand): Promise<void> {
    await tx.query('INSERT INTO demand (id, requester, content, pieces, state, registered_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      id, JSON.stringify(requester), JSON.stringify(content), piecesOfAll([content.name, ...content.dataItems]), state, registeredAt,
    ]);
  }

  async lock(tx: Transaction, id: string): Promise<Demand | undefined> {
    const [demand] = await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
    return demand;
  }

  async find(tx: Transaction, id: string): Promise<Demand | undefined> {
    const { sql, values } = this.visible(tx, 2);
    const [demand] = await tx.query<Positioned>(`${SELECT} WHERE id = $1 AND (${sql})`, [id, ...values]);
    return demand;
  }

  /** Open demands that an entry with these pieces of names may concern. */
  async openWith(tx: Transaction, pieces: readonly string[]): Promise<Demand[]> {
    return tx.query<Positioned>(`${SELECT} WHERE pieces && $1::text[] AND state IN ('UNMET', 'SUGGESTED') ORDER BY id FOR UPDATE`, [pieces]);
  }

  /** Open demands to which the entry is suggested. */
  async openSuggesting(tx: Transaction, entryId: string): Promise<Demand[]> {
    return tx.query<Positioned>(`${SELECT} WHERE state IN ('UNMET', 'SUGGESTED') AND id IN (SELECT demand_id FROM demand_suggestion WHERE entry_id = $1) ORDER BY id FOR UPDATE`, [entryId]);
  }

  async settle(tx: Transaction, { id, state, entryId }: Demand): Promise<void> {
    await tx.query('UPDATE demand SET state = $2, entry_id = $3 WHERE id = $1', [id, state, entryId]);
  }

  /** Answers whether the suggestion is new; one that was dismissed stays so. */
  async suggest(tx: Transaction, demandId: string, suggestion: SuggestedEntry, score: number): Promise<boolean> {
    const [row] = await tx.query<{ isNew: boolean }>(
      `INSERT INTO demand_suggestion AS kept (demand_id, entry_id, suggestion, score) VALUES ($1, $2, $3, $4)
       ON CONFLICT (demand_id, entry_id) DO UPDATE SET suggestion = excluded.suggestion, score = excluded.score RETURNING xmax = 0 AS "isNew"`,
      [demandId, suggestion.entryId, JSON.stringify(suggestion), score],
    );
    return row?.isNew === true;
  }

  async dismiss(tx: Transaction, demandId: string, entryId: string): Promise<void> {
    await tx.query('UPDATE demand_suggestion SET dismissed = true WHERE demand_id = $1 AND entry_id = $2', [demandId, entryId]);
  }

  /** What fits no longer is not suggested; what was dismissed stays dismissed. */
  async unsuggest(tx: Transaction, demandId: string, entryId: string): Promise<void> {
    await tx.query('DELETE FROM demand_suggestion WHERE demand_id = $1 AND entry_id = $2 AND NOT dismissed', [demandId, entryId]);
  }

  async suggestions(tx: Transaction, demandIds: readonly string[]): Promise<ReadonlyMap<string, SuggestedEntry[]>> {
    const rows = await tx.query<{ id: string; suggestions: SuggestedEntry[] }>(
      `SELECT demand_id AS id, jsonb_agg(suggestion ORDER BY score DESC, entry_id) AS suggestions FROM (
         SELECT *, row_number() OVER (PARTITION BY demand_id ORDER BY score DESC, entry_id) AS place FROM demand_suggestion WHERE demand_id = ANY($1::uuid[]) AND NOT dismissed
       ) s WHERE place <= $2 GROUP BY demand_id`,
      [demandIds, MOST_SUGGESTIONS],
    );
    return new Map(rows.map(({ id, suggestions }) => [id, suggestions]));
  }

  /** Demands that the caller may see, the newest first. */
  async page(tx: Transaction, state: string | undefined, before: string, limit: number): Promise<Positioned[]> {
    const { sql, values } = this.visible(tx, 4);
    return tx.query<Positioned>(`${SELECT} WHERE position < $1 AND ($2::text IS NULL OR state = $2) AND (${sql}) ORDER BY position DESC LIMIT $3`, [before, state ?? null, limit, ...values]);
  }

  /** The rule of the cases: the department, the authority of its level, the node's own bodies. */
  private visible({ ctx }: Transaction, from: number): { readonly sql: string; readonly values: readonly unknown[] } {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value) + from - 1)}`;
    const { provider: _none, ...plays } = partyConditions(ctx, ctx.node.code, bind);
    return { sql: Object.values(plays).join(' OR '), values };
  }
}
