import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Writes every version's table anew without its row numbers, its rows in their order: from now on that alone says which comes first. */
export class RowsInOrder20260216000000 implements MigrationInterface {
  name = 'RowsInOrder20260216000000';

  async up(runner: QueryRunner): Promise<void> {
    await rewriteTables(runner, `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'dataset' AND column_name = 'row_number'`, '%s', 'ORDER BY row_number');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('SET LOCAL synchronize_seqscans = off');
    await rewriteTables(runner, `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'dataset'`, 'row_number() OVER () AS row_number, %s', '');
    await runner.query(`DO $$ DECLARE version record; BEGIN
      FOR version IN SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'dataset' LOOP
        EXECUTE format('ALTER TABLE dataset.%I ADD CONSTRAINT %I PRIMARY KEY (row_number)', version.name, 'pk_' || version.name);
      END LOOP; END $$`);
  }
}

async function rewriteTables(runner: QueryRunner, tables: string, list: string, order: string): Promise<void> {
  await runner.query(`DO $$ DECLARE version record; columns text; BEGIN
    FOR version IN ${tables} LOOP
      SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) INTO columns FROM information_schema.columns WHERE table_schema = 'dataset' AND table_name = version.name AND column_name <> 'row_number';
      EXECUTE format('CREATE TABLE dataset.rewritten AS SELECT ${list} FROM dataset.%I ${order}', columns, version.name);
      EXECUTE format('DROP TABLE dataset.%I', version.name);
      EXECUTE format('ALTER TABLE dataset.rewritten RENAME TO %I', version.name);
    END LOOP; END $$`);
}
