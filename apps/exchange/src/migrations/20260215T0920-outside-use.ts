import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which organisation acquired which entry's data under which grant, and the providers' consents to their use outside. */
export class OutsideUse20260215092000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE acquired_entry (
        grant_id uuid CONSTRAINT pk_acquired_entry PRIMARY KEY,
        entry_id uuid NOT NULL,
        requester_id text NOT NULL,
        requester_node text NOT NULL,
        state text NOT NULL,
        state_since timestamptz NOT NULL
      );
      CREATE INDEX ix_acquired_entry_requester ON acquired_entry (requester_id, entry_id);
      CREATE TABLE outside_consent (
        id uuid CONSTRAINT pk_outside_consent PRIMARY KEY,
        grant_id uuid NOT NULL,
        valid_from date NOT NULL,
        valid_until date NOT NULL
      );
      CREATE INDEX ix_outside_consent_grant ON outside_consent (grant_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outside_consent, acquired_entry');
  }
}
