import { Injectable } from '@nestjs/common';
import type { ExternalUseConsented, GrantChanged } from '@gongshu/contracts';
import type { Day } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';

@Injectable()
export class OutsideUseStore {
  /**
   * The state of a grant since an instant. Issue, suspension and restoration come each on its own way: the latest word counts, whichever comes last; of two at one
   * instant, the one that stops it. */
  async keepGrant(tx: Transaction, { id, entryId, requester, state }: GrantChanged, since: string): Promise<void> {
    await tx.query(
      `INSERT INTO acquired_entry AS kept (grant_id, entry_id, requester_id, requester_node, state, state_since) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (grant_id) DO UPDATE SET state = excluded.state, state_since = excluded.state_since WHERE kept.state_since < excluded.state_since OR ($7 AND kept.state_since = excluded.state_since)`,
      [id, entryId, requester.id, requester.node, state, since, state !== 'ACTIVE'],
    );
  }

  async keepConsent(tx: Transaction, { id, grantId, validFrom, validUntil }: ExternalUseConsented): Promise<void> {
    await tx.query('INSERT INTO outside_consent (id, grant_id, valid_from, valid_until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [id, grantId, validFrom, validUntil]);
  }

  /** Those of the entries that an organisation of this node acquired, under whatever grant, living or ended, and may not use outside on a day: no consent is valid, or its grant is not. */
  async internalOnly(tx: Transaction, organisationId: string, entryIds: readonly string[], day: Day): Promise<string[]> {
    const rows = await tx.query<{ entry_id: string }>(
      `SELECT a.entry_id FROM acquired_entry a
        WHERE a.requester_id = $1 AND a.requester_node = $2 AND a.entry_id = ANY($3::uuid[])
        GROUP BY a.entry_id
       HAVING NOT bool_or(a.state = 'ACTIVE' AND EXISTS (SELECT 1 FROM outside_consent c WHERE c.grant_id = a.grant_id AND $4::date BETWEEN c.valid_from AND c.valid_until))`,
      [organisationId, tx.ctx.node.code, entryIds, day],
    );
    return rows.map(({ entry_id: entryId }) => entryId);
  }
}
