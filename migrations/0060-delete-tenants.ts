import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To delete a tenant is a right of its own: whoever could do it keeps it. */
export class DeleteTenants0060 implements MigrationInterface {
  readonly name = 'DeleteTenants1763600000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE role SET permissions = permissions || '{tenant:delete}', version = version + 1, updated_at = now()
        WHERE 'tenant:write' = ANY (permissions);
      UPDATE access_token SET scope = scope || '{tenant:delete}' WHERE 'tenant:write' = ANY (scope);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE role SET permissions = array_remove(permissions, 'tenant:delete'), version = version + 1,
          updated_at = now()
        WHERE 'tenant:delete' = ANY (permissions);
      UPDATE access_token SET scope = array_remove(scope, 'tenant:delete') WHERE 'tenant:delete' = ANY (scope);
    `);
  }
}
