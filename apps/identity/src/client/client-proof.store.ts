import { Injectable } from '@nestjs/common';
import type { ClientPublicKey } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

@Injectable()
export class ClientProofStore {
  /** Null for a client that proves itself by its secret. */
  async key(tx: Transaction, clientId: string): Promise<ClientPublicKey | null> {
    const [row] = await tx.query<{ key: ClientPublicKey | null }>('SELECT key FROM client_proof WHERE client_id = $1', [clientId]);
    return row?.key ?? null;
  }

  async setKey(tx: Transaction, clientId: string, key: ClientPublicKey | null): Promise<void> {
    await tx.query('INSERT INTO client_proof (client_id, key) VALUES ($1, $2) ON CONFLICT (client_id) DO UPDATE SET key = excluded.key', [clientId, key === null ? null : JSON.stringify(key)]);
  }

  /** Takes an assertion's id for the client; false when it was taken before. */
  async useAssertion(tx: Transaction, clientId: string, jti: string, expiresAt: string): Promise<boolean> {
    await tx.query('DELETE FROM used_assertion WHERE expires_at < $1', [tx.ctx.now]);
    const taken = await tx.query('INSERT INTO used_assertion (client_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING jti', [clientId, jti, expiresAt]);
    return taken.length > 0;
  }
}
