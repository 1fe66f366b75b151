import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdentity20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organisation (
        id text CONSTRAINT pk_organisation PRIMARY KEY,
        name text NOT NULL,
        level text NOT NULL,
        division text NOT NULL,
        uscc text NOT NULL CONSTRAINT uq_organisation_uscc UNIQUE,
        kind text NOT NULL,
        authorising_basis jsonb
      );
      CREATE TABLE client (
        client_id text CONSTRAINT pk_client PRIMARY KEY,
        organisation_id text NOT NULL CONSTRAINT fk_client_organisation REFERENCES organisation (id),
        roles text[] NOT NULL,
        secret_salt text NOT NULL,
        secret_hash text NOT NULL,
        active boolean NOT NULL,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX ix_client_organisation ON client (organisation_id);
      CREATE TABLE signing_key (
        kid text CONSTRAINT pk_signing_key PRIMARY KEY,
        private_key_pem text NOT NULL,
        public_jwk jsonb NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE token_issuer (
        node text CONSTRAINT pk_token_issuer PRIMARY KEY,
        issuer text NOT NULL CONSTRAINT uq_token_issuer_issuer UNIQUE,
        territory text NOT NULL,
        keys jsonb NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE token_issuer, signing_key, client, organisation');
  }
}
