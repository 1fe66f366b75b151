import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Safety stops of entries, as `sharing` tells of them; grants that were stopped lately are found at once. */
export class SafetyStops20260218010000 implements MigrationInterface {
  name = 'SafetyStops20260218010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE safety_stop (
        id uuid CONSTRAINT pk_safety_stop PRIMARY KEY,
        entry_id uuid NOT NULL,
        article jsonb NOT NULL,
        lifted boolean NOT NULL,
        stopped_at timestamptz NOT NULL
      );
      CREATE INDEX ix_safety_stop_living ON safety_stop (entry_id) WHERE NOT lifted;
      CREATE INDEX ix_acquired_entry_stopped ON acquired_entry (state_since) WHERE state <> 'ACTIVE';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE safety_stop; DROP INDEX ix_acquired_entry_stopped');
  }
}
