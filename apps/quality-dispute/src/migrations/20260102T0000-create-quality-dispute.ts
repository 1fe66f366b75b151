import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateQualityDispute20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_entry (
        entry_id uuid CONSTRAINT pk_known_entry PRIMARY KEY,
        version integer NOT NULL,
        name text NOT NULL,
        node text NOT NULL,
        provider jsonb NOT NULL
      );
      CREATE TABLE known_version (
        entry_id uuid NOT NULL,
        version integer NOT NULL,
        CONSTRAINT pk_known_version PRIMARY KEY (entry_id, version)
      );
      -- A grant that a neighbour gave is told in two parts, in any order: who asked for what, and what was granted.
      CREATE TABLE held_grant (
        request_id uuid CONSTRAINT pk_held_grant PRIMARY KEY,
        entry_id uuid,
        requester jsonb,
        grant_id uuid,
        provider jsonb,
        owner_node text,
        columns text[]
      );
      CREATE INDEX ix_held_grant_grant ON held_grant (grant_id);
      CREATE TABLE verification (
        id uuid CONSTRAINT pk_verification PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_verification_position UNIQUE,
        grant_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        requester jsonb NOT NULL,
        provider jsonb NOT NULL,
        doubt text NOT NULL,
        doubted_rows jsonb NOT NULL,
        origin_node text NOT NULL,
        owner_node text NOT NULL,
        came_from text,
        standing jsonb NOT NULL,
        step_above jsonb,
        history jsonb NOT NULL,
        provider_sees boolean NOT NULL,
        explanation text,
        repaired_version integer
      );
      CREATE INDEX ix_verification_requester ON verification ((requester ->> 'id'), position);
      CREATE INDEX ix_verification_provider ON verification ((provider ->> 'id'), position);
      CREATE TABLE notice (
        id uuid CONSTRAINT pk_notice PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_notice_position UNIQUE,
        receiver_id text NOT NULL,
        receiver_node text NOT NULL,
        grant_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        entry_name text NOT NULL,
        correction_id uuid NOT NULL,
        corrected_version integer NOT NULL,
        permits integer NOT NULL,
        noticed_at timestamptz NOT NULL,
        CONSTRAINT uq_notice_correction_grant UNIQUE (correction_id, grant_id)
      );
      CREATE INDEX ix_notice_receiver ON notice (receiver_id, receiver_node, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notice, verification, held_grant, known_version, known_entry');
  }
}
