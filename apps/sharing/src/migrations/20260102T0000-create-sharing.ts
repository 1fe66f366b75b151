import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSharing20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shareable_entry (
        id uuid CONSTRAINT pk_shareable_entry PRIMARY KEY,
        version integer NOT NULL,
        node text NOT NULL,
        provider jsonb NOT NULL,
        name text NOT NULL,
        columns text[] NOT NULL,
        sharing_type text NOT NULL,
        provision_modes text[] NOT NULL,
        aggregation text NOT NULL,
        personal_data boolean NOT NULL,
        withdrawn boolean NOT NULL DEFAULT false
      );
      -- Kept apart from the entry: the data may arrive before the entry does, and a new version of the entry leaves it as it is.
      CREATE TABLE data_source (
        entry_id uuid CONSTRAINT pk_data_source PRIMARY KEY,
        current_version integer,
        url text
      );
      CREATE TABLE neighbour (
        node text CONSTRAINT pk_neighbour PRIMARY KEY,
        gateway_url text
      );
      CREATE TABLE request_number (
        year integer CONSTRAINT pk_request_number PRIMARY KEY,
        last integer NOT NULL
      );
      CREATE TABLE sharing_request (
        id uuid CONSTRAINT pk_sharing_request PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_sharing_request_position UNIQUE,
        number text NOT NULL CONSTRAINT uq_sharing_request_number UNIQUE,
        entry_id uuid NOT NULL CONSTRAINT fk_sharing_request_entry REFERENCES shareable_entry (id),
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        application_scenario text NOT NULL,
        duty_basis text NOT NULL,
        purpose text NOT NULL,
        columns text[] NOT NULL,
        provision_mode text NOT NULL,
        personal_basis jsonb,
        origin_node text NOT NULL,
        owner_node text NOT NULL,
        submitted_at timestamptz NOT NULL,
        facts jsonb NOT NULL,
        standing jsonb NOT NULL,
        upper_step jsonb,
        transition integer NOT NULL,
        history jsonb NOT NULL,
        provider_concerned boolean NOT NULL,
        waiting_for text[] NOT NULL,
        grant_id uuid
      );
      CREATE INDEX ix_sharing_request_requester ON sharing_request (requester_id, position);
      CREATE INDEX ix_sharing_request_provider ON sharing_request (provider_id, position);
      -- A grant's row changes with every message of permits: room on the page keeps its versions off the indexes.
      CREATE TABLE usage_grant (
        id uuid CONSTRAINT pk_usage_grant PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_usage_grant_position UNIQUE,
        request_id uuid NOT NULL CONSTRAINT uq_usage_grant_request UNIQUE CONSTRAINT fk_usage_grant_request REFERENCES sharing_request (id),
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        provider jsonb NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        owner_node text NOT NULL,
        application_scenario text NOT NULL,
        purpose text NOT NULL,
        columns text[] NOT NULL,
        provision_mode text NOT NULL,
        state text NOT NULL CONSTRAINT ck_usage_grant_state CHECK (state IN ('ACTIVE', 'SUSPENDED', 'TERMINATED')),
        valid_from date NOT NULL,
        valid_until date NOT NULL,
        call_quota integer NOT NULL,
        calls_taken integer NOT NULL DEFAULT 0,
        use_source jsonb,
        suspension_standing jsonb,
        suspension_source jsonb,
        suspension_reason text,
        CONSTRAINT ck_usage_grant_quota CHECK (calls_taken <= call_quota)
      ) WITH (fillfactor = 50);
      CREATE INDEX ix_usage_grant_requester ON usage_grant (requester_id, position);
      CREATE INDEX ix_usage_grant_provider ON usage_grant (provider_id, position);
      CREATE INDEX ix_usage_grant_entry ON usage_grant (entry_id);
      -- No foreign key to the grant: a permit is only written under the lock on its grant's row, and the check would cost every call a look-up.
      -- Each permit is closed soon after, and longer then: room on the page keeps that off the indexes.
      CREATE TABLE permit (
        id uuid NOT NULL CONSTRAINT uq_permit_id UNIQUE,
        grant_id uuid NOT NULL,
        number integer NOT NULL,
        client text NOT NULL,
        taken_at timestamptz NOT NULL,
        state text NOT NULL,
        rows integer,
        bytes bigint,
        digest text,
        data_version integer,
        closed_at timestamptz,
        CONSTRAINT pk_permit PRIMARY KEY (grant_id, number)
      ) WITH (fillfactor = 40);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE permit, usage_grant, sharing_request, request_number, neighbour, data_source, shareable_entry');
  }
}
