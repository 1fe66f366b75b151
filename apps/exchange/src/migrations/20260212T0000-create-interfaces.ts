import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Services of providers become things of their own; an address registered with an entry before is a service whose description is still missing. */
export class CreateInterfaces20260212000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registered_interface (
        id uuid CONSTRAINT pk_registered_interface PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_registered_interface_number UNIQUE,
        owner_id text NOT NULL,
        owner jsonb NOT NULL,
        version integer NOT NULL,
        content jsonb NOT NULL,
        openapi text,
        health text NOT NULL DEFAULT 'UNKNOWN',
        result text,
        tested_at timestamptz,
        retired_at timestamptz
      );
      CREATE TABLE connectivity_test (
        id uuid CONSTRAINT pk_connectivity_test PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_connectivity_test_number UNIQUE,
        interface_id uuid NOT NULL CONSTRAINT fk_connectivity_test_interface REFERENCES registered_interface (id),
        result text NOT NULL,
        healthy boolean NOT NULL,
        latency_milliseconds integer NOT NULL,
        tested_at timestamptz NOT NULL,
        operator text NOT NULL,
        organisation text
      );
      CREATE INDEX ix_connectivity_test_interface ON connectivity_test (interface_id, number);
      ALTER TABLE data_resource
        ADD COLUMN published boolean NOT NULL DEFAULT true,
        ADD COLUMN interface_id uuid CONSTRAINT fk_data_resource_interface REFERENCES registered_interface (id),
        ADD COLUMN probe_result text,
        ADD COLUMN probe_records bigint;
      CREATE INDEX ix_data_resource_interface ON data_resource (interface_id);
      INSERT INTO registered_interface (id, owner_id, owner, version, content)
        SELECT entry_id, provider_id, jsonb_build_object('id', provider_id, 'name', provider_id, 'division', '', 'level', '', 'node', ''), 1,
               jsonb_build_object('name', name, 'description', null, 'callMethod', null, 'url', interface_url, 'parameters', '[]'::jsonb, 'maintainer', null, 'zone', 'extranet', 'access', 'THROUGH_GATEWAY',
                 'audience', 'DEPARTMENTS', 'restrictions', '[]'::jsonb, 'legalBasis', null, 'sourceEntryIds', '[]'::jsonb, 'timeoutMilliseconds', 30000, 'idempotent', true)
          FROM data_resource WHERE interface_url IS NOT NULL;
      UPDATE data_resource SET interface_id = entry_id WHERE interface_url IS NOT NULL;
      ALTER TABLE data_resource DROP COLUMN interface_url;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE data_resource ADD COLUMN interface_url text;
      UPDATE data_resource r SET interface_url = i.content ->> 'url' FROM registered_interface i WHERE i.id = r.interface_id;
      ALTER TABLE data_resource DROP COLUMN published, DROP COLUMN interface_id, DROP COLUMN probe_result, DROP COLUMN probe_records;
      DROP TABLE connectivity_test, registered_interface;
    `);
  }
}
