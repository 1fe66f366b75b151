import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOpenData20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE openable_entry (
        entry_id uuid CONSTRAINT pk_openable_entry PRIMARY KEY,
        version integer NOT NULL,
        name text NOT NULL,
        abstract text NOT NULL,
        provider jsonb NOT NULL,
        open_type text NOT NULL,
        items jsonb NOT NULL,
        update_cycle text NOT NULL,
        personal_data boolean NOT NULL,
        withdrawn boolean NOT NULL DEFAULT false
      );
      -- No foreign key: a version may be heard of before its entry, because the two come from different services.
      CREATE TABLE data_version (
        entry_id uuid CONSTRAINT pk_data_version PRIMARY KEY,
        version integer NOT NULL,
        rows bigint NOT NULL
      );
      CREATE TABLE open_data_set (
        entry_id uuid CONSTRAINT pk_open_data_set PRIMARY KEY CONSTRAINT fk_open_data_set_entry REFERENCES openable_entry (entry_id),
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_open_data_set_position UNIQUE,
        open_type text NOT NULL,
        standing jsonb NOT NULL,
        state text GENERATED ALWAYS AS (standing ->> 'step') STORED,
        article text NOT NULL,
        legal_basis jsonb,
        release_basis text,
        declared_at timestamptz NOT NULL,
        declared_by text NOT NULL,
        fetch_count bigint NOT NULL DEFAULT 0
      );
      CREATE INDEX ix_open_data_set_open ON open_data_set (position) WHERE state = 'OPEN';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE open_data_set, data_version, openable_entry');
  }
}
