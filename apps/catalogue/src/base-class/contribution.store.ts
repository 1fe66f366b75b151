import { Injectable } from '@nestjs/common';
import { Problem, problems, type ContributionView, type Party } from '@gongshu/contracts';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';

interface Row extends Omit<ContributionView, 'proposedAt' | 'decidedAt'> {
  readonly number: string;
  readonly proposed_at: Date;
  readonly decided_at: Date | null;
}

/** A proposal with its place in lists. */
export interface NumberedContribution {
  readonly number: string;
  readonly contribution: ContributionView;
}

const SELECT = 'SELECT number, id, class_code AS "classCode", name, abstract, contributor, lead, state, reasons, proposed_at, decided_at FROM contribution';

@Injectable()
export class ContributionStore {
  async add(tx: Transaction, { id, classCode, name, abstract, contributor, lead, state, proposedAt }: ContributionView): Promise<void> {
    await tx.query('INSERT INTO contribution (id, class_code, name, abstract, contributor, lead, state, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
      id, classCode, name, abstract, JSON.stringify(contributor), JSON.stringify(lead), state, proposedAt,
    ]);
  }

  /** @throws Problem 404 for a proposal the caller's organisation has no part in */
  async loadForUpdate(tx: Transaction, id: string): Promise<ContributionView> {
    const { id: organisation } = actingOrganisation(tx.ctx);
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = $1 AND $2 IN (contributor ->> 'id', lead ->> 'id') FOR UPDATE`, [id, organisation]);
    if (row === undefined) throw new Problem(problems.notFound);
    return fromRow(row).contribution;
  }

  async decide(tx: Transaction, { id, state, reasons, decidedAt }: ContributionView): Promise<void> {
    await tx.query('UPDATE contribution SET state = $2, reasons = $3, decided_at = $4 WHERE id = $1', [id, state, reasons, decidedAt]);
  }

  /** Whether a lead has accepted that the organisation describes data of this name in the class. */
  async isAccepted(tx: Transaction, classCode: string, { id }: Party, name: string): Promise<boolean> {
    const rows = await tx.query("SELECT 1 FROM contribution WHERE state = 'ACCEPTED' AND class_code = $1 AND contributor ->> 'id' = $2 AND name = $3 LIMIT 1", [classCode, id, name]);
    return rows.length > 0;
  }

  async contributors(tx: Transaction, classCode: string): Promise<Party[]> {
    const rows = await tx.query<{ contributor: Party }>("SELECT DISTINCT contributor FROM contribution WHERE state = 'ACCEPTED' AND class_code = $1 ORDER BY contributor LIMIT 200", [classCode]);
    return rows.map(({ contributor }) => contributor);
  }

  /** Proposals of or to an organisation, the newest first. */
  async page(tx: Transaction, { organisation, state, after, limit }: { organisation: string; state: string | undefined; after: string; limit: number }): Promise<NumberedContribution[]> {
    const rows = await tx.query<Row>(
      `${SELECT} WHERE number < $1::bigint AND ($2::text IS NULL OR state = $2) AND $3 IN (contributor ->> 'id', lead ->> 'id') ORDER BY number DESC LIMIT $4`,
      [after, state ?? null, organisation, limit],
    );
    return rows.map(fromRow);
  }
}

function fromRow({ number, proposed_at: proposedAt, decided_at: decidedAt, ...rest }: Row): NumberedContribution {
  return { number, contribution: { ...rest, proposedAt: proposedAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null } };
}
