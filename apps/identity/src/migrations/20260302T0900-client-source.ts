import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failures and locks of a client by the address they come from. The columns that `client_proof` had for them stay until no replica of before writes them. */
export class ClientSource20260302090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE client_source (
        client_id text NOT NULL CONSTRAINT fk_client_source_client REFERENCES client (client_id),
        address text NOT NULL,
        failures integer NOT NULL DEFAULT 0,
        locked_until timestamptz,
        proved_at timestamptz,
        touched_at timestamptz NOT NULL,
        CONSTRAINT pk_client_source PRIMARY KEY (client_id, address)
      );
      CREATE INDEX ix_client_source_touched ON client_source (touched_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE client_source;');
  }
}
