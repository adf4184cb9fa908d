import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { createFamily } from '../../support/family.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { fillTenantTables, listTenantTables, type TenantTable } from './tenant-table.ts';

/*
 * Goal: whatever table there will be, in the scope of one tenant no row of another is seen, changed, removed or added.
 * Method: the catalogue of the database says which tables have rows of tenants; all of them have rows of two; and a connection as the
 * role of the services tries everything that this role is granted on each of them.
 */

let management: Management;
let app: pg.Client;
let tables: readonly TenantTable[];
let tenantA: string;
let tenantB: string;
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
  tenantA = (await createFamily(management)).tenant.id;
  tenantB = (await createFamily(management)).tenant.id;
  await fillTenantTables(management, tenantA);
  await fillTenantTables(management, tenantB);
  tables = await listTenantTables(management);
  app = new pg.Client({ connectionString: management.url, options: '-c role=gatehouse_app' });
  await app.connect();
}, 60_000);
afterAll(async () => {
  await app?.end();
  await management?.[Symbol.asyncDispose]();
});

/** What a statement did in the scope: a number of rows, or why it did nothing. It is undone whatever it did. */
async function tryIn(
  scope: string,
  sql: string,
  values: readonly unknown[],
): Promise<number | string> {
  await app.query('BEGIN');
  try {
    await app.query(`SELECT set_config('gatehouse.tenant', $1, true)`, [scope]);
    return (await app.query(sql, [...values])).rowCount ?? 0;
  } catch (thrown) {
    return String((thrown as Error).message);
  } finally {
    await app.query('ROLLBACK');
  }
}

/** Privileges of the role, on the table or on some of its columns. */
async function privilegesOn(name: string): Promise<ReadonlySet<string>> {
  const rows = await management.query<{ privilege: string }>(
    `SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
      WHERE has_table_privilege('gatehouse_app', $1::regclass, privilege)
        OR (privilege <> 'DELETE' AND has_any_column_privilege('gatehouse_app', $1::regclass, privilege))`,
    [name],
  );
  return new Set(rows.map(({ privilege }) => privilege));
}

const DENIED = /violates row-level security policy/;

test('every table with rows of tenants has row-level security that binds its owner, too', async () => {
  const rows = await management.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class AS owned
      WHERE relname = ANY ($1) AND NOT (relrowsecurity AND relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = owned.oid))`,
    [tables.map(({ name }) => name)],
  );
  expect(rows).toEqual([]);
  expect(tables.length).toBeGreaterThan(25);
});

test('what hangs from a row of a tenant says whose it is, and is found by it', async () => {
  const names = tables.map(({ name }) => name);
  const hanging = await management.query(
    `SELECT conrelid::regclass AS name FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
      WHERE contype = 'f' AND NOT relispartition AND confrelid = ANY ($1::regclass[])
        AND NOT conrelid = ANY ($1::regclass[])`,
    [names],
  );
  expect(hanging).toEqual([]);
  // Without an index each row that is purged would read these tables from one end to the other.
  const unindexed = await management.query(
    `SELECT conrelid::regclass AS name, conname AS what, conkey[1] AS key FROM pg_constraint
        WHERE contype = 'f' AND confrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_index
          WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indpred IS NULL)
      UNION ALL SELECT attrelid::regclass, attname, attnum FROM pg_attribute
        WHERE attrelid = ANY ($1::regclass[]) AND attname IN ('tenant_id', 'owner_id')
          AND attrelid <> 'config_change'::regclass AND NOT EXISTS (SELECT FROM pg_index
            WHERE indrelid = attrelid AND indkey[0] = attnum AND indpred IS NULL)`,
    [names],
  );
  expect(unindexed).toEqual([]);
});

describe('in the scope of a tenant', () => {
  test('rows of another are not seen in any table, and the platform sees them', async () => {
    const wrong = [];
    for (const { name, column } of tables) {
      if (!(await privilegesOn(name)).has('SELECT')) continue;
      const sql = `SELECT FROM "${name}" WHERE ${column} = $1`;
      const [theirs, none, all] = [
        await tryIn(tenantA, sql, [tenantB]),
        await tryIn('', sql, [tenantB]),
        await tryIn('*', sql, [tenantB]),
      ];
      const isSilent = [theirs, none, all].every((one) => /permission denied/.test(String(one)));
      if (!isSilent && (theirs !== 0 || none !== 0 || all === 0))
        wrong.push({ name, theirs, none, all });
    }
    expect(wrong).toEqual([]);
  });

  test('rows of another are not changed, and no own row is given to it', async () => {
    const wrong = [];
    for (const { name, column } of tables) {
      const [first] = await management.query<{ column: string }>(
        `SELECT attname AS column FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
          AND has_column_privilege('gatehouse_app', attrelid, attnum, 'UPDATE') LIMIT 1`,
        [name],
      );
      if (first === undefined) continue;
      const change = `UPDATE "${name}" SET ${first.column} = ${first.column} WHERE ${column} = $1`;
      const changed = await tryIn(tenantA, change, [tenantB]);
      if (changed !== 0) wrong.push({ name, changed });
      const give = `UPDATE "${name}" SET ${column} = $1 WHERE ${column} = $2`;
      const given = await tryIn(tenantA, give, [tenantB, tenantA]);
      if (given !== 0 && !DENIED.test(String(given))) wrong.push({ name, given });
    }
    expect(wrong).toEqual([]);
  });

  test('rows of another are not removed', async () => {
    const wrong = [];
    for (const { name, column } of tables) {
      if (!(await privilegesOn(name)).has('DELETE')) continue;
      const removed = await tryIn(tenantA, `DELETE FROM "${name}" WHERE ${column} = $1`, [tenantB]);
      if (removed !== 0) wrong.push({ name, removed });
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['another tenant', () => tenantB],
    ['the platform', () => null],
  ])('no row is added for %s', async (_whose, owner) => {
    const wrong = [];
    for (const { name, column } of tables) {
      if (!(await privilegesOn(name)).has('INSERT')) continue;
      const [row] = await management.query<{ row: object }>(
        `SELECT to_jsonb(one) AS row FROM "${name}" AS one WHERE ${column} = $1 LIMIT 1`,
        [tenantB],
      );
      const wanted = JSON.stringify({ ...row?.row, [column]: owner() });
      const insert = `INSERT INTO "${name}" OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::"${name}", $1)`;
      const added = await tryIn(tenantA, insert, [wanted]);
      if (!DENIED.test(String(added))) wrong.push({ name, added });
    }
    expect(wrong).toEqual([]);
  });
});
