import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the checks of uploads and pulls found; where data are pulled from, and how that went. */
export class CreateUploads20260214000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE upload_report (
        id uuid CONSTRAINT pk_upload_report PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT fk_upload_report_data_resource REFERENCES data_resource (entry_id),
        version integer,
        row_count bigint NOT NULL,
        faulty_rows bigint NOT NULL,
        fault_count bigint NOT NULL,
        faults jsonb NOT NULL,
        actor text NOT NULL,
        checked_at timestamptz NOT NULL
      );
      CREATE TABLE pull (
        entry_id uuid CONSTRAINT pk_pull PRIMARY KEY CONSTRAINT fk_pull_data_resource REFERENCES data_resource (entry_id),
        source jsonb NOT NULL,
        every_minutes integer,
        next_at timestamptz
      );
      CREATE TABLE pull_run (
        id uuid CONSTRAINT pk_pull_run PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT fk_pull_run_pull REFERENCES pull (entry_id),
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        result text NOT NULL,
        version integer,
        report_id uuid,
        failure text
      );
      CREATE INDEX ix_pull_run_entry_id ON pull_run (entry_id, started_at DESC);
      CREATE INDEX ix_upload_report_entry_id ON upload_report (entry_id, checked_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pull_run, pull, upload_report');
  }
}
