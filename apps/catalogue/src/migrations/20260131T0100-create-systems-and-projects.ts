import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the catalogue is held against: registered systems, duty lists, projects with their supply lists, needs; and which entries have data. */
export class CreateSystemsAndProjects20260131010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE catalogue_entry ADD COLUMN needs_update jsonb;
      CREATE TABLE information_system (
        id uuid CONSTRAINT pk_information_system PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_information_system_number UNIQUE,
        department_id text NOT NULL,
        department jsonb NOT NULL,
        content jsonb NOT NULL,
        registered_at timestamptz NOT NULL
      );
      CREATE INDEX ix_information_system_department ON information_system (department_id, number);
      CREATE TABLE function_item (
        id uuid CONSTRAINT pk_function_item PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_function_item_number UNIQUE,
        department_id text NOT NULL,
        department jsonb NOT NULL,
        code text NOT NULL,
        content jsonb NOT NULL,
        registered_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        withdrawal_reasons text
      );
      CREATE UNIQUE INDEX uq_function_item_code ON function_item (department_id, code) WHERE withdrawn_at IS NULL;
      CREATE INDEX ix_catalogue_entry_function ON catalogue_entry ((content ->> 'functionItem')) WHERE content ? 'functionItem';
      CREATE TABLE project (
        id uuid CONSTRAINT pk_project PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_project_number UNIQUE,
        department_id text NOT NULL,
        department jsonb NOT NULL,
        name text NOT NULL,
        purpose text,
        state text NOT NULL,
        supply_list jsonb NOT NULL,
        rejected_for text[] NOT NULL,
        payment_suspended boolean NOT NULL,
        history jsonb NOT NULL
      );
      CREATE TABLE data_supply (
        entry_id uuid CONSTRAINT pk_data_supply PRIMARY KEY,
        row_count bigint NOT NULL DEFAULT 0,
        supplied_at timestamptz,
        interface_registered boolean NOT NULL DEFAULT false
      );
      CREATE TABLE open_doubt (
        verification_id uuid CONSTRAINT pk_open_doubt PRIMARY KEY,
        entry_id uuid NOT NULL
      );
      CREATE INDEX ix_open_doubt_entry ON open_doubt (entry_id);
      CREATE TABLE sharing_need (
        id uuid CONSTRAINT pk_sharing_need PRIMARY KEY,
        department_id text NOT NULL,
        department jsonb NOT NULL,
        content jsonb NOT NULL,
        item_keys text[] NOT NULL,
        registered_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sharing_need, open_doubt, data_supply, project, function_item, information_system;
      DROP INDEX ix_catalogue_entry_function;
      ALTER TABLE catalogue_entry DROP COLUMN needs_update;
    `);
  }
}
