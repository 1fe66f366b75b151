import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records that come as a stream: windows taken in, the tails they gather in until they are sealed, and the pieces a sealed version consists of. */
export class RecordStreams20260218000000 implements MigrationInterface {
  name = 'RecordStreams20260218000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA stream;
      CREATE TABLE record_stream (
        entry_id uuid CONSTRAINT pk_record_stream PRIMARY KEY CONSTRAINT fk_record_stream_data_resource REFERENCES data_resource (entry_id),
        next_sequence bigint NOT NULL DEFAULT 1,
        seal_after_seconds integer
      );
      CREATE TABLE stream_window (
        entry_id uuid NOT NULL CONSTRAINT fk_stream_window_record_stream REFERENCES record_stream (entry_id),
        sequence bigint NOT NULL,
        digest text NOT NULL,
        row_count bigint NOT NULL,
        faulty_rows bigint NOT NULL,
        report_id uuid,
        actor text NOT NULL,
        taken_at timestamptz NOT NULL,
        version integer,
        CONSTRAINT pk_stream_window PRIMARY KEY (entry_id, sequence)
      );
      CREATE TABLE stream_tail (
        id uuid CONSTRAINT pk_stream_tail PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT fk_stream_tail_record_stream REFERENCES record_stream (entry_id),
        columns jsonb NOT NULL,
        row_count bigint NOT NULL,
        last_sequence bigint NOT NULL,
        opened_at timestamptz NOT NULL,
        closed boolean NOT NULL DEFAULT false
      );
      CREATE INDEX ix_stream_tail_entry_id ON stream_tail (entry_id);
      CREATE UNIQUE INDEX uq_stream_tail_open ON stream_tail (entry_id) WHERE NOT closed;
      ALTER TABLE data_version ADD COLUMN pieces jsonb;
      ALTER TABLE upload_report ADD COLUMN sequence bigint;
    `);
  }

  /** Every version becomes a table of its own again; what is in no version is gone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL synchronize_seqscans = off;
      SET LOCAL max_parallel_workers_per_gather = 0;
      DO $$ DECLARE version record; columns text; BEGIN
        FOR version IN SELECT table_name AS name FROM information_schema.views WHERE table_schema = 'dataset' LOOP
          SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) INTO columns FROM information_schema.columns WHERE table_schema = 'dataset' AND table_name = version.name AND column_name <> 'ctid';
          EXECUTE format('CREATE TABLE dataset.rewritten AS SELECT %s FROM dataset.%I', columns, version.name);
          EXECUTE format('DROP VIEW dataset.%I', version.name);
          EXECUTE format('ALTER TABLE dataset.rewritten RENAME TO %I', version.name);
        END LOOP; END $$;
      ALTER TABLE upload_report DROP COLUMN sequence;
      ALTER TABLE data_version DROP COLUMN pieces;
      DROP TABLE stream_tail, stream_window, record_stream;
      DROP SCHEMA stream CASCADE`);
  }
}
