import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which rows a request asks for, until when the data are wanted, and which grant it extends. */
export class StateMoreOfRequests20260120000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sharing_request
        ADD COLUMN row_filter jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN wanted_until date,
        ADD COLUMN renews_grant uuid;
      CREATE INDEX ix_sharing_request_entry ON sharing_request (entry_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ix_sharing_request_entry;
      ALTER TABLE sharing_request DROP COLUMN row_filter, DROP COLUMN wanted_until, DROP COLUMN renews_grant;
    `);
  }
}
