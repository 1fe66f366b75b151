import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a grant allows in full, the counters that hold calls to it, safety stops, and the security grade of entries. */
export class GrantTerms20260201000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE usage_grant
        ADD COLUMN row_filter jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN duty_basis text NOT NULL DEFAULT '',
        ADD COLUMN calls_per_day integer,
        ADD COLUMN row_quota bigint,
        ADD COLUMN rows_per_day bigint,
        ADD COLUMN storage_allowed boolean NOT NULL DEFAULT false,
        ADD COLUMN third_parties text[] NOT NULL DEFAULT '{}',
        ADD COLUMN hours jsonb,
        ADD COLUMN rows_taken bigint NOT NULL DEFAULT 0,
        -- The two counters of a day count the calls of that day, in Asia/Shanghai; a later day begins with none.
        ADD COLUMN counted_on date NOT NULL DEFAULT '1970-01-01',
        ADD COLUMN calls_on_day integer NOT NULL DEFAULT 0,
        ADD COLUMN rows_on_day bigint NOT NULL DEFAULT 0,
        -- The provision by which a safety danger of the entry stops its calls. On the grant's own row, whose lock every permit takes.
        ADD COLUMN safety_source jsonb;
      ALTER TABLE permit ADD COLUMN rows_reserved bigint;
      ALTER TABLE shareable_entry ADD COLUMN security_level text NOT NULL DEFAULT 'GENERAL';
      CREATE TABLE safety_stop (
        id uuid CONSTRAINT pk_safety_stop PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT fk_safety_stop_entry REFERENCES shareable_entry (id),
        reasons text NOT NULL,
        source jsonb NOT NULL,
        stopped_at timestamptz NOT NULL,
        lifted_at timestamptz,
        lifted_reasons text
      );
      CREATE UNIQUE INDEX uq_safety_stop_living ON safety_stop (entry_id) WHERE lifted_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE safety_stop;
      ALTER TABLE shareable_entry DROP COLUMN security_level;
      ALTER TABLE permit DROP COLUMN rows_reserved;
      ALTER TABLE usage_grant DROP COLUMN row_filter, DROP COLUMN duty_basis, DROP COLUMN calls_per_day, DROP COLUMN row_quota, DROP COLUMN rows_per_day, DROP COLUMN storage_allowed,
        DROP COLUMN third_parties, DROP COLUMN hours, DROP COLUMN rows_taken, DROP COLUMN counted_on, DROP COLUMN calls_on_day, DROP COLUMN rows_on_day, DROP COLUMN safety_source;
    `);
  }
}
