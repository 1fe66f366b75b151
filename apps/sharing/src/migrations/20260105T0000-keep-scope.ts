import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The scope of sharing, which some packs demand of a request (jian 15). Empty where it was not stated. */
export class KeepScope20260105000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sharing_request ADD COLUMN scope text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sharing_request DROP COLUMN scope');
  }
}
