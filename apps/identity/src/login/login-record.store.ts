import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** Something the login keeps between two requests: a session, a code, a refresh token and their like. */
export interface LoginRecord {
  readonly model: string;
  readonly id: string;
  /** The protocol library's own JSON, never looked into: as text, because what a browser sent may hold characters that jsonb refuses. */
  readonly payload: string;
  readonly uid: string | null;
  readonly grantId: string | null;
  readonly accountId: string | null;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface KeptRecord {
  readonly payload: string;
  readonly grantId: string | null;
  /** Seconds since the epoch; null until it was used. */
  readonly consumed: number | null;
}

const FOUND = 'SELECT payload, grant_id AS "grantId", extract(epoch FROM consumed_at)::integer AS consumed FROM login_record';

@Injectable()
export class LoginRecordStore {
  async save(tx: Transaction, { model, id, payload, uid, grantId, accountId, expiresAt }: LoginRecord): Promise<void> {
    await tx.query(
      `INSERT INTO login_record (model, id, payload, uid, grant_id, account_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id, account_id = excluded.account_id, expires_at = excluded.expires_at`,
      [model, id, payload, uid, grantId, accountId, expiresAt],
    );
  }

  async find(tx: Transaction, model: string, id: string): Promise<KeptRecord | undefined> {
    const [record] = await tx.query<KeptRecord>(`${FOUND} WHERE model = $1 AND id = $2 AND expires_at > $3`, [model, id, tx.ctx.now]);
    return record;
  }

  async findByUid(tx: Transaction, model: string, uid: string): Promise<KeptRecord | undefined> {
    const [record] = await tx.query<KeptRecord>(`${FOUND} WHERE model = $1 AND uid = $2 AND expires_at > $3`, [model, uid, tx.ctx.now]);
    return record;
  }

  /** Marks a code or refresh token as used; false when another request has used it already. */
  async consume(tx: Transaction, model: string, id: string): Promise<boolean> {
    return (await tx.query('UPDATE login_record SET consumed_at = $3 WHERE model = $1 AND id = $2 AND consumed_at IS NULL RETURNING id', [model, id, tx.ctx.now])).length > 0;
  }

  async remove(tx: Transaction, model: string, id: string): Promise<void> {
    await tx.query('DELETE FROM login_record WHERE model = $1 AND id = $2', [model, id]);
  }

  /** Ends a grant with every code and refresh token that came of it; answers whose it was. */
  async endGrant(tx: Transaction, grantId: string): Promise<string[]> {
    const rows = await tx.query<{ accountId: string | null }>(
      `DELETE FROM login_record WHERE grant_id = $1 OR (model = 'Grant' AND id = $1) RETURNING account_id AS "accountId"`,
      [grantId],
    );
    return [...new Set(rows.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])))];
  }

  /** Ends sessions and whatever else is open for an account. */
  async endAccount(tx: Transaction, accountId: string): Promise<void> {
    await tx.query('DELETE FROM login_record WHERE account_id = $1', [accountId]);
  }

  async forgetExpired(tx: Transaction): Promise<void> {
    await tx.query('DELETE FROM login_record WHERE expires_at <= $1', [tx.ctx.now]);
  }

  /** The key that signs the login's cookies, the same for all replicas: the one given when there is none yet. */
  async cookieKey(tx: Transaction, made: string): Promise<string> {
    await tx.query('INSERT INTO cookie_key (single, key) VALUES (true, $1) ON CONFLICT DO NOTHING', [made]);
    const [row] = await tx.query<{ key: string }>('SELECT key FROM cookie_key');
    if (row === undefined) throw new Error('the cookie key was not stored');
    return row.key;
  }
}
