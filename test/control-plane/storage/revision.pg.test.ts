import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const WRITERS = 8;
const COMMITS_EACH = 25;

/**
 * Goal: a revision is one committed transaction, numbered in commit order, without gaps, whoever writes.
 * Method: plain SQL against the triggers, with no code of the house between.
 */
describe('the revision', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await openTestDatabase();
    client = await connect();
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });

  async function connect(): Promise<pg.Client> {
    const opened = new pg.Client({ connectionString: database.url });
    await opened.connect();
    return opened;
  }

  async function head(): Promise<number> {
    const { rows } = await client.query('SELECT revision FROM config_revision');
    return Number(rows[0].revision);
  }

  const insertTenant = (into: pg.Client) =>
    into.query(
      `INSERT INTO tenant (id, name, suspended, version, created_at, updated_at)
        VALUES ($1, $2, false, 1, now(), now())`,
      [randomUUID(), `tenant-${randomUUID()}`],
    );

  test('concurrent writers with holds and rollbacks leave no gap, and a reader misses nothing', async () => {
    const before = await head();
    const seen = new Set<string>();
    let stopAt = Number.POSITIVE_INFINITY;
    const reader = (async () => {
      const own = await connect();
      let cursor = before;
      while (cursor < stopAt) {
        const { rows } = await own.query(
          'SELECT resource_id, revision FROM config_change WHERE revision > $1 ORDER BY revision',
          [cursor],
        );
        for (const row of rows) seen.add(row.resource_id);
        cursor = Number(rows.at(-1)?.revision ?? cursor);
      }
      await own.end();
    })();
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const own = await connect();
        for (let index = 0; index < COMMITS_EACH; index += 1) {
          await own.query('BEGIN');
          await insertTenant(own);
          if ((index + writer) % 3 === 0) await own.query('SELECT pg_sleep(0.003)');
          await own.query((index + writer) % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
        }
        await own.end();
      }),
    );
    const { rows } = await client.query(
      'SELECT revision, resource_id FROM config_change WHERE revision > $1 ORDER BY revision',
      [before],
    );
    const last = await head();
    stopAt = last;
    await reader;
    expect(rows.map(({ revision }) => Number(revision))).toEqual(
      Array.from({ length: last - before }, (_, index) => before + 1 + index),
    );
    expect(rows).toHaveLength((WRITERS * COMMITS_EACH * 4) / 5);
    expect(rows.filter(({ resource_id: id }) => !seen.has(id))).toEqual([]);
  });

  test('many rows of one transaction are one revision; a transaction that changes nothing is none', async () => {
    const before = await head();
    await client.query('BEGIN');
    await insertTenant(client);
    await insertTenant(client);
    await client.query('COMMIT');
    await client.query('UPDATE tenant SET suspended = suspended');
    expect(await head()).toBe(before + 1);
  });

  test('a transaction that was stamped early keeps its number for what it changes after', async () => {
    const before = await head();
    await client.query('BEGIN');
    await insertTenant(client);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    await insertTenant(client);
    await client.query('COMMIT');
    expect(await head()).toBe(before + 1);
  });

  test('TRUNCATE is a revision of its own', async () => {
    const before = await head();
    await client.query('TRUNCATE model_grant');
    const { rows } = await client.query(
      'SELECT kind, operation, resource_id FROM config_change WHERE revision = $1',
      [before + 1],
    );
    expect(rows).toEqual([{ kind: 'grant', operation: 'truncate', resource_id: null }]);
  });

  test('only READ COMMITTED may change the configuration', async () => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await insertTenant(client);
    await expect(client.query('COMMIT')).rejects.toMatchObject({ code: 'GH001' });
  });

  test('a change made with SQL is audited as the role that made it', async () => {
    await insertTenant(client);
    const { rows } = await client.query(
      'SELECT actor, authenticated_by, action, revision FROM audit_event ORDER BY id DESC LIMIT 1',
    );
    const { rows: user } = await client.query('SELECT session_user AS name');
    expect(rows).toEqual([
      {
        actor: `database:${user[0].name}`,
        authenticated_by: 'database',
        action: 'tenant.insert',
        revision: String(await head()),
      },
    ]);
  });

  test('telemetry leaves the head unmoved', async () => {
    const before = await head();
    await client.query(
      `INSERT INTO node VALUES ('n', 'i', 'b', 'r', '{}', 'in_sync', 1, 1, NULL, NULL, NULL, '[]', now(), now())`,
    );
    expect(await head()).toBe(before);
  });

  test('each audit event holds the hash of the one before, over its own content', async () => {
    const { rows } = await client.query(`
      SELECT hash = sha256(previous_hash || convert_to(jsonb_build_array(chain, sequence,
          extract(epoch FROM at), actor, authenticated_by, action, object, changes, reason,
          revision)::text, 'UTF8')) AS own,
        previous_hash = lag(hash, 1, '\\x'::bytea) OVER (PARTITION BY chain ORDER BY sequence) AS linked
      FROM audit_event`);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ own, linked }) => !own || !linked)).toEqual([]);
  });
});
