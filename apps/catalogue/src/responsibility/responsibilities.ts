import { Injectable } from '@nestjs/common';
import type { Assignment, Party, RESPONSIBILITIES } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** What an organisation is responsible for. */
export interface Subject {
  readonly of: (typeof RESPONSIBILITIES)[number];
  readonly code: string;
}

interface Row {
  readonly code: string;
  readonly organisation: Party;
  readonly article: string;
  readonly reasons: string;
  readonly assignedBy: string;
  readonly since: Date;
  readonly until: Date | null;
}

const SELECT = 'SELECT code, organisation, article, reasons, assigned_by AS "assignedBy", since, until FROM responsibility';

/** Who is responsible for a class or a domain, at each level of each division, now and before. */
@Injectable()
export class Responsibilities {
  /** The organisation responsible at the level and division of a party. */
  async at(tx: Transaction, { of, code }: Subject, { division, level }: Pick<Party, 'division' | 'level'>): Promise<Party | undefined> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE subject = $1 AND code = $2 AND division = $3 AND level = $4 AND until IS NULL`, [of, code, division, level]);
    return row?.organisation;
  }

  /** Everybody who is responsible now, by code. */
  async now(tx: Transaction, of: Subject['of']): Promise<Map<string, Assignment[]>> {
    const rows = await tx.query<Row>(`${SELECT} WHERE subject = $1 AND until IS NULL ORDER BY number`, [of]);
    const found = new Map<string, Assignment[]>();
    for (const row of rows) found.set(row.code, [...(found.get(row.code) ?? []), fromRow(row)]);
    return found;
  }

  /** Every assignment, the newest first. */
  async history(tx: Transaction, { of, code }: Subject): Promise<Assignment[]> {
    const rows = await tx.query<Row>(`${SELECT} WHERE subject = $1 AND code = $2 ORDER BY number DESC`, [of, code]);
    return rows.map(fromRow);
  }

  /** Assignments of one subject come one after the other. */
  async lock(tx: Transaction, { of, code }: Subject): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`responsibility ${of} ${code}`]);
  }

  /** Ends what holds at the organisation's level and division, and begins the new assignment. */
  async replace(tx: Transaction, { of, code }: Subject, organisation: Party, { article, reasons }: { article: string; reasons: string }): Promise<void> {
    const { now, actor } = tx.ctx;
    await tx.query('UPDATE responsibility SET until = $5 WHERE subject = $1 AND code = $2 AND division = $3 AND level = $4 AND until IS NULL', [of, code, organisation.division, organisation.level, now]);
    await tx.query('INSERT INTO responsibility (subject, code, organisation, article, reasons, assigned_by, since) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      of, code, JSON.stringify(organisation), article, reasons, actor, now,
    ]);
  }
}

function fromRow({ organisation, article, reasons, assignedBy, since, until }: Row): Assignment {
  return { organisation, article, reasons, assignedBy, since: since.toISOString(), until: until?.toISOString() ?? null };
}
