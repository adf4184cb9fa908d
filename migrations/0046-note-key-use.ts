import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/**
 * When keys were last used: telemetry in a table of its own, no column of a row that people edit. It goes with its key. What the
 * ledger knows of uses before is taken over, or every key would look unused.
 */
export class NoteKeyUse0046 implements MigrationInterface {
  readonly name = 'NoteKeyUse1763600000046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key_use (
        api_key_id uuid        CONSTRAINT api_key_use_pkey PRIMARY KEY
                               CONSTRAINT api_key_use_api_key_id_fkey REFERENCES api_key ON DELETE CASCADE,
        tenant_id  uuid        NOT NULL,
        used_at    timestamptz NOT NULL,
        door       text        NOT NULL,
        region     text        NOT NULL
      );
      CREATE INDEX api_key_use_tenant_id_idx ON api_key_use (tenant_id);
      INSERT INTO api_key_use
        SELECT key.id, key.tenant_id, max(usage_event.at), '', ''
        FROM usage_event JOIN api_key AS key ON key.id = usage_event.api_key_id
        WHERE shadow IS NULL GROUP BY key.id;
      DROP INDEX api_key_tenant_id_idx;
      CREATE INDEX api_key_tenant_id_idx ON api_key (tenant_id, created_at);
    `);
    await confineToTenant(runner, 'api_key_use');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE api_key_use;
      DROP INDEX api_key_tenant_id_idx;
      CREATE INDEX api_key_tenant_id_idx ON api_key (tenant_id);
    `);
  }
}
