import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLogTables20260102000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log (
        single boolean NOT NULL DEFAULT true CONSTRAINT pk_log PRIMARY KEY CONSTRAINT ck_log_single CHECK (single),
        size bigint NOT NULL,
        edge bytea[] NOT NULL
      );
      INSERT INTO log (size, edge) VALUES (0, '{}');
      CREATE TABLE audit_entry (
        index bigint CONSTRAINT pk_audit_entry PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT uq_audit_entry_event_id UNIQUE,
        type text NOT NULL,
        time timestamptz NOT NULL,
        node text NOT NULL,
        actor text NOT NULL,
        organisation text NOT NULL,
        subject text NOT NULL,
        entry bytea NOT NULL,
        leaf_hash bytea NOT NULL
      );
      CREATE INDEX ix_audit_entry_type ON audit_entry (type, index);
      CREATE INDEX ix_audit_entry_subject ON audit_entry (subject, index);
      CREATE INDEX ix_audit_entry_organisation ON audit_entry (organisation, index);
      CREATE TABLE entry_salt (
        index bigint CONSTRAINT pk_entry_salt PRIMARY KEY CONSTRAINT fk_entry_salt_index REFERENCES audit_entry (index),
        salt bytea NOT NULL
      );
      CREATE TABLE tree_node (
        level smallint NOT NULL,
        index bigint NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT pk_tree_node PRIMARY KEY (level, index)
      );
      CREATE TABLE signing_key (
        purpose text CONSTRAINT pk_signing_key PRIMARY KEY,
        verifier_key text NOT NULL,
        private_key_pem text
      );
      CREATE TABLE checkpoint (
        size bigint CONSTRAINT pk_checkpoint PRIMARY KEY,
        text text NOT NULL,
        signature_line text NOT NULL,
        signed_at timestamptz NOT NULL
      );
      CREATE TABLE witness (
        node text CONSTRAINT pk_witness PRIMARY KEY,
        verifier_key text NOT NULL
      );
      CREATE TABLE cosignature (
        size bigint NOT NULL CONSTRAINT fk_cosignature_size REFERENCES checkpoint (size),
        node text NOT NULL CONSTRAINT fk_cosignature_node REFERENCES witness (node),
        line text NOT NULL,
        CONSTRAINT pk_cosignature PRIMARY KEY (size, node)
      );
      CREATE TABLE witnessed_checkpoint (
        origin text NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        log_key text NOT NULL,
        note text NOT NULL,
        cosigned_at timestamptz NOT NULL,
        CONSTRAINT pk_witnessed_checkpoint PRIMARY KEY (origin, size)
      );
      CREATE TABLE checkpoint_refusal (
        origin text CONSTRAINT pk_checkpoint_refusal PRIMARY KEY,
        reason text NOT NULL,
        note text NOT NULL,
        refused_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE checkpoint_refusal, witnessed_checkpoint, cosignature, witness, checkpoint, signing_key, tree_node, entry_salt, audit_entry, log',
    );
  }
}
