import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const ROWS = 200;
/** Twice the rows are twice the work, and a fixed part; work by the square would be four times as much. */
const FACTOR_MAX = 2.5;
/** Postgres plans a statement for good at the sixth time. */
const SMALL_CHANGES = 12;
const READ = ['config_change', 'audit_event', 'audit_head'];
const AS_SERVICE = `SELECT set_config('gatehouse.actor', 'service', true)`;
const TENANTS = `INSERT INTO tenant SELECT gen_random_uuid(), 'tenant-' || n, false, 1, now(), now(), NULL
  FROM generate_series(1, $1) AS n`;
const RENAME = `UPDATE tenant SET name = name || 'x' WHERE id IN (SELECT id FROM tenant LIMIT $1)`;
const APPEND = `SELECT append_audit(id, 'somebody', 'test', 'tenant.update', 'tenant/' || id, '{}', NULL, 1)
  FROM tenant LIMIT $1`;

type Statement = readonly [text: string, values: unknown[]];
/** Of a transaction that changes so many rows. */
type Statements = (rows: number) => readonly Statement[];

/**
 * Goal: what the end of a transaction costs grows with its rows, not with their square.
 * Method: each row is a tenant, so each has a chain of audit events too; counted is what the transaction reads of the
 * tables that the triggers look into, rows and index entries alike, for some rows and for twice as many.
 */
describe('the stamp of a large transaction', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeEach(async () => {
    database = await openTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(TENANTS, [2 * ROWS]);
  });
  afterEach(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });

  async function countRead(): Promise<number> {
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query(
      `SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname = ANY ($1))
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = ANY ($1)) AS count`,
      [READ],
    );
    return Number(rows[0].count);
  }

  async function run(statements: readonly Statement[]): Promise<void> {
    await client.query('BEGIN');
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('COMMIT');
  }

  /** Of one transaction, in a session that keeps the plans that suit tables with next to nothing in them. */
  async function workOf(rows: number, statements: Statements): Promise<number> {
    for (const table of READ) await client.query(`DELETE FROM ${table}`);
    await run(statements(1));
    for (const table of READ) await client.query(`VACUUM (FULL, ANALYZE) ${table}`);
    for (let count = 0; count < SMALL_CHANGES; count += 1) await run(statements(1));
    const before = await countRead();
    await run(statements(rows));
    return (await countRead()) - before;
  }

  test.each([
    {
      name: 'of many tenants that a login of the database has changed',
      statements: (rows: number): readonly Statement[] => [[RENAME, [rows]]],
    },
    {
      name: 'of a service',
      statements: (rows: number): readonly Statement[] => [
        [AS_SERVICE, []],
        [RENAME, [rows]],
      ],
    },
    {
      name: 'of a service that writes an entry for each row',
      statements: (rows: number): readonly Statement[] => [
        [AS_SERVICE, []],
        [RENAME, [rows]],
        ['SET CONSTRAINTS ALL IMMEDIATE', []],
        [APPEND, [rows]],
      ],
    },
  ])('reads in proportion: $name', async ({ statements }) => {
    const work = await workOf(ROWS, statements);
    const doubled = await workOf(2 * ROWS, statements);
    expect(work).toBeGreaterThan(ROWS);
    expect(doubled).toBeLessThan(FACTOR_MAX * work);
  });

  test('and still stamps every row once, with one entry for each tenant', async () => {
    await client.query(RENAME, [ROWS]);
    const { rows } = await client.query(
      `SELECT count(*)::int AS changes, count(DISTINCT resource_id)::int AS tenants,
          (SELECT count(*)::int FROM audit_event WHERE revision = head.revision) AS entries
        FROM config_revision AS head JOIN config_change USING (revision) GROUP BY head.revision`,
    );
    expect(rows).toEqual([{ changes: ROWS, tenants: ROWS, entries: ROWS }]);
  });
});
