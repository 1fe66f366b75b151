import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applications to use acquired data outside, with the consents that came of them, and what was published under these. */
export class ExternalUse20260215090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE external_use (
        id uuid CONSTRAINT pk_external_use PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_external_use_position UNIQUE,
        grant_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        purpose text NOT NULL,
        audience text NOT NULL,
        columns text[] NOT NULL,
        document jsonb,
        consent_reference text,
        standing jsonb NOT NULL,
        history jsonb NOT NULL,
        consent jsonb,
        submitted_at timestamptz NOT NULL
      );
      CREATE INDEX ix_external_use_requester ON external_use (requester_id, position);
      CREATE INDEX ix_external_use_provider ON external_use (provider_id, position);
      CREATE INDEX ix_external_use_grant ON external_use (grant_id) WHERE consent IS NOT NULL;
      CREATE TABLE external_publication (
        id uuid CONSTRAINT pk_external_publication PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_external_publication_position UNIQUE,
        grant_id uuid NOT NULL,
        consent_id uuid NOT NULL CONSTRAINT fk_external_publication_consent REFERENCES external_use (id),
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        title text NOT NULL,
        channel text NOT NULL,
        columns text[] NOT NULL,
        published_at timestamptz NOT NULL
      );
      CREATE INDEX ix_external_publication_requester ON external_publication (requester_id, position);
      CREATE INDEX ix_external_publication_provider ON external_publication (provider_id, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE external_publication, external_use');
  }
}
