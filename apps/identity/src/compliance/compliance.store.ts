import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { Staffing } from './demands.js';

export interface StaffedOrganisation extends Staffing {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly division: string;
  readonly area: string | null;
}
export interface VacantPlace {
  readonly division: string;
  readonly level: string;
  readonly name: string | null;
}

/** Questions over the whole registry. */
@Injectable()
export class ComplianceStore {
  /** Organisations of some kinds after an id, with what they have; `only` one of them where it is given. */
  async staffed(tx: Transaction, kinds: readonly string[], only: string | null, after: string, limit: number): Promise<StaffedOrganisation[]> {
    return tx.query<StaffedOrganisation>(
      `SELECT o.id, o.name, o.level, o.division, o.area,
              ARRAY(SELECT DISTINCT unnest(s.duties) FROM staff s WHERE s.organisation_id = o.id AND s.until IS NULL) AS duties,
              EXISTS (SELECT 1 FROM unit u WHERE u.organisation_id = o.id AND u.dedicated) AS "dedicatedUnit"
         FROM organisation o WHERE o.kind = ANY($1) AND ($2::text IS NULL OR o.id = $2) AND o.id > $3 ORDER BY o.id LIMIT $4`,
      [kinds, only, after, limit],
    );
  }

  /** Places of some levels that are known here, as this node, as nodes and tenants below or by their organisations, and have no named authority. */
  async vacant(tx: Transaction, levels: readonly string[]): Promise<VacantPlace[]> {
    const { code, level, name } = tx.ctx.node;
    return tx.query<VacantPlace>(
      `SELECT p.division, p.level, max(p.name) AS name
         FROM (SELECT code AS division, level, name FROM place UNION ALL SELECT $2::text, $3::text, $4::text
               UNION ALL SELECT DISTINCT division, level, NULL::text FROM organisation WHERE area IS NULL) p
        WHERE p.level = ANY($1) AND NOT EXISTS (SELECT 1 FROM named_authority a WHERE a.division = p.division AND a.level = p.level)
        GROUP BY p.division, p.level ORDER BY p.division, p.level LIMIT 500`,
      [levels, code, level, name],
    );
  }
}
