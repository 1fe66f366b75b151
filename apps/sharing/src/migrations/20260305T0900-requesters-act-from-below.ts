import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts of requesters on requests that an upper node has: at the origin the one on its way, above those that came before their request did. */
export class RequestersActFromBelow20260305090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sharing_request ADD COLUMN sent_act jsonb;
      CREATE TABLE early_act (
        act_id uuid CONSTRAINT pk_early_act PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_early_act_position UNIQUE,
        request_id uuid NOT NULL,
        node text NOT NULL,
        told jsonb NOT NULL
      );
      CREATE INDEX ix_early_act_request ON early_act (request_id, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE early_act');
    await runner.query('ALTER TABLE sharing_request DROP COLUMN sent_act');
  }
}
