import type pg from 'pg';

/** What a dump of the database holds of the configuration. */
export interface Dump {
  readonly tenantIds: readonly string[];
  readonly revision: bigint;
}

/** Remembers the tenants and the revision, as a dump would. */
export async function dumpTenants(sql: pg.Client): Promise<Dump> {
  const { rows: tenants } = await sql.query('SELECT id FROM tenant');
  const { rows } = await sql.query('SELECT revision FROM config_revision');
  return { tenantIds: tenants.map(({ id }) => id), revision: BigInt(rows[0].revision) };
}

/**
 * Puts the database back to the dump in one transaction and behind the back of every trigger, as a restore does; then
 * `commitCount` other commits follow in the same breath, each of which made a tenant: their numbers were used before.
 */
export async function restoreTenants(
  sql: pg.Client,
  dump: Dump,
  commitCount: number,
): Promise<void> {
  await sql.query('BEGIN');
  await sql.query('SET LOCAL session_replication_role = replica');
  await sql.query('DELETE FROM tenant WHERE NOT id = ANY($1)', [dump.tenantIds]);
  await sql.query('DELETE FROM config_change WHERE revision > $1', [dump.revision.toString()]);
  for (const table of ['release_change', 'release'])
    await sql.query(`DELETE FROM ${table} WHERE revision > $1`, [dump.revision.toString()]);
  await sql.query('UPDATE config_revision SET revision = $1', [dump.revision.toString()]);
  for (let index = 0; index < commitCount; index += 1) await commitUnseen(sql);
  await sql.query(`NOTIFY gatehouse_revision`);
  await sql.query('COMMIT');
}

async function commitUnseen(sql: pg.Client): Promise<void> {
  const { rows } = await sql.query(
    `UPDATE config_revision SET revision = revision + 1, committed_at = clock_timestamp()
      RETURNING revision, committed_at`,
  );
  await sql.query(
    `WITH made AS (
        INSERT INTO tenant SELECT id, 'restored-' || id, false, 1, now(), now(), NULL
          FROM gen_random_uuid() AS id RETURNING id
      )
      INSERT INTO config_change (kind, resource_id, tenant_id, operation, revision, committed_at)
        SELECT 'tenant', id, id, 'insert', $1, (SELECT committed_at FROM config_revision) FROM made`,
    [rows[0].revision],
  );
}
