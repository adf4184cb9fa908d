import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

/** Goal: the role of services gets no more of the owner's rights than each function that it may call was made for. */
describe('functions with the rights of the owner', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await openTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });

  test('look into pg_temp last, and are open to nobody by default', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT proname AS name FROM pg_proc
        WHERE prosecdef AND pronamespace = 'public'::regnamespace
          AND (NOT 'search_path=public, pg_temp' = ANY (coalesce(proconfig, '{}'))
            OR EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner)))
              WHERE grantee = 0))`,
    );
    expect(rows).toEqual([]);
  });

  test('do not use a temporary table of the caller in place of ours', async () => {
    await client.query('BEGIN');
    await client.query(`
      SET LOCAL ROLE gatehouse_app;
      CREATE TEMP TABLE audit_head (chain text PRIMARY KEY, sequence bigint, hash bytea);
      CREATE FUNCTION pg_temp.escape() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'runs as %', current_user; END $$;
      CREATE TRIGGER escape BEFORE INSERT ON audit_head
        FOR EACH ROW EXECUTE FUNCTION pg_temp.escape();
      GRANT ALL ON audit_head TO gatehouse_owner`);
    await client.query(`SELECT append_audit(NULL, 'a', 'b', 'c', 'd', '{}', NULL, NULL)`);
    const { rows } = await client.query('SELECT chain FROM pg_temp.audit_head');
    expect(rows).toEqual([]);
    await client.query('ROLLBACK');
  });

  test('cannot be made triggers of by services', async () => {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE gatehouse_app; CREATE TEMP TABLE forged (id text)');
    await expect(
      client.query(`CREATE TRIGGER forge AFTER INSERT ON forged
        FOR EACH ROW EXECUTE FUNCTION record_config_change('api_key', 'id', '')`),
    ).rejects.toThrow('permission denied');
    await client.query('ROLLBACK');
  });
});
