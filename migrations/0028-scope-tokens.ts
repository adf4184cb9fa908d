import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/**
 * What a token may do of what its owner may, which token it took the place of, and when it was last used. The use has a table of its
 * own: it is telemetry, written in batches, and no column of a row that people edit. All columns may be null: a control plane of an
 * older build still writes tokens without them.
 */
export class ScopeTokens0028 implements MigrationInterface {
  readonly name = 'ScopeTokens1763600000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access_token
        ADD COLUMN scope text[],
        ADD COLUMN rotated_from_id uuid
          CONSTRAINT access_token_rotated_from_id_fkey REFERENCES access_token;
      CREATE TABLE access_token_use (
        access_token_id uuid        CONSTRAINT access_token_use_pkey PRIMARY KEY
                                    CONSTRAINT access_token_use_access_token_id_fkey REFERENCES access_token,
        tenant_id       uuid,
        used_at         timestamptz NOT NULL
      );
    `);
    await confineToTenant(runner, 'access_token_use');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE access_token_use;
      ALTER TABLE access_token DROP COLUMN rotated_from_id, DROP COLUMN scope;
    `);
  }
}
