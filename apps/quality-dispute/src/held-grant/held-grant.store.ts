import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

export interface HeldGrant {
  readonly grantId: string;
  readonly entryId: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly ownerNode: string;
  readonly columns: readonly string[];
}

type Asked = Pick<HeldGrant, 'entryId' | 'requester'>;
type Given = Omit<HeldGrant, keyof Asked>;

@Injectable()
export class HeldGrantStore {
  async keepAsked(tx: Transaction, requestId: string, { entryId, requester }: Asked): Promise<void> {
    await tx.query(
      `INSERT INTO held_grant (request_id, entry_id, requester) VALUES ($1, $2, $3)
       ON CONFLICT (request_id) DO UPDATE SET entry_id = excluded.entry_id, requester = excluded.requester`,
      [requestId, entryId, JSON.stringify(requester)],
    );
  }

  async keepGiven(tx: Transaction, requestId: string, { grantId, provider, ownerNode, columns }: Given): Promise<void> {
    await tx.query(
      `INSERT INTO held_grant (request_id, grant_id, provider, owner_node, columns) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (request_id) DO UPDATE SET grant_id = excluded.grant_id, provider = excluded.provider, owner_node = excluded.owner_node, columns = excluded.columns`,
      [requestId, grantId, JSON.stringify(provider), ownerNode, columns],
    );
  }

  /** The grant, when it is the organisation's own. */
  async findOf(tx: Transaction, holder: Party, grantId: string): Promise<HeldGrant | undefined> {
    const [row] = await tx.query<HeldGrant>(
      `SELECT grant_id AS "grantId", entry_id AS "entryId", requester, provider, owner_node AS "ownerNode", columns FROM held_grant
        WHERE grant_id = $1 AND requester ->> 'id' = $2 AND requester ->> 'node' = $3`,
      [grantId, holder.id, holder.node],
    );
    return row;
  }
}
