import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is responsible for which class or domain, what the authority added to the regulation's lists, and the standards and norms that entries follow. */
export class CreateResponsibilities20260123000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE responsibility (
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_responsibility PRIMARY KEY,
        subject text NOT NULL,
        code text NOT NULL,
        organisation jsonb NOT NULL,
        article text NOT NULL,
        reasons text NOT NULL,
        assigned_by text NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz,
        division text NOT NULL GENERATED ALWAYS AS (organisation ->> 'division') STORED,
        level text NOT NULL GENERATED ALWAYS AS (organisation ->> 'level') STORED
      );
      CREATE UNIQUE INDEX uq_responsibility_now ON responsibility (subject, code, division, level) WHERE until IS NULL;
      CREATE INDEX ix_responsibility_history ON responsibility (subject, code, number);
      CREATE TABLE catalogue_class (
        code text CONSTRAINT pk_catalogue_class PRIMARY KEY,
        kind text NOT NULL,
        label jsonb NOT NULL,
        added_at timestamptz NOT NULL
      );
      CREATE TABLE resource_database (
        id uuid CONSTRAINT pk_resource_database PRIMARY KEY,
        class_code text NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        assembler jsonb NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX uq_resource_database ON resource_database (class_code, (assembler ->> 'division'), (assembler ->> 'level'));
      CREATE TABLE contribution (
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_contribution_number UNIQUE,
        id uuid CONSTRAINT pk_contribution PRIMARY KEY,
        class_code text NOT NULL,
        name text NOT NULL,
        abstract text NOT NULL,
        contributor jsonb NOT NULL,
        lead jsonb NOT NULL,
        state text NOT NULL,
        reasons text,
        proposed_at timestamptz NOT NULL,
        decided_at timestamptz
      );
      CREATE INDEX ix_contribution_accepted ON contribution (class_code, (contributor ->> 'id'), name) WHERE state = 'ACCEPTED';
      CREATE TABLE responsibility_domain (
        code text CONSTRAINT pk_responsibility_domain PRIMARY KEY,
        label jsonb NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE catalogue_norm (
        issuer text NOT NULL,
        version integer NOT NULL,
        title text NOT NULL,
        rules jsonb NOT NULL,
        issued_at timestamptz NOT NULL,
        CONSTRAINT pk_catalogue_norm PRIMARY KEY (issuer, version)
      );
      CREATE TABLE data_standard (
        code text NOT NULL,
        issuer text NOT NULL,
        version integer NOT NULL,
        name text NOT NULL,
        mandatory boolean NOT NULL,
        rules jsonb NOT NULL,
        issued_at timestamptz NOT NULL,
        CONSTRAINT pk_data_standard PRIMARY KEY (code, issuer, version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_standard, catalogue_norm, responsibility_domain, contribution, resource_database, catalogue_class, responsibility');
  }
}
