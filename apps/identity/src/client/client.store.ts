import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { HashedSecret } from './client-secret.js';

export interface Client {
  readonly clientId: string;
  readonly organisationId: string;
  readonly roles: readonly string[];
  readonly secret: HashedSecret;
  readonly active: boolean;
}

interface Row {
  readonly client_id: string;
  readonly organisation_id: string;
  readonly roles: string[];
  readonly secret_salt: string;
  readonly secret_hash: string;
  readonly active: boolean;
}

@Injectable()
export class ClientStore {
  async find(tx: Transaction, clientId: string): Promise<Client | undefined> {
    const [row] = await tx.query<Row>('SELECT client_id, organisation_id, roles, secret_salt, secret_hash, active FROM client WHERE client_id = $1', [clientId]);
    if (row === undefined) return undefined;
    return { clientId: row.client_id, organisationId: row.organisation_id, roles: row.roles, secret: { salt: row.secret_salt, hash: row.secret_hash }, active: row.active };
  }

  async save(tx: Transaction, client: Client): Promise<void> {
    await tx.query(
      `INSERT INTO client (client_id, organisation_id, roles, secret_salt, secret_hash, active, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (client_id) DO UPDATE SET organisation_id = excluded.organisation_id, roles = excluded.roles, secret_salt = excluded.secret_salt,
         secret_hash = excluded.secret_hash, active = excluded.active, changed_at = excluded.changed_at`,
      [client.clientId, client.organisationId, client.roles, client.secret.salt, client.secret.hash, client.active, tx.ctx.now],
    );
  }
}
