import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applications about a grant of another node: where they come from, and how far they have come there. */
export class ExternalUseBetweenNodes20260305091000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE external_use ADD COLUMN origin_node text, ADD COLUMN upper_step jsonb;
      UPDATE external_use SET origin_node = requester ->> 'node';
      ALTER TABLE external_use ALTER COLUMN origin_node SET NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE external_use DROP COLUMN origin_node, DROP COLUMN upper_step');
  }
}
