import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that clients sign with, assertions that were used, and failures that lock an account. */
export class ClientProof20260225000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE client_proof (
        client_id text CONSTRAINT pk_client_proof PRIMARY KEY CONSTRAINT fk_client_proof_client REFERENCES client (client_id),
        key jsonb,
        failures integer NOT NULL DEFAULT 0,
        locked_until timestamptz
      );
      CREATE TABLE used_assertion (
        client_id text NOT NULL CONSTRAINT fk_used_assertion_client REFERENCES client (client_id),
        jti text NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_used_assertion PRIMARY KEY (client_id, jti)
      );
      CREATE INDEX ix_used_assertion_expires ON used_assertion (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_assertion, client_proof;');
  }
}
