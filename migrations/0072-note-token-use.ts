import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/** When tokens of an issuer were last used, as 0046 has it of keys: what the ledger knows of before is taken over. */
export class NoteTokenUse0072 implements MigrationInterface {
  readonly name = 'NoteTokenUse1763600000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE token_issuer_use (
        token_issuer_id uuid        CONSTRAINT token_issuer_use_pkey PRIMARY KEY
          CONSTRAINT token_issuer_use_token_issuer_id_fkey REFERENCES token_issuer ON DELETE CASCADE,
        tenant_id       uuid        NOT NULL,
        used_at         timestamptz NOT NULL,
        door            text        NOT NULL,
        region          text        NOT NULL
      );
      CREATE INDEX token_issuer_use_tenant_id_idx ON token_issuer_use (tenant_id);
      INSERT INTO token_issuer_use
        SELECT token_issuer.id, token_issuer.tenant_id, max(usage_event.at), '', ''
        FROM usage_event JOIN token_issuer ON token_issuer.id = usage_event.token_issuer_id
        WHERE shadow IS NULL GROUP BY token_issuer.id;
    `);
    await confineToTenant(runner, 'token_issuer_use');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE token_issuer_use');
  }
}
