import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who log in, applications they log in to, keys that follow one another, and secrets that overlap. */
export class LogIn20260107000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE client ALTER COLUMN secret_salt DROP NOT NULL, ALTER COLUMN secret_hash DROP NOT NULL;
      CREATE TABLE former_secret (
        client_id text CONSTRAINT pk_former_secret PRIMARY KEY CONSTRAINT fk_former_secret_client REFERENCES client (client_id),
        salt text NOT NULL,
        hash text NOT NULL,
        successor_hash text NOT NULL,
        valid_until timestamptz NOT NULL
      );
      ALTER TABLE signing_key ADD COLUMN signs_from timestamptz;
      UPDATE signing_key SET signs_from = created_at;
      ALTER TABLE signing_key ALTER COLUMN signs_from SET NOT NULL;
      CREATE TABLE account (
        id text CONSTRAINT pk_account PRIMARY KEY CONSTRAINT fk_account_client REFERENCES client (client_id),
        password_salt text,
        password_hash text,
        activation_hash text,
        activate_before timestamptz,
        failures integer NOT NULL DEFAULT 0,
        locked_until timestamptz,
        external_subject text CONSTRAINT uq_account_external_subject UNIQUE
      );
      CREATE TABLE relying_party (
        id text CONSTRAINT pk_relying_party PRIMARY KEY,
        name text NOT NULL,
        redirect_uris text[] NOT NULL,
        post_logout_redirect_uris text[] NOT NULL
      );
      CREATE TABLE login_record (
        model text NOT NULL,
        id text NOT NULL,
        payload text NOT NULL,
        uid text,
        grant_id text,
        account_id text,
        expires_at timestamptz NOT NULL,
        consumed_at timestamptz,
        CONSTRAINT pk_login_record PRIMARY KEY (model, id)
      );
      CREATE INDEX ix_login_record_uid ON login_record (uid) WHERE uid IS NOT NULL;
      CREATE INDEX ix_login_record_grant ON login_record (grant_id) WHERE grant_id IS NOT NULL;
      CREATE INDEX ix_login_record_account ON login_record (account_id) WHERE account_id IS NOT NULL;
      CREATE INDEX ix_login_record_expires ON login_record (expires_at);
      CREATE TABLE cookie_key (
        single boolean CONSTRAINT pk_cookie_key PRIMARY KEY CONSTRAINT ck_cookie_key_single CHECK (single),
        key text NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE cookie_key, login_record, relying_party;
      ALTER TABLE signing_key DROP COLUMN signs_from;
      DROP TABLE account, former_secret;
      DELETE FROM client WHERE secret_hash IS NULL;
      ALTER TABLE client ALTER COLUMN secret_salt SET NOT NULL, ALTER COLUMN secret_hash SET NOT NULL;
    `);
  }
}
