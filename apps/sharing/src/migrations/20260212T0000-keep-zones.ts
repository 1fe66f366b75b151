import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which network zone the interface behind an entry stands. */
export class KeepZones20260212000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_source ADD COLUMN zone text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_source DROP COLUMN zone');
  }
}
