import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The years of the working calendar that an operator has loaded. Every service that counts periods keeps its own copy. */
export class CreateCalendarYears20260103000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_year (
        year integer CONSTRAINT pk_calendar_year PRIMARY KEY,
        notice text NOT NULL,
        days_off text[] NOT NULL,
        make_up_days text[] NOT NULL
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_year');
  }
}
