import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that providers hand in, files made from tables, packages carried away. The bytes are in the file store. */
export class CreateFiles20260210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE entry_form (
        entry_id uuid CONSTRAINT pk_entry_form PRIMARY KEY,
        entry_version integer NOT NULL,
        document boolean NOT NULL,
        titles jsonb NOT NULL
      );
      CREATE TABLE document (
        version_id uuid CONSTRAINT pk_document PRIMARY KEY CONSTRAINT fk_document_data_version REFERENCES data_version (id),
        file_key text NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        bytes bigint NOT NULL,
        sha256 text NOT NULL
      );
      CREATE TABLE made_file (
        version_id uuid NOT NULL CONSTRAINT fk_made_file_data_version REFERENCES data_version (id),
        selection text NOT NULL,
        file_key text NOT NULL,
        bytes bigint NOT NULL,
        rows bigint NOT NULL,
        sha256 text NOT NULL,
        used_at timestamptz NOT NULL,
        CONSTRAINT pk_made_file PRIMARY KEY (version_id, selection)
      );
      CREATE INDEX ix_made_file_used_at ON made_file (used_at);
      CREATE TABLE offline_package (
        id uuid CONSTRAINT pk_offline_package PRIMARY KEY,
        grant_id uuid NOT NULL,
        permit_id text NOT NULL,
        opening text NOT NULL,
        entry_id uuid NOT NULL CONSTRAINT fk_offline_package_data_resource REFERENCES data_resource (entry_id),
        version integer NOT NULL,
        requester_id text NOT NULL,
        requester_node text NOT NULL,
        provider_id text NOT NULL,
        rows bigint NOT NULL,
        file_key text,
        bytes bigint NOT NULL,
        sha256 text NOT NULL,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        received_by text,
        medium text,
        handed_over_at timestamptz,
        recorded_by text
      );
      CREATE INDEX ix_offline_package_expires_at ON offline_package (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE offline_package, made_file, document, entry_form');
  }
}
