import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request whose grant was terminated by a conclusion may be provided again by a later one: one living grant for each request, instead of one ever. */
export class RenewGrants20260104000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE usage_grant DROP CONSTRAINT uq_usage_grant_request;
      CREATE UNIQUE INDEX uq_usage_grant_living ON usage_grant (request_id) WHERE state <> 'TERMINATED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX uq_usage_grant_living;
      ALTER TABLE usage_grant ADD CONSTRAINT uq_usage_grant_request UNIQUE (request_id);
    `);
  }
}
