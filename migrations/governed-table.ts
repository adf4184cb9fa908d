import type { QueryRunner } from 'typeorm';

/** How a table takes part in the configuration and who sees its rows. */
export interface GovernedTable {
  readonly table: string;
  /** Kind of the resource: the word of the configuration stream. */
  readonly kind: string;
  /** Column that identifies the resource. */
  readonly idColumn: string;
  /** Column with the owner; undefined for tables that all tenants share. */
  readonly tenantColumn: string | undefined;
}

/** Makes every change of the table part of a revision, and lets the feed read it. */
export async function governTable(runner: QueryRunner, governed: GovernedTable): Promise<void> {
  const { table, kind, idColumn, tenantColumn } = governed;
  await runner.query(`
    CREATE TRIGGER ${table}_config_change AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION record_config_change('${kind}', '${idColumn}', '${tenantColumn ?? ''}');
    CREATE TRIGGER ${table}_config_truncate AFTER TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION record_config_truncate('${kind}');
    GRANT SELECT ON ${table} TO gatehouse_feed;
  `);
}

/**
 * Row-level security for whoever owns the table, too: a dump that is restored under the role of the services would else be open to
 * all of them. The owner of ours sees all: migrations, and functions that act with its rights.
 */
async function forceRowSecurity(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY ${table}_owner ON ${table} TO gatehouse_owner USING (true) WITH CHECK (true);
  `);
}

/** Rows belong to a tenant: seen and written in its scope, and in the platform's. */
export async function confineToTenant(
  runner: QueryRunner,
  table: string,
  tenantColumn = 'tenant_id',
): Promise<void> {
  await forceRowSecurity(runner, table);
  await runner.query(`
    CREATE POLICY ${table}_tenant ON ${table} TO gatehouse_app
      USING (scope_holds(${tenantColumn})) WITH CHECK (scope_holds(${tenantColumn}));
    GRANT SELECT, INSERT, UPDATE ON ${table} TO gatehouse_app;
  `);
}

/** Rows belong to the platform: seen in every scope, written in the platform's only. */
export async function shareWithTenants(runner: QueryRunner, table: string): Promise<void> {
  await forceRowSecurity(runner, table);
  await runner.query(`
    CREATE POLICY ${table}_read ON ${table} FOR SELECT TO gatehouse_app USING (scope_is_set());
    CREATE POLICY ${table}_write ON ${table} TO gatehouse_app
      USING (scope_is_platform()) WITH CHECK (scope_is_platform());
    GRANT SELECT, INSERT, UPDATE ON ${table} TO gatehouse_app;
  `);
}
