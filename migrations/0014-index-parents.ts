import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change of a parent brings all that hangs from it: found without reading the whole table. */
export class IndexParents0014 implements MigrationInterface {
  readonly name = 'IndexParents1763600000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX api_key_tenant_id_idx ON api_key (tenant_id);
      CREATE INDEX model_grant_application_id_idx ON model_grant (application_id);
      CREATE INDEX model_grant_model_id_idx ON model_grant (model_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX api_key_tenant_id_idx, model_grant_application_id_idx, model_grant_model_id_idx',
    );
  }
}
