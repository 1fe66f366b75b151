import { Injectable } from '@nestjs/common';
import type { Organisation, OrganisationChange } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly division: string;
  readonly uscc: string;
  readonly kind: string;
  readonly authorising_basis: Organisation['authorisingBasis'] | null;
  readonly area: string | null;
}

function fromRow({ authorising_basis: basis, area, ...rest }: Row): Organisation {
  return { ...rest, ...(basis === null || basis === undefined ? {} : { authorisingBasis: basis }), ...(area === null ? {} : { area }) };
}

const SOME_CHANGES = 200;

@Injectable()
export class OrganisationStore {
  async find(tx: Transaction, id: string): Promise<Organisation | undefined> {
    const [row] = await tx.query<Row>('SELECT * FROM organisation WHERE id = $1', [id]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** One change of the registry at a time, so that two never take the same id, code or number of a change. Changes are rare. */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('organisation registry'))`);
  }

  /** The organisation that has a credit code already: one code, one organisation. */
  async ownerOfCreditCode(tx: Transaction, uscc: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>('SELECT id FROM organisation WHERE uscc = $1', [uscc]);
    return row?.id;
  }

  async save(tx: Transaction, organisation: Organisation): Promise<void> {
    const { id, name, level, division, uscc, kind, authorisingBasis, area } = organisation;
    await tx.query(
      `INSERT INTO organisation (id, name, level, division, uscc, kind, authorising_basis, area) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, level = excluded.level, division = excluded.division, uscc = excluded.uscc, kind = excluded.kind,
         authorising_basis = excluded.authorising_basis, area = excluded.area`,
      [id, name, level, division, uscc, kind, authorisingBasis === undefined ? null : JSON.stringify(authorisingBasis), area ?? null],
    );
  }

  /** Puts a change on record: by whom, and what the record was before. */
  async recordChange(tx: Transaction, id: string, before: Organisation | undefined): Promise<void> {
    await tx.query(
      `INSERT INTO organisation_change (organisation_id, version, at, actor, actor_organisation, before)
       SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 FROM organisation_change WHERE organisation_id = $1`,
      [id, tx.ctx.now, tx.ctx.actor, tx.ctx.organisation?.id ?? null, before === undefined ? null : JSON.stringify(before)],
    );
  }

  async changes(tx: Transaction, id: string): Promise<OrganisationChange[]> {
    return tx.query<OrganisationChange>(
      `SELECT version, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, actor, actor_organisation AS "actorOrganisation", before
         FROM organisation_change WHERE organisation_id = $1 ORDER BY version DESC LIMIT $2`,
      [id, SOME_CHANGES],
    );
  }

  /** Organisations after an id, in the order of their ids. */
  async page(tx: Transaction, after: string, limit: number): Promise<Organisation[]> {
    return (await tx.query<Row>('SELECT * FROM organisation WHERE id > $1 ORDER BY id LIMIT $2', [after, limit])).map(fromRow);
  }
}
