import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists of each table can be sorted by, besides what an index of another purpose serves. */
const sorts: Readonly<Record<string, readonly string[]>> = {
  tenant: ['created_at', 'updated_at'],
  application: ['name', 'team', 'created_at', 'updated_at'],
  api_key: ['name', 'created_at', 'updated_at'],
  route: ['name', 'created_at', 'updated_at'],
  prompt_policy: ['name', 'created_at', 'updated_at'],
  target: ['created_at', 'updated_at'],
  model: ['created_at', 'updated_at'],
  provider: ['created_at', 'updated_at'],
  model_grant: ['created_at', 'updated_at'],
  change_request: ['created_at', 'updated_at', 'expires_at'],
  principal: ['created_at', 'updated_at'],
  role: ['name', 'created_at', 'updated_at'],
  token_issuer: ['name', 'created_at', 'updated_at'],
};

/** Tables whose rows may end: those without an end come last. */
const ending = ['api_key', 'model_grant'];

/** Lists of many tenants together are read in every order that can be asked for, a page at a time. */
export class SortLists0059 implements MigrationInterface {
  readonly name = 'SortLists1763600000059';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(sorts))
      for (const column of columns)
        await runner.query(`CREATE INDEX ${table}_${column}_id_idx ON ${table} (${column}, id)`);
    for (const table of ending)
      await runner.query(
        `CREATE INDEX ${table}_end_id_idx ON ${table} (coalesce(not_after, 'infinity'), id)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ending) await runner.query(`DROP INDEX ${table}_end_id_idx`);
    for (const [table, columns] of Object.entries(sorts))
      for (const column of columns) await runner.query(`DROP INDEX ${table}_${column}_id_idx`);
  }
}
