import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { StaffFiling } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Day } from '@gongshu/regulation';

export type NewFiling = Pick<StaffFiling, 'organisationId' | 'personId' | 'name' | 'duties' | 'change' | 'article'> & { readonly filedOn: Day };
export interface FilingAtPlace extends StaffFiling {
  readonly position: string;
  readonly division: string;
  readonly level: string;
}

const FROM = `SELECT f.id, f.position::text AS position, f.organisation_id AS "organisationId", o.name AS organisation, o.division, o.level, f.version, f.person_id AS "personId", f.name, f.duties,
  f.change, f.filed_on::text AS "filedOn", f.article, f.number, to_char(f.confirmed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "confirmedAt"
  FROM staff_filing f JOIN organisation o ON o.id = f.organisation_id`;

@Injectable()
export class FilingStore {
  /** The organisation's row is locked by whoever changes its staff, so versions have no gaps. */
  async insert(tx: Transaction, { organisationId, personId, name, duties, change, article, filedOn }: NewFiling): Promise<{ id: string; version: number }> {
    const id = randomUUID();
    const [row] = await tx.query<{ version: number }>(
      `INSERT INTO staff_filing (id, organisation_id, version, person_id, name, duties, change, filed_on, article)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8 FROM staff_filing WHERE organisation_id = $2 RETURNING version`,
      [id, organisationId, personId, name, duties, change, filedOn, article],
    );
    return { id, version: row?.version ?? 1 };
  }

  async loadForUpdate(tx: Transaction, id: string): Promise<FilingAtPlace | undefined> {
    const [filing] = await tx.query<FilingAtPlace>(`${FROM} WHERE f.id = $1 FOR UPDATE OF f`, [id]);
    return filing;
  }

  /** Whether another filing has the number; holds others back who want it too. */
  async numberTaken(tx: Transaction, number: string): Promise<boolean> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('staff filing'), hashtext($1))`, [number]);
    return (await tx.query('SELECT 1 FROM staff_filing WHERE number = $1', [number])).length > 0;
  }

  async confirm(tx: Transaction, id: string, number: string): Promise<void> {
    await tx.query('UPDATE staff_filing SET number = $2, confirmed_at = $3 WHERE id = $1', [id, number, tx.ctx.now]);
  }

  /** Newest first: those of one organisation, and those of a division and level. */
  async page(tx: Transaction, seenBy: { readonly organisation: string; readonly division: string | null; readonly level: string }, before: string, limit: number): Promise<FilingAtPlace[]> {
    return tx.query<FilingAtPlace>(
      `${FROM} WHERE f.position < $1::bigint AND (f.organisation_id = $2 OR (o.division = $3 AND o.level = $4)) ORDER BY f.position DESC LIMIT $5`,
      [before, seenBy.organisation, seenBy.division, seenBy.level, limit],
    );
  }
}

export function filingView({ position: _position, division: _division, level: _level, ...view }: FilingAtPlace): StaffFiling {
  return view;
}
