import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every permit is linked to the one before and sealed when it is closed, so that a missing or changed one is found. Permits from before are linked here as they stand: the chain cannot
 * speak for what happened to them until now.
 */
export class ChainPermits20260202000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE usage_grant ADD COLUMN chain_head bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex');
      ALTER TABLE permit
        ADD COLUMN form text NOT NULL DEFAULT 'ROWS',
        -- Null: all columns of the grant.
        ADD COLUMN columns jsonb,
        ADD COLUMN document_digest text,
        ADD COLUMN link bytea,
        ADD COLUMN seal bytea;
      DO $$
      DECLARE
        one record;
        before record;
        link_now bytea;
      BEGIN
        FOR before IN SELECT DISTINCT grant_id FROM permit LOOP
          link_now := decode(repeat('00', 32), 'hex');
          FOR one IN SELECT * FROM permit WHERE grant_id = before.grant_id ORDER BY number LOOP
            link_now := sha256(convert_to(format('["%s","%s",%s,"%s",%s,"%s"]', encode(link_now, 'hex'), one.grant_id, one.number, one.id, to_json(one.client),
              to_char(one.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), 'UTF8'));
            UPDATE permit SET link = link_now, seal = CASE WHEN closed_at IS NOT NULL THEN sha256(convert_to(format('%s|%s|%s|%s|%s|%s|%s|%s', encode(link_now, 'hex'), state, rows, bytes, digest,
              document_digest, data_version, (extract(epoch FROM closed_at) * 1000)::bigint), 'UTF8')) END WHERE grant_id = one.grant_id AND number = one.number;
          END LOOP;
          UPDATE usage_grant SET chain_head = link_now WHERE id = before.grant_id;
        END LOOP;
      END $$;
      ALTER TABLE permit ALTER COLUMN link SET NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE permit DROP COLUMN form, DROP COLUMN columns, DROP COLUMN document_digest, DROP COLUMN link, DROP COLUMN seal; ALTER TABLE usage_grant DROP COLUMN chain_head');
  }
}
