import type { Management } from '../../support/management.ts';

/** A table whose rows belong to tenants. */
export interface TenantTable {
  readonly name: string;
  /** The column that says to whom. */
  readonly column: string;
}

/**
 * Asked of the catalogue, not of a list: every table with a column that names a tenant, and the table of tenants. Partitions are
 * reached through their parent.
 */
export async function listTenantTables({
  query,
}: Pick<Management, 'query'>): Promise<readonly TenantTable[]> {
  return query<{ name: string; column: string }>(
    `SELECT table_name AS name, column_name AS column
      FROM information_schema.columns JOIN pg_class ON relname = table_name
      WHERE table_schema = 'public' AND relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition
        AND (column_name IN ('tenant_id', 'owner_id')
          OR (column_name = 'chain' AND table_name <> 'audit_event')
          OR (table_name = 'tenant' AND column_name = 'id'))
      ORDER BY 1`,
  );
}

/** Values that any column of the type takes. */
const samples: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()',
  'text[]': `'{}'`,
  bytea: `'\\x00'`,
  boolean: 'false',
  jsonb: `'{}'`,
  'timestamp with time zone': `'2030-01-01'`,
};

/** Table and column -> a value, where not every one of the type is taken. */
const words: Readonly<Record<string, string>> = {
  'impact.state': `'waiting'`,
  'resource_owner.kind': `'route'`,
};

/** Puts a row of the tenant into every table that has none, whatever it refers to: constraints between tables do not hold here. */
export async function fillTenantTables(management: Management, tenantId: string): Promise<void> {
  await management.query('SET session_replication_role = replica');
  for (const { name, column } of await listTenantTables(management)) {
    const table = `"${name}"`;
    const [found] = await management.query(`SELECT FROM ${table} WHERE ${column} = $1 LIMIT 1`, [
      tenantId,
    ]);
    if (found !== undefined) continue;
    const columns = await management.query<{ column: string; type: string }>(
      `SELECT attname AS column, format_type(atttypid, NULL) AS type FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull
          AND attidentity = '' AND attname <> $2`,
      [name, column],
    );
    const values = columns.map((one) => words[`${name}.${one.column}`] ?? samples[one.type] ?? '1');
    await management.query(
      `INSERT INTO ${table} (${[column, ...columns.map((one) => one.column)].join(', ')})
        VALUES (${['$1', ...values].join(', ')})`,
      [tenantId],
    );
  }
  await management.query('SET session_replication_role = origin');
}
