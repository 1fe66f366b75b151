import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands behind entries: uploads and services of their providers. What is known of uploads already is taken over. */
export class CreateEntrySource20260212000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE entry_source (
        entry_id uuid CONSTRAINT pk_entry_source PRIMARY KEY,
        row_count bigint,
        interface_id uuid,
        described boolean NOT NULL DEFAULT false
      );
      CREATE TABLE interface_probe (
        entry_id uuid NOT NULL,
        interface_id uuid NOT NULL,
        result text NOT NULL,
        CONSTRAINT pk_interface_probe PRIMARY KEY (entry_id, interface_id)
      );
      INSERT INTO entry_source (entry_id, row_count) SELECT entry_id, row_count FROM data_supply WHERE row_count IS NOT NULL AND supplied_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE interface_probe, entry_source');
  }
}
