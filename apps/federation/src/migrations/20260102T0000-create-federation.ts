import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Envelopes are `json`, not `jsonb`: they are kept as they came, also those that jsonb would refuse, until they are applied. */
export class CreateFederation20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE own_epoch (
        only_row boolean DEFAULT true CONSTRAINT pk_own_epoch PRIMARY KEY CONSTRAINT ck_own_epoch_one_row CHECK (only_row),
        epoch uuid NOT NULL
      );
      CREATE TABLE node (
        code text CONSTRAINT pk_node PRIMARY KEY,
        relation text NOT NULL CONSTRAINT ck_node_relation CHECK (relation IN ('PARENT', 'CHILD')),
        kind text NOT NULL CONSTRAINT ck_node_kind CHECK (kind IN ('NODE', 'TENANT')),
        name text NOT NULL,
        level text NOT NULL,
        article text,
        construction_plan text,
        epoch uuid,
        gateway_url text,
        issuer text,
        token_keys json,
        software text,
        last_heard_at timestamptz
      );
      CREATE TABLE lane_sent (
        node text NOT NULL,
        lane text NOT NULL,
        last_seq bigint NOT NULL DEFAULT 0,
        acknowledged bigint NOT NULL DEFAULT 0,
        frozen text,
        CONSTRAINT pk_lane_sent PRIMARY KEY (node, lane)
      );
      CREATE TABLE lane_received (
        node text NOT NULL,
        lane text NOT NULL,
        last_seq bigint NOT NULL DEFAULT 0,
        frozen text,
        CONSTRAINT pk_lane_received PRIMARY KEY (node, lane)
      );
      CREATE TABLE fed_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_fed_outbox PRIMARY KEY,
        lane text NOT NULL,
        fed_seq bigint,
        envelope json NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT uq_fed_outbox_lane_seq UNIQUE (lane, fed_seq)
      );
      CREATE INDEX ix_fed_outbox_unnumbered ON fed_outbox (id) WHERE fed_seq IS NULL;
      CREATE TABLE fed_down (
        child text NOT NULL,
        lane text NOT NULL,
        seq bigint NOT NULL,
        envelope json NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_fed_down PRIMARY KEY (child, lane, seq)
      );
      CREATE TABLE fed_inbox (
        src text NOT NULL,
        lane text NOT NULL,
        seq bigint NOT NULL,
        envelope json NOT NULL,
        digest text NOT NULL,
        received_at timestamptz NOT NULL,
        applied_at timestamptz,
        CONSTRAINT pk_fed_inbox PRIMARY KEY (src, lane, seq)
      );
      CREATE INDEX ix_fed_inbox_unapplied ON fed_inbox (src, lane, seq) WHERE applied_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fed_inbox, fed_down, fed_outbox, lane_received, lane_sent, node, own_epoch');
  }
}
