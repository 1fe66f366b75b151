import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports of catalogue spreadsheets: where each stands, its file in parts, the texts its cells share, and its faults. File and texts go when the import has ended. */
export class CreateCatalogueImport20260121000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE catalogue_import (
        id uuid CONSTRAINT pk_catalogue_import PRIMARY KEY,
        actor text NOT NULL,
        organisation jsonb NOT NULL,
        roles text[] NOT NULL,
        language text NOT NULL,
        traceparent text NOT NULL,
        upload_key text,
        mode text NOT NULL,
        format text NOT NULL,
        state text NOT NULL,
        bytes_received bigint NOT NULL DEFAULT 0,
        digest text,
        position integer NOT NULL DEFAULT 0,
        rows_read integer NOT NULL DEFAULT 0,
        rows_valid integer NOT NULL DEFAULT 0,
        rows_invalid integer NOT NULL DEFAULT 0,
        entries integer NOT NULL DEFAULT 0,
        faults integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        opened_at timestamptz NOT NULL,
        ended_at timestamptz,
        organisation_id text NOT NULL GENERATED ALWAYS AS (organisation ->> 'id') STORED,
        organisation_node text NOT NULL GENERATED ALWAYS AS (organisation ->> 'node') STORED
      );
      CREATE UNIQUE INDEX uq_catalogue_import_key ON catalogue_import (actor, upload_key);
      CREATE INDEX ix_catalogue_import_unfinished ON catalogue_import (opened_at) WHERE ended_at IS NULL;
      CREATE TABLE catalogue_import_part (
        import_id uuid NOT NULL CONSTRAINT fk_catalogue_import_part REFERENCES catalogue_import ON DELETE CASCADE,
        at bigint NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT pk_catalogue_import_part PRIMARY KEY (import_id, at)
      );
      -- Spreadsheets are compressed already.
      ALTER TABLE catalogue_import_part ALTER COLUMN bytes SET STORAGE EXTERNAL;
      CREATE TABLE catalogue_import_text (
        import_id uuid NOT NULL CONSTRAINT fk_catalogue_import_text REFERENCES catalogue_import ON DELETE CASCADE,
        block integer NOT NULL,
        texts text[] NOT NULL,
        CONSTRAINT pk_catalogue_import_text PRIMARY KEY (import_id, block)
      );
      CREATE TABLE catalogue_import_fault (
        import_id uuid NOT NULL CONSTRAINT fk_catalogue_import_fault REFERENCES catalogue_import ON DELETE CASCADE,
        n integer NOT NULL,
        sheet text,
        row_number integer,
        column_number integer,
        title text,
        code text NOT NULL,
        words jsonb NOT NULL,
        CONSTRAINT pk_catalogue_import_fault PRIMARY KEY (import_id, n)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE catalogue_import_fault, catalogue_import_text, catalogue_import_part, catalogue_import');
  }
}
