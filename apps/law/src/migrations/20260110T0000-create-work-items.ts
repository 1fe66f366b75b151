import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases of all services that wait for somebody. */
export class CreateWorkItems20260110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE work_item (
        service text NOT NULL,
        id uuid NOT NULL,
        procedure text NOT NULL,
        pack text NOT NULL,
        title text,
        step text NOT NULL,
        label jsonb NOT NULL,
        due_on text,
        due_article text,
        waiting_for text[] NOT NULL,
        acts text[] NOT NULL,
        requester jsonb,
        provider jsonb,
        href text NOT NULL,
        since timestamptz NOT NULL,
        due text NOT NULL GENERATED ALWAYS AS (coalesce(due_on, '9999-12-31')) STORED,
        CONSTRAINT pk_work_item PRIMARY KEY (service, id)
      );
      CREATE INDEX ix_work_item_waiting ON work_item USING gin (waiting_for);
      CREATE INDEX ix_work_item_due ON work_item (due, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work_item');
  }
}
