import { Injectable } from '@nestjs/common';
import type { EndedTokens } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { HashedSecret } from './client-secret.js';

export interface Client {
  readonly clientId: string;
  readonly organisationId: string;
  readonly roles: readonly string[];
  /** Null for a person's account, which has a password instead. */
  readonly secret: HashedSecret | null;
  readonly active: boolean;
  /** Person who uses it; null for a system. */
  readonly personId: string | null;
  /** A contractor's only requests; null for everybody else. */
  readonly scope: readonly string[] | null;
  readonly expiresOn: string | null;
  readonly generation: number;
}

interface Row {
  readonly client_id: string;
  readonly organisation_id: string;
  readonly roles: string[];
  readonly secret_salt: string | null;
  readonly secret_hash: string | null;
  readonly active: boolean;
  readonly person_id: string | null;
  readonly scope: string[] | null;
  readonly expires_on: string | null;
  readonly generation: number;
}

@Injectable()
export class ClientStore {
  async find(tx: Transaction, clientId: string): Promise<Client | undefined> {
    const [row] = await tx.query<Row>(
      'SELECT client_id, organisation_id, roles, secret_salt, secret_hash, active, person_id, scope, expires_on::text AS expires_on, generation FROM client WHERE client_id = $1',
      [clientId],
    );
    if (row === undefined) return undefined;
    const { client_id, organisation_id, secret_salt, secret_hash, person_id, expires_on, ...rest } = row;
    return { ...rest, clientId: client_id, organisationId: organisation_id, personId: person_id, expiresOn: expires_on, secret: secret_salt === null || secret_hash === null ? null : { salt: secret_salt, hash: secret_hash } };
  }

  /** The generation is counted by `endTokens` alone. */
  async save(tx: Transaction, { clientId, organisationId, roles, secret, active, personId, scope, expiresOn }: Omit<Client, 'generation'>): Promise<void> {
    await tx.query(
      `INSERT INTO client (client_id, organisation_id, roles, secret_salt, secret_hash, active, changed_at, person_id, scope, expires_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (client_id) DO UPDATE SET organisation_id = excluded.organisation_id, roles = excluded.roles, secret_salt = excluded.secret_salt,
         secret_hash = excluded.secret_hash, active = excluded.active, changed_at = excluded.changed_at, person_id = excluded.person_id, scope = excluded.scope,
         expires_on = excluded.expires_on`,
      [clientId, organisationId, roles, secret?.salt ?? null, secret?.hash ?? null, active, tx.ctx.now, personId, scope, expiresOn],
    );
  }

  /** Gives a client its next secret. The former one is valid beside it until an instant, unless that is null or the client gets yet another secret. */
  async replaceSecret(tx: Transaction, clientId: string, former: HashedSecret, next: HashedSecret, formerValidUntil: string | null): Promise<void> {
    await tx.query('UPDATE client SET secret_salt = $2, secret_hash = $3, changed_at = $4 WHERE client_id = $1', [clientId, next.salt, next.hash, tx.ctx.now]);
    if (formerValidUntil === null) return;
    await tx.query(
      `INSERT INTO former_secret (client_id, salt, hash, successor_hash, valid_until) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (client_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, successor_hash = excluded.successor_hash, valid_until = excluded.valid_until`,
      [clientId, former.salt, former.hash, next.hash, formerValidUntil],
    );
  }

  /** The secret before the present one, while both are valid. */
  async formerSecret(tx: Transaction, clientId: string): Promise<HashedSecret | undefined> {
    const [secret] = await tx.query<HashedSecret>(
      'SELECT f.salt, f.hash FROM former_secret f JOIN client c ON c.client_id = f.client_id AND c.secret_hash = f.successor_hash WHERE f.client_id = $1 AND f.valid_until > $2',
      [clientId, tx.ctx.now],
    );
    return secret;
  }

  async lock(tx: Transaction, clientId: string): Promise<Client | undefined> {
    await tx.query('SELECT 1 FROM client WHERE client_id = $1 FOR UPDATE', [clientId]);
    return this.find(tx, clientId);
  }

  async ofPerson(tx: Transaction, organisationId: string, personId: string): Promise<string[]> {
    return idsOf(await tx.query('SELECT client_id FROM client WHERE organisation_id = $1 AND person_id = $2', [organisationId, personId]));
  }

  async ofOrganisation(tx: Transaction, organisationId: string): Promise<string[]> {
    return idsOf(await tx.query('SELECT client_id FROM client WHERE organisation_id = $1', [organisationId]));
  }

  /** Takes a role from all clients of an organisation; answers whose it was. A client that had no other is no longer active. */
  async takeRole(tx: Transaction, organisationId: string, role: string): Promise<string[]> {
    return idsOf(
      await tx.query(
        `UPDATE client SET roles = array_remove(roles, $2), active = active AND cardinality(array_remove(roles, $2)) > 0, changed_at = $3
          WHERE organisation_id = $1 AND $2 = ANY(roles) RETURNING client_id`,
        [organisationId, role, tx.ctx.now],
      ),
    );
  }

  /** Begins a new generation of tokens for each client; what is about of the one before holds no longer. */
  async endTokens(tx: Transaction, node: string, clientIds: readonly string[], until: string): Promise<Pick<EndedTokens, 'clientId' | 'generation'>[]> {
    await tx.query('DELETE FROM ended_tokens WHERE until < $1', [tx.ctx.now]);
    return tx.query(
      `WITH ended AS (UPDATE client SET generation = generation + 1 WHERE client_id = ANY($2) RETURNING client_id, generation),
            kept AS (INSERT INTO ended_tokens (node, client_id, generation, until) SELECT $1, client_id, generation, $3 FROM ended
                     ON CONFLICT (node, client_id) DO UPDATE SET generation = excluded.generation, until = excluded.until)
       SELECT client_id AS "clientId", generation FROM ended ORDER BY client_id`,
      [node, [...clientIds].sort(), until],
    );
  }

  async keepEnded(tx: Transaction, { node, clientId, generation, until }: EndedTokens): Promise<void> {
    await tx.query(
      `INSERT INTO ended_tokens (node, client_id, generation, until) VALUES ($1, $2, $3, $4)
       ON CONFLICT (node, client_id) DO UPDATE SET generation = greatest(ended_tokens.generation, excluded.generation), until = greatest(ended_tokens.until, excluded.until)`,
      [node, clientId, generation, until],
    );
  }
}

function idsOf(rows: readonly { readonly client_id: string }[]): string[] {
  return rows.map(({ client_id: id }) => id);
}
