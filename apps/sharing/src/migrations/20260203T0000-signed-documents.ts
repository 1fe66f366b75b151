import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Revisions of agreements, and records of electronic archives. */
export class SignedDocuments20260203000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agreement_revision (
        grant_id uuid NOT NULL CONSTRAINT fk_agreement_revision_grant REFERENCES usage_grant (id),
        revision integer NOT NULL,
        -- It governs the permits with higher numbers.
        after_call integer NOT NULL,
        terms jsonb NOT NULL,
        articles jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT pk_agreement_revision PRIMARY KEY (grant_id, revision)
      );
      CREATE TABLE archive_record (
        id uuid CONSTRAINT pk_archive_record PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_archive_record_position UNIQUE,
        department jsonb NOT NULL,
        department_id text NOT NULL GENERATED ALWAYS AS (department ->> 'id') STORED,
        department_node text NOT NULL GENERATED ALWAYS AS (department ->> 'node') STORED,
        permit_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        entry_name text NOT NULL,
        source jsonb NOT NULL,
        sha256 text NOT NULL,
        metadata jsonb NOT NULL,
        compliance text NOT NULL,
        article jsonb,
        archived_at timestamptz NOT NULL,
        CONSTRAINT uq_archive_record_document UNIQUE (department_id, department_node, permit_id)
      );
      CREATE INDEX ix_archive_record_department ON archive_record (department_id, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE archive_record, agreement_revision');
  }
}
