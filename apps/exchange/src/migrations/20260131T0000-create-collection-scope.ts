import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What providers collect by their responsibility lists. */
export class CreateCollectionScope20260131000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE collection_scope (
        entry_id uuid CONSTRAINT pk_collection_scope PRIMARY KEY,
        columns text[] NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE collection_scope');
  }
}
