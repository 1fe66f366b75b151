import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of this node in all their versions, the published ones of its neighbours, and the last code number this node gave out. */
export class CreateCatalogue20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE catalogue_entry (
        id uuid NOT NULL,
        version integer NOT NULL,
        node text NOT NULL,
        provider jsonb NOT NULL,
        compilers text[] NOT NULL,
        content jsonb NOT NULL,
        code text,
        standing jsonb NOT NULL,
        history jsonb NOT NULL,
        waiting_for text[] NOT NULL,
        concerned text[] NOT NULL,
        change jsonb,
        withdrawal jsonb,
        compiled_at timestamptz NOT NULL,
        published_at timestamptz,
        replaced_at timestamptz,
        searched text NOT NULL,
        provider_id text NOT NULL GENERATED ALWAYS AS (provider ->> 'id') STORED,
        open boolean NOT NULL GENERATED ALWAYS AS (standing ->> 'ended' = 'false') STORED,
        in_force boolean NOT NULL GENERATED ALWAYS AS (published_at IS NOT NULL AND replaced_at IS NULL) STORED,
        CONSTRAINT pk_catalogue_entry PRIMARY KEY (id, version)
      );
      -- Only entries of this node have compilers: a neighbour's slip in its codes must not keep its entry out.
      CREATE UNIQUE INDEX uq_catalogue_entry_code ON catalogue_entry (code, version) WHERE compilers <> '{}';
      CREATE UNIQUE INDEX uq_catalogue_entry_open ON catalogue_entry (id) WHERE open;
      CREATE UNIQUE INDEX uq_catalogue_entry_in_force ON catalogue_entry (id) WHERE in_force;
      CREATE INDEX ix_catalogue_entry_published ON catalogue_entry (published_at DESC, id DESC) WHERE in_force;
      CREATE INDEX ix_catalogue_entry_provider ON catalogue_entry (node, provider_id, compiled_at DESC, id DESC);
      CREATE INDEX ix_catalogue_entry_waiting ON catalogue_entry USING gin (waiting_for) WHERE open;
      CREATE TABLE code_sequence (
        node text CONSTRAINT pk_code_sequence PRIMARY KEY,
        last integer NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE code_sequence, catalogue_entry');
  }
}
