import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens to entries over time: changes of their type, reviews item by item, guidance, maintenance, releases and the refresh of their data. */
export class CreateEntryLife20260130000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Changes of the sharing type and applications for the negative list.
      CREATE TABLE classification_case (
        id uuid CONSTRAINT pk_classification_case PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_classification_case_position UNIQUE,
        kind text NOT NULL,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        node text NOT NULL,
        provider jsonb NOT NULL,
        former jsonb NOT NULL,
        wanted jsonb NOT NULL,
        reasons text,
        standing jsonb NOT NULL,
        history jsonb NOT NULL,
        opened_at timestamptz NOT NULL,
        list_number text CONSTRAINT uq_classification_case_list_number UNIQUE,
        listed_at timestamptz,
        removed_at timestamptz,
        receipt text,
        open boolean NOT NULL GENERATED ALWAYS AS (standing ->> 'ended' = 'false') STORED,
        on_list boolean NOT NULL GENERATED ALWAYS AS (listed_at IS NOT NULL AND removed_at IS NULL) STORED
      );
      CREATE UNIQUE INDEX uq_classification_case_living ON classification_case (entry_id) WHERE open OR on_list;
      CREATE INDEX ix_classification_case_list ON classification_case (position) WHERE on_list;
      CREATE INDEX ix_classification_case_kind ON classification_case (kind, position DESC);
      CREATE TABLE entry_review (
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_entry_review PRIMARY KEY,
        entry_id uuid NOT NULL,
        version integer NOT NULL,
        reviewer text NOT NULL,
        verdicts jsonb NOT NULL,
        reviewed_at timestamptz NOT NULL
      );
      CREATE INDEX ix_entry_review_entry ON entry_review (entry_id, position DESC);
      CREATE TABLE guidance_comment (
        id uuid CONSTRAINT pk_guidance_comment PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_guidance_comment_position UNIQUE,
        entry_id uuid NOT NULL,
        version integer NOT NULL,
        text text NOT NULL,
        author jsonb NOT NULL,
        given_at timestamptz NOT NULL
      );
      CREATE INDEX ix_guidance_comment_entry ON guidance_comment (entry_id, position DESC);
      CREATE TABLE catalogue_maintenance (
        id uuid CONSTRAINT pk_catalogue_maintenance PRIMARY KEY,
        year integer NOT NULL,
        department_id text NOT NULL,
        department jsonb NOT NULL,
        no_change boolean NOT NULL,
        late boolean NOT NULL,
        recorded_at timestamptz NOT NULL
      );
      CREATE INDEX ix_catalogue_maintenance_year ON catalogue_maintenance (year, department_id);
      -- Every change of the consolidated catalogue has the next number; the catalogue at any number is what its changes up to there leave.
      CREATE TABLE catalogue_revision (
        number integer CONSTRAINT pk_catalogue_revision PRIMARY KEY,
        entry_id uuid NOT NULL,
        entry_version integer NOT NULL,
        node text NOT NULL,
        -- Null: withdrawn.
        entry jsonb,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX ix_catalogue_revision_entry ON catalogue_revision (entry_id, number DESC);
      CREATE TABLE catalogue_release (
        number integer CONSTRAINT pk_catalogue_release PRIMARY KEY,
        version integer NOT NULL,
        entries integer NOT NULL,
        released_by jsonb NOT NULL,
        released_at timestamptz NOT NULL,
        article text NOT NULL
      );
      -- Told by two services in any order: what an entry states, and when its data came.
      CREATE TABLE data_refresh (
        entry_id uuid CONSTRAINT pk_data_refresh PRIMARY KEY,
        entry_name text,
        provider_id text,
        update_cycle text,
        aggregation text,
        published_on date,
        refreshed_on date,
        due_on date,
        article text,
        source_url text
      );
      CREATE INDEX ix_data_refresh_due ON data_refresh (due_on, entry_id) WHERE due_on IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_refresh, catalogue_release, catalogue_revision, catalogue_maintenance, guidance_comment, entry_review, classification_case');
  }
}
