import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys under which a service signs documents. The one without an end is in use; the others stay, for what was signed with them. */
export class CreateDocumentKeys20260110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE document_key (
        kid text CONSTRAINT pk_document_key PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY,
        public_jwk jsonb NOT NULL,
        private_key_pem text,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz
      );
      CREATE UNIQUE INDEX uq_document_key_in_use ON document_key ((true)) WHERE valid_until IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE document_key');
  }
}
