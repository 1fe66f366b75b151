import { Injectable } from '@nestjs/common';
import type { Organisation } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly division: string;
  readonly uscc: string;
  readonly kind: string;
  readonly authorising_basis: Organisation['authorisingBasis'] | null;
}

function fromRow({ authorising_basis: basis, ...rest }: Row): Organisation {
  return basis === null || basis === undefined ? rest : { ...rest, authorisingBasis: basis };
}

@Injectable()
export class OrganisationStore {
  async find(tx: Transaction, id: string): Promise<Organisation | undefined> {
    const [row] = await tx.query<Row>('SELECT * FROM organisation WHERE id = $1', [id]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** The organisation that has a credit code already: one code, one organisation. */
  async ownerOfCreditCode(tx: Transaction, uscc: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>('SELECT id FROM organisation WHERE uscc = $1', [uscc]);
    return row?.id;
  }

  async save(tx: Transaction, organisation: Organisation): Promise<void> {
    const { id, name, level, division, uscc, kind, authorisingBasis } = organisation;
    await tx.query(
      `INSERT INTO organisation (id, name, level, division, uscc, kind, authorising_basis) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, level = excluded.level, division = excluded.division, uscc = excluded.uscc, kind = excluded.kind,
         authorising_basis = excluded.authorising_basis`,
      [id, name, level, division, uscc, kind, authorisingBasis === undefined ? null : JSON.stringify(authorisingBasis)],
    );
  }

  /** Organisations after an id, in the order of their ids. */
  async page(tx: Transaction, after: string, limit: number): Promise<Organisation[]> {
    return (await tx.query<Row>('SELECT * FROM organisation WHERE id > $1 ORDER BY id LIMIT $2', [after, limit])).map(fromRow);
  }
}
