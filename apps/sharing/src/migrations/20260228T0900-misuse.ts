import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Violation cases, the watch on calls that may be inflated, and combinations of data that are sensitive together. */
export class Misuse20260228090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- On the grant's own row, whose lock every permit takes. Null limits are the pack's.
      ALTER TABLE usage_grant ADD COLUMN throttled_until timestamptz, ADD COLUMN identical_calls integer, ADD COLUMN unbound_calls integer, ADD COLUMN calls_settled_at timestamptz;
      CREATE TABLE violation (
        id uuid CONSTRAINT pk_violation PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_violation_position UNIQUE,
        kind text NOT NULL,
        grant_id uuid NOT NULL CONSTRAINT fk_violation_grant REFERENCES usage_grant (id),
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        standing jsonb NOT NULL,
        history jsonb NOT NULL,
        evidence jsonb NOT NULL,
        measure text,
        suspended_since text,
        opened_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX uq_violation_open ON violation (grant_id, kind, requester_id, (requester ->> 'node')) WHERE standing ->> 'ended' = 'false';
      CREATE INDEX ix_violation_requester ON violation (requester_id, position);
      CREATE INDEX ix_violation_provider ON violation (provider_id, position);
      CREATE TABLE sensitive_combination (
        id uuid CONSTRAINT pk_sensitive_combination PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_sensitive_combination_position UNIQUE,
        name text NOT NULL,
        parts jsonb NOT NULL,
        reasons text NOT NULL,
        declared_at timestamptz NOT NULL,
        lifted_reasons text
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sensitive_combination, violation;
      ALTER TABLE usage_grant DROP COLUMN throttled_until, DROP COLUMN identical_calls, DROP COLUMN unbound_calls, DROP COLUMN calls_settled_at;
    `);
  }
}
