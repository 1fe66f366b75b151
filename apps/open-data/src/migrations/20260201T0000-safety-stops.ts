import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries whose opening a safety danger has stopped. Apart from the entry: the stop may be heard of before it. */
export class SafetyStops20260201000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE safety_stop (entry_id uuid CONSTRAINT pk_safety_stop PRIMARY KEY, article jsonb NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE safety_stop');
  }
}
