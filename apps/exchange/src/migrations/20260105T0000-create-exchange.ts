import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schema `dataset` holds one table per version, made when the version arises. */
export class CreateExchange20260105000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA dataset;
      CREATE TABLE data_resource (
        entry_id uuid CONSTRAINT pk_data_resource PRIMARY KEY,
        entry_version integer NOT NULL,
        name text NOT NULL,
        provider_id text NOT NULL,
        aggregation text NOT NULL,
        personal_data boolean NOT NULL,
        columns jsonb NOT NULL,
        interface_url text
      );
      CREATE TABLE data_version (
        id uuid CONSTRAINT pk_data_version PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT fk_data_version_data_resource REFERENCES data_resource (entry_id),
        version integer NOT NULL,
        columns jsonb NOT NULL,
        row_count bigint NOT NULL,
        digest text NOT NULL,
        cause text NOT NULL,
        actor text NOT NULL,
        completed_at timestamptz NOT NULL,
        CONSTRAINT uq_data_version_entry_version UNIQUE (entry_id, version)
      );
      CREATE TABLE correction (
        id uuid CONSTRAINT pk_correction PRIMARY KEY,
        wrong_version_id uuid NOT NULL CONSTRAINT fk_correction_wrong_version REFERENCES data_version (id),
        corrected_version_id uuid NOT NULL CONSTRAINT fk_correction_corrected_version REFERENCES data_version (id),
        key_column text NOT NULL,
        row_numbers bigint[] NOT NULL,
        reasons text NOT NULL,
        verification_id uuid,
        actor text NOT NULL,
        corrected_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE correction, data_version, data_resource; DROP SCHEMA dataset CASCADE');
  }
}
