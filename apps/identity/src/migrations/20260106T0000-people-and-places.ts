import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kinds of organisations by law, their history, units, people and filings, named authorities, contractors, and tokens that ended before their time. */
export class PeopleAndPlaces20260106000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE organisation SET kind = CASE kind WHEN 'DEPARTMENT' THEN 'GOVERNMENT_DEPARTMENT' WHEN 'PUBLIC_BODY' THEN 'AUTHORISED_ORGANISATION' ELSE kind END;
      ALTER TABLE organisation ADD COLUMN area text;
      CREATE TABLE organisation_change (
        organisation_id text NOT NULL CONSTRAINT fk_organisation_change_organisation REFERENCES organisation (id),
        version integer NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        actor_organisation text,
        before jsonb,
        CONSTRAINT pk_organisation_change PRIMARY KEY (organisation_id, version)
      );
      CREATE TABLE named_authority (
        division text NOT NULL,
        level text NOT NULL,
        organisation_id text NOT NULL,
        node text NOT NULL,
        since timestamptz NOT NULL,
        CONSTRAINT pk_named_authority PRIMARY KEY (division, level)
      );
      CREATE INDEX ix_named_authority_organisation ON named_authority (organisation_id);
      CREATE TABLE place (
        code text CONSTRAINT pk_place PRIMARY KEY,
        name text NOT NULL,
        level text NOT NULL
      );
      CREATE TABLE unit (
        organisation_id text NOT NULL CONSTRAINT fk_unit_organisation REFERENCES organisation (id),
        id text NOT NULL,
        name text NOT NULL,
        dedicated boolean NOT NULL,
        CONSTRAINT pk_unit PRIMARY KEY (organisation_id, id)
      );
      CREATE TABLE staff (
        organisation_id text NOT NULL CONSTRAINT fk_staff_organisation REFERENCES organisation (id),
        id text NOT NULL,
        name text NOT NULL,
        duties text[] NOT NULL,
        unit_id text,
        office_phone text,
        since date NOT NULL,
        until date,
        CONSTRAINT pk_staff PRIMARY KEY (organisation_id, id),
        CONSTRAINT fk_staff_unit FOREIGN KEY (organisation_id, unit_id) REFERENCES unit (organisation_id, id)
      );
      CREATE TABLE staff_filing (
        id uuid CONSTRAINT pk_staff_filing PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_staff_filing_position UNIQUE,
        organisation_id text NOT NULL,
        version integer NOT NULL,
        person_id text NOT NULL,
        name text NOT NULL,
        duties text[] NOT NULL,
        change text NOT NULL,
        filed_on date NOT NULL,
        article text NOT NULL,
        number text CONSTRAINT uq_staff_filing_number UNIQUE,
        confirmed_at timestamptz,
        CONSTRAINT uq_staff_filing_version UNIQUE (organisation_id, version),
        CONSTRAINT fk_staff_filing_person FOREIGN KEY (organisation_id, person_id) REFERENCES staff (organisation_id, id)
      );
      CREATE TABLE platform_setting (
        key text CONSTRAINT pk_platform_setting PRIMARY KEY,
        value text NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL
      );
      ALTER TABLE client ADD COLUMN person_id text, ADD COLUMN scope text[], ADD COLUMN expires_on date, ADD COLUMN generation integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT fk_client_person FOREIGN KEY (organisation_id, person_id) REFERENCES staff (organisation_id, id);
      CREATE TABLE ended_tokens (
        node text NOT NULL,
        client_id text NOT NULL,
        generation integer NOT NULL,
        until timestamptz NOT NULL,
        CONSTRAINT pk_ended_tokens PRIMARY KEY (node, client_id)
      );
      CREATE INDEX ix_ended_tokens_until ON ended_tokens (until);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE client DROP CONSTRAINT fk_client_person, DROP COLUMN person_id, DROP COLUMN scope, DROP COLUMN expires_on, DROP COLUMN generation;
      DROP TABLE ended_tokens, platform_setting, staff_filing, staff, unit, place, named_authority, organisation_change;
      ALTER TABLE organisation DROP COLUMN area;
      UPDATE organisation SET kind = CASE kind WHEN 'GOVERNMENT_DEPARTMENT' THEN 'DEPARTMENT' WHEN 'AUTHORISED_ORGANISATION' THEN 'PUBLIC_BODY' ELSE kind END;
    `);
  }
}
