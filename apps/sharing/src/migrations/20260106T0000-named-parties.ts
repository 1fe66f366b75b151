import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What identity says of who is named: places with a data authority, and organisations with a data administrator. */
export class NamedParties20260106000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE named_authority (
        division text NOT NULL,
        level text NOT NULL,
        CONSTRAINT pk_named_authority PRIMARY KEY (division, level)
      );
      CREATE TABLE data_administrator (
        organisation_id text CONSTRAINT pk_data_administrator PRIMARY KEY
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_administrator, named_authority');
  }
}
