import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables every service has: what it announced, what it has handled, what it put aside, what it must do later, and what it has answered. */
export class CreateKitTables20260101000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
        id uuid NOT NULL CONSTRAINT uq_outbox_id UNIQUE,
        bus_subject text NOT NULL,
        envelope jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        stream_sequence bigint
      );
      CREATE INDEX ix_outbox_waiting ON outbox (position) WHERE published_at IS NULL;
      CREATE TABLE bus_memory (
        stream text CONSTRAINT pk_bus_memory PRIMARY KEY,
        created text NOT NULL,
        last_sequence bigint NOT NULL
      );
      CREATE TABLE inbox (
        reaction text NOT NULL,
        event_id uuid NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (reaction, event_id)
      );
      CREATE TABLE dead_letter (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_dead_letter PRIMARY KEY,
        reaction text NOT NULL,
        bus_subject text NOT NULL,
        body text NOT NULL,
        reason text NOT NULL,
        put_aside_at timestamptz NOT NULL,
        replayed_at timestamptz
      );
      CREATE TABLE timer (
        kind text NOT NULL,
        key text NOT NULL,
        due_at timestamptz NOT NULL,
        payload jsonb NOT NULL,
        lease_until timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        CONSTRAINT pk_timer PRIMARY KEY (kind, key)
      );
      CREATE INDEX ix_timer_due ON timer (due_at);
      CREATE TABLE answered_command (
        actor text NOT NULL,
        request text NOT NULL,
        key text NOT NULL,
        input_digest text NOT NULL,
        reply jsonb,
        answered_at timestamptz NOT NULL,
        CONSTRAINT pk_answered_command PRIMARY KEY (actor, request, key)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answered_command, timer, dead_letter, inbox, bus_memory, outbox');
  }
}
