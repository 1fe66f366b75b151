import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the catalogue supplies, what departments need, the plans and tasks by which the two come together, and what was asked about materials. */
export class DemandAndSupply20260220090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Kept apart from shareable_entry: it is for finding, and a withdrawn version leaves its number here, so that a late announcement of it changes nothing.
      CREATE TABLE supply (
        id uuid CONSTRAINT pk_supply PRIMARY KEY,
        version integer NOT NULL,
        node text NOT NULL,
        provider jsonb NOT NULL,
        name text NOT NULL,
        item_names text[] NOT NULL,
        sharing_type text NOT NULL,
        is_file boolean NOT NULL,
        pieces text[] NOT NULL,
        withdrawn boolean NOT NULL
      );
      CREATE INDEX ix_supply_pieces ON supply USING gin (pieces) WHERE NOT withdrawn;
      CREATE TABLE demand (
        id uuid CONSTRAINT pk_demand PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_demand_position UNIQUE,
        requester jsonb NOT NULL,
        content jsonb NOT NULL,
        pieces text[] NOT NULL,
        state text NOT NULL CONSTRAINT ck_demand_state CHECK (state IN ('UNMET', 'SUGGESTED', 'MET', 'WITHDRAWN')),
        entry_id uuid,
        registered_at timestamptz NOT NULL
      );
      CREATE INDEX ix_demand_pieces ON demand USING gin (pieces) WHERE state IN ('UNMET', 'SUGGESTED');
      CREATE INDEX ix_demand_requester ON demand ((requester ->> 'id'), position);
      CREATE TABLE demand_suggestion (
        demand_id uuid NOT NULL CONSTRAINT fk_demand_suggestion_demand REFERENCES demand (id),
        entry_id uuid NOT NULL,
        suggestion jsonb NOT NULL,
        score integer NOT NULL,
        dismissed boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_demand_suggestion PRIMARY KEY (demand_id, entry_id)
      );
      CREATE INDEX ix_demand_suggestion_entry ON demand_suggestion (entry_id);
      CREATE TABLE planning_body (
        id text CONSTRAINT pk_planning_body PRIMARY KEY,
        party jsonb NOT NULL,
        since timestamptz NOT NULL
      );
      CREATE TABLE demand_plan (
        id uuid CONSTRAINT pk_demand_plan PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_demand_plan_position UNIQUE,
        year integer NOT NULL,
        requester jsonb NOT NULL,
        requester_id text NOT NULL GENERATED ALWAYS AS (requester ->> 'id') STORED,
        items jsonb NOT NULL,
        matches jsonb NOT NULL,
        version integer NOT NULL,
        submitted_at timestamptz,
        standing jsonb NOT NULL,
        history jsonb NOT NULL,
        CONSTRAINT uq_demand_plan_year UNIQUE (requester_id, year)
      );
      CREATE TABLE demand_plan_version (
        plan_id uuid NOT NULL CONSTRAINT fk_demand_plan_version_plan REFERENCES demand_plan (id),
        version integer NOT NULL,
        act text NOT NULL,
        items jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT pk_demand_plan_version PRIMARY KEY (plan_id, version)
      );
      CREATE FUNCTION plan_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'versions of demand plans are never changed'; END $$;
      CREATE TRIGGER tr_plan_versions_stay BEFORE UPDATE OR DELETE ON demand_plan_version FOR EACH ROW EXECUTE FUNCTION plan_versions_stay();
      CREATE TABLE supply_task (
        id uuid CONSTRAINT pk_supply_task PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_supply_task_position UNIQUE,
        plan_id uuid NOT NULL CONSTRAINT fk_supply_task_plan REFERENCES demand_plan (id),
        year integer NOT NULL,
        item jsonb NOT NULL,
        requester jsonb NOT NULL,
        provider jsonb NOT NULL,
        entry_id uuid,
        standing jsonb NOT NULL,
        history jsonb NOT NULL
      );
      CREATE INDEX ix_supply_task_plan ON supply_task (plan_id);
      CREATE UNIQUE INDEX uq_supply_task_open ON supply_task (plan_id, (item ->> 'name')) WHERE NOT (standing ->> 'ended')::boolean;
      CREATE TABLE material_check (
        id uuid CONSTRAINT pk_material_check PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_material_check_position UNIQUE,
        requester jsonb NOT NULL,
        verdict text NOT NULL CONSTRAINT ck_material_check_verdict CHECK (verdict IN ('DENY', 'ALLOW')),
        answer jsonb NOT NULL
      );
      CREATE INDEX ix_material_check_requester ON material_check ((requester ->> 'id'), position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE material_check, supply_task, demand_plan_version, demand_plan, planning_body, demand_suggestion, demand, supply;
      DROP FUNCTION plan_versions_stay;`);
  }
}
