import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nodes that are no neighbours: those above the parent, and those below the children. */
export class NodesFurtherAway20260303090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE node DROP CONSTRAINT ck_node_relation;
      ALTER TABLE node ADD CONSTRAINT ck_node_relation CHECK (relation IN ('PARENT', 'CHILD', 'ANCESTOR', 'DESCENDANT'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM node WHERE relation IN ('ANCESTOR', 'DESCENDANT');
      ALTER TABLE node DROP CONSTRAINT ck_node_relation;
      ALTER TABLE node ADD CONSTRAINT ck_node_relation CHECK (relation IN ('PARENT', 'CHILD'));
    `);
  }
}
