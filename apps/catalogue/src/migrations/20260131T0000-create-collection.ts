import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What departments collect and by which list; the departments themselves, as identity tells of them, and the rules they state. */
export class CreateCollection20260131000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE department (
        id text CONSTRAINT pk_department PRIMARY KEY,
        party jsonb NOT NULL,
        division text NOT NULL GENERATED ALWAYS AS (party ->> 'division') STORED,
        level text NOT NULL GENERATED ALWAYS AS (party ->> 'level') STORED
      );
      CREATE TABLE department_rule (
        department_id text NOT NULL,
        kind text NOT NULL,
        version integer NOT NULL,
        content jsonb NOT NULL,
        stated_at timestamptz NOT NULL,
        CONSTRAINT pk_department_rule PRIMARY KEY (department_id, kind, version)
      );
      -- The items of entries in force, by what they are called whatever the wording.
      CREATE TABLE source_item (
        entry_id uuid NOT NULL,
        column_name text NOT NULL,
        name text NOT NULL,
        item_key text NOT NULL,
        CONSTRAINT pk_source_item PRIMARY KEY (entry_id, column_name)
      );
      CREATE INDEX ix_source_item_key ON source_item (item_key);
      CREATE TABLE collection_item (
        id uuid CONSTRAINT pk_collection_item PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_collection_item_number UNIQUE,
        department_id text NOT NULL,
        division text NOT NULL,
        level text NOT NULL,
        department jsonb NOT NULL,
        item_key text NOT NULL,
        content jsonb NOT NULL,
        entry_id uuid,
        registered_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX ix_collection_item_key ON collection_item (item_key) WHERE ended_at IS NULL;
      CREATE INDEX ix_collection_item_department ON collection_item (department_id, number) WHERE ended_at IS NULL;
      CREATE TABLE collection_list (
        id uuid CONSTRAINT pk_collection_list PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_collection_list_number UNIQUE,
        department_id text NOT NULL CONSTRAINT uq_collection_list_department UNIQUE,
        department jsonb NOT NULL,
        version integer NOT NULL,
        change jsonb,
        standing jsonb NOT NULL,
        history jsonb NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE collection_list, collection_item, source_item, department_rule, department');
  }
}
