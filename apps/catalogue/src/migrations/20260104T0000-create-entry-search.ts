import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a search reads: published entries only, written in the transaction that publishes them. */
export class CreateEntrySearch20260104000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What facets count, each combination once: an entry names it by one number, so that counting a large find reads two numbers a row.
      CREATE TABLE search_facet (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_search_facet PRIMARY KEY,
        entry_class text NOT NULL,
        subclass text NOT NULL,
        sharing_type text NOT NULL,
        open_type text NOT NULL,
        update_cycle text NOT NULL,
        CONSTRAINT uq_search_facet UNIQUE (entry_class, subclass, sharing_type, open_type, update_cycle)
      );
      CREATE TABLE search_provider (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_search_provider PRIMARY KEY,
        node text NOT NULL,
        provider jsonb NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        CONSTRAINT uq_search_provider UNIQUE (node, provider)
      );
      CREATE TABLE entry_search (
        entry_id uuid CONSTRAINT pk_entry_search PRIMARY KEY,
        facet integer NOT NULL,
        provider integer NOT NULL,
        -- Milliseconds of the publication, negative: everything a page is ordered by ascends.
        newest_first bigint NOT NULL,
        name_length smallint NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        grams tsvector NOT NULL
      );
      -- Without a pending list, which every search would have to read through.
      CREATE INDEX ix_entry_search_grams ON entry_search USING gin (grams) WITH (fastupdate = off);
      CREATE INDEX ix_entry_search_counted ON entry_search (provider, facet);
      CREATE INDEX ix_entry_search_newest ON entry_search (newest_first, entry_id);
      -- What is shown of the found: beside, so that the searched rows stay short.
      CREATE TABLE entry_shown (
        entry_id uuid CONSTRAINT pk_entry_shown PRIMARY KEY CONSTRAINT fk_entry_shown_entry_search REFERENCES entry_search ON DELETE CASCADE,
        name text NOT NULL,
        code text NOT NULL,
        abstract text NOT NULL,
        items text[] NOT NULL
      );
      CREATE TABLE item_search (
        entry_id uuid NOT NULL CONSTRAINT fk_item_search_entry_search REFERENCES entry_search ON DELETE CASCADE,
        position smallint NOT NULL,
        column_name text NOT NULL,
        name text NOT NULL,
        type text NOT NULL,
        newest_first bigint NOT NULL,
        name_length smallint NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        grams tsvector NOT NULL,
        CONSTRAINT pk_item_search PRIMARY KEY (entry_id, position)
      );
      CREATE INDEX ix_item_search_grams ON item_search USING gin (grams) WITH (fastupdate = off);
      CREATE INDEX ix_item_search_name ON item_search (name_key);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE item_search, entry_shown, entry_search, search_provider, search_facet');
  }
}
