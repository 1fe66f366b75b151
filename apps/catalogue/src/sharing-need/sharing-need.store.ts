import { Injectable } from '@nestjs/common';
import type { Party, SharingNeedContent } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

export interface SharingNeed {
  readonly id: string;
  readonly department: Party;
  readonly content: SharingNeedContent;
  /** What each item is called, whatever the wording; in the order of the items. */
  readonly keys: readonly string[];
  readonly registeredAt: string;
}

/** A line of the sharing catalogue as it is kept. */
export interface SharingLine {
  readonly kind: 'SUPPLY' | 'NEED';
  readonly id: string;
  readonly name: string;
  readonly department: Party;
  readonly sharingType: string | null;
  readonly dataItems: readonly string[];
  /** Of a need. */
  readonly keys: readonly string[];
  readonly since: Date;
}

const LINES = `
  SELECT 'SUPPLY' AS kind, id, content ->> 'name' AS name, provider AS department, content ->> 'sharingType' AS "sharingType", published_at AS since,
    ARRAY(SELECT i ->> 'name' FROM jsonb_array_elements(content -> 'items') i) AS "dataItems", '{}'::text[] AS keys
  FROM catalogue_entry WHERE in_force AND node = $1
  UNION ALL
  SELECT 'NEED', id, content ->> 'name', department, NULL, registered_at, ARRAY(SELECT jsonb_array_elements_text(content -> 'dataItems')), item_keys FROM sharing_need`;

@Injectable()
export class SharingNeedStore {
  async add(tx: Transaction, { id, department, content, keys, registeredAt }: SharingNeed): Promise<void> {
    await tx.query('INSERT INTO sharing_need (id, department_id, department, content, item_keys, registered_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      id, department.id, JSON.stringify(department), JSON.stringify(content), keys, registeredAt,
    ]);
  }

  /** Supply and needs, the newest first. `after` is `<instant>_<id>`. */
  async page(tx: Transaction, kind: string | undefined, after: string, limit: number): Promise<SharingLine[]> {
    const [since, id] = after.split('_');
    return tx.query<SharingLine>(
      `SELECT * FROM (${LINES}) line WHERE ($2::text IS NULL OR kind = $2) AND (since, id) < ($3::timestamptz, $4::uuid) ORDER BY since DESC, id DESC LIMIT $5`,
      [tx.ctx.node.code, kind ?? null, since, id, limit],
    );
  }
}
