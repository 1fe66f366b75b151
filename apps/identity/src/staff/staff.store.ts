import { Injectable } from '@nestjs/common';
import type { PersonView, Unit } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

interface Row extends Omit<PersonView, 'unitId' | 'officePhone'> {
  readonly unitId: string | null;
  readonly officePhone: string | null;
}

const COLUMNS = `organisation_id AS "organisationId", id AS "personId", name, duties, unit_id AS "unitId", office_phone AS "officePhone", since::text AS since, until::text AS until`;

function fromRow({ unitId, officePhone, ...rest }: Row): PersonView {
  return { ...rest, ...(unitId === null ? {} : { unitId }), ...(officePhone === null ? {} : { officePhone }) };
}

@Injectable()
export class StaffStore {
  async find(tx: Transaction, organisationId: string, personId: string): Promise<PersonView | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM staff WHERE organisation_id = $1 AND id = $2`, [organisationId, personId]);
    return row === undefined ? undefined : fromRow(row);
  }

  async ofOrganisation(tx: Transaction, organisationId: string): Promise<PersonView[]> {
    return (await tx.query<Row>(`SELECT ${COLUMNS} FROM staff WHERE organisation_id = $1 ORDER BY until NULLS FIRST, id LIMIT 500`, [organisationId])).map(fromRow);
  }

  /** Duties that anybody of the organisation holds. */
  async heldDuties(tx: Transaction, organisationId: string): Promise<string[]> {
    const rows = await tx.query<{ duty: string }>('SELECT DISTINCT unnest(duties) AS duty FROM staff WHERE organisation_id = $1 AND until IS NULL ORDER BY duty', [organisationId]);
    return rows.map(({ duty }) => duty);
  }

  /** Changes of one organisation's staff follow one another: what is announced of the duties held must be true. */
  async lock(tx: Transaction, organisationId: string): Promise<void> {
    await tx.query('SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE', [organisationId]);
  }

  async save(tx: Transaction, { organisationId, personId, name, duties, unitId, officePhone, since, until }: PersonView): Promise<void> {
    await tx.query(
      `INSERT INTO staff (organisation_id, id, name, duties, unit_id, office_phone, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (organisation_id, id) DO UPDATE SET name = excluded.name, duties = excluded.duties, unit_id = excluded.unit_id, office_phone = excluded.office_phone,
         since = excluded.since, until = excluded.until`,
      [organisationId, personId, name, duties, unitId ?? null, officePhone ?? null, since, until],
    );
  }

  async units(tx: Transaction, organisationId: string): Promise<Unit[]> {
    return tx.query<Unit>('SELECT organisation_id AS "organisationId", id AS "unitId", name, dedicated FROM unit WHERE organisation_id = $1 ORDER BY id LIMIT 500', [organisationId]);
  }

  async hasUnit(tx: Transaction, organisationId: string, unitId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM unit WHERE organisation_id = $1 AND id = $2', [organisationId, unitId])).length > 0;
  }

  async saveUnit(tx: Transaction, { organisationId, unitId, name, dedicated }: Unit): Promise<void> {
    await tx.query(
      `INSERT INTO unit (organisation_id, id, name, dedicated) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, id) DO UPDATE SET name = excluded.name, dedicated = excluded.dedicated`,
      [organisationId, unitId, name, dedicated],
    );
  }
}
