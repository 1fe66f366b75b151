import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of shared data at their source and the updates they call for, the notices to acquirers, and which version each acquirer says it holds. */
export class DataUpdates20260215091000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_update (
        id uuid CONSTRAINT pk_data_update PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_data_update_position UNIQUE,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        changed_on date NOT NULL,
        note text,
        standing jsonb NOT NULL,
        ended boolean NOT NULL GENERATED ALWAYS AS ((standing ->> 'ended')::boolean) STORED,
        history jsonb NOT NULL,
        lag_ends_at timestamptz,
        version integer,
        recorded_at timestamptz NOT NULL
      );
      CREATE INDEX ix_data_update_open ON data_update (entry_id) WHERE NOT ended;
      CREATE INDEX ix_data_update_provider ON data_update (provider_id, position);
      -- Data versions where the platform holds the data; a count of finished updates where they stay with their provider.
      CREATE TABLE data_edition (
        entry_id uuid CONSTRAINT pk_data_edition PRIMARY KEY,
        version integer NOT NULL
      );
      CREATE TABLE data_update_notice (
        id uuid CONSTRAINT pk_data_update_notice PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_data_update_notice_position UNIQUE,
        origin_node text NOT NULL,
        receiver jsonb NOT NULL,
        receiver_id text NOT NULL GENERATED ALWAYS AS (receiver ->> 'id') STORED,
        receiver_node text NOT NULL GENERATED ALWAYS AS (receiver ->> 'node') STORED,
        provider jsonb NOT NULL,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        version integer NOT NULL,
        article text NOT NULL,
        noticed_at timestamptz NOT NULL,
        due_on date,
        due_article text,
        acknowledged_version integer,
        CONSTRAINT uq_data_update_notice UNIQUE (entry_id, receiver_id, receiver_node, version)
      );
      CREATE INDEX ix_data_update_notice_receiver ON data_update_notice (receiver_id, position);
      CREATE TABLE held_copy (
        entry_id uuid NOT NULL,
        holder jsonb NOT NULL,
        holder_id text NOT NULL GENERATED ALWAYS AS (holder ->> 'id') STORED,
        holder_node text NOT NULL GENERATED ALWAYS AS (holder ->> 'node') STORED,
        version integer NOT NULL,
        stated_at timestamptz NOT NULL,
        CONSTRAINT pk_held_copy PRIMARY KEY (entry_id, holder_id, holder_node)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE held_copy, data_update_notice, data_edition, data_update');
  }
}
