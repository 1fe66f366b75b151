import { Injectable } from '@nestjs/common';
import type { NamedAuthority } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

type Named = Omit<NamedAuthority, 'since'>;

@Injectable()
export class AuthorityStore {
  async find(tx: Transaction, division: string, level: string): Promise<Named | undefined> {
    const [named] = await tx.query<Named>('SELECT division, level, organisation_id AS "organisationId", node FROM named_authority WHERE division = $1 AND level = $2', [division, level]);
    return named;
  }

  /** Locks what is to be named, so that two namings follow one another. */
  async lock(tx: Transaction, division: string, level: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('named_authority'), hashtext($1))`, [`${division} ${level}`]);
  }

  async save(tx: Transaction, { division, level, organisationId, node }: Named): Promise<void> {
    await tx.query(
      `INSERT INTO named_authority (division, level, organisation_id, node, since) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (division, level) DO UPDATE SET organisation_id = excluded.organisation_id, node = excluded.node, since = excluded.since`,
      [division, level, organisationId, node, tx.ctx.now],
    );
  }

  /** A node or tenant of the territory, which must have its authority where the law says so. */
  async keepPlace(tx: Transaction, code: string, name: string, level: string): Promise<void> {
    await tx.query('INSERT INTO place (code, name, level) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level', [code, name, level]);
  }
}
