import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which version of which interface stands behind an entry, and how it is called. */
export class KeepInterfaceCalls20260222090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_source ADD COLUMN interface_id uuid, ADD COLUMN interface_version integer, ADD COLUMN call jsonb');
    await runner.query('CREATE INDEX data_source_interface ON data_source (interface_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_source DROP COLUMN interface_id, DROP COLUMN interface_version, DROP COLUMN call');
  }
}
