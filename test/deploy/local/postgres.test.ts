import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import pg from 'pg';
import {
  type RunningPostgres,
  removePostgres,
  startPostgres,
} from '../../../deploy/local/postgres.ts';
import { isAlive, readCommandLine } from '../../../deploy/local/process/identity.ts';
import { eventually } from '../../support/eventually.ts';

// Making a cluster is work for the machine, which may be busy.
jest.setTimeout(60_000);

/** Goal: whatever happened to the last run, the next start serves the same rows. */
describe('the embedded Postgres', () => {
  const asRoot = process.getuid?.() === 0;
  let parent: string;
  let home: string;
  let started: RunningPostgres[];
  const start = async (options: { port?: number; durable?: boolean } = {}) => {
    const postgres = await startPostgres({ home, durable: false, ...options });
    started.push(postgres);
    return postgres;
  };

  const begin = () => {
    started = [];
    parent = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-test-'));
    chmodSync(parent, 0o755);
    home = join(parent, 'home');
  };
  const end = async () => {
    await removePostgres(home);
    rmSync(parent, { recursive: true, force: true });
    expect(started.filter(({ identity }) => isAlive(identity))).toEqual([]);
  };

  describe('started again and again on the same data', () => {
    beforeAll(begin);
    afterAll(end);
    afterEach(async () => {
      for (const one of started) if (isAlive(one.identity)) await one.stop();
    });

    test('serves who knows the password, on loopback, and nobody else', async () => {
      const { url } = await start();
      expect(await query(url, 'SELECT current_database() AS value')).toBe('gatehouse');
      expect(new URL(url).hostname).toBe('127.0.0.1');
      const wrong = new URL(url);
      wrong.password = 'wrong';
      await expect(query(wrong.href, 'SELECT 1 AS value')).rejects.toThrow(/password/);
      expect(await query(url, "SELECT current_setting('unix_socket_directories') AS value")).toBe(
        '',
      );
    });

    test('keeps rows and port from one start to the next', async () => {
      const first = await start();
      await query(first.url, 'CREATE TABLE kept_in_order AS SELECT 7 AS value');
      await first.stop();
      expect(isAlive(first.identity)).toBe(false);
      const second = await start();
      expect(second.port).toBe(first.port);
      expect(await query(second.url, 'SELECT value FROM kept_in_order')).toBe(7);
    });

    test('a server that a killed run left on the data is stopped first', async () => {
      const orphan = await start();
      await query(orphan.url, 'CREATE TABLE kept_by_orphan AS SELECT 7 AS value');
      const next = await start();
      expect(isAlive(orphan.identity)).toBe(false);
      expect(await query(next.url, 'SELECT value FROM kept_by_orphan')).toBe(7);
    });

    test('a server that was killed is started again from its log', async () => {
      const killed = await start({ durable: true });
      await query(killed.url, 'CREATE TABLE kept_by_killed AS SELECT 7 AS value');
      process.kill(killed.identity.pid, 'SIGKILL');
      await killed.exited;
      const next = await start();
      expect(await query(next.url, 'SELECT value FROM kept_by_killed')).toBe(7);
    });

    test('a pid file whose id was given to a stranger hurts neither', async () => {
      const first = await start();
      const data = dataDirectory(first.identity.pid);
      const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      await first.stop();
      // Postgres asks with kill(pid, 0): only a process of the same account looks alive to it.
      const account = asRoot ? { uid: 65_534, gid: 65_534 } : {};
      const stranger = spawn('sleep', ['60'], { ...account, stdio: 'ignore', cwd: '/' });
      try {
        const file = [String(stranger.pid), ...lines.slice(1)].join('\n');
        writeFileSync(join(data, 'postmaster.pid'), file);
        await start();
        expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
      } finally {
        stranger.kill('SIGKILL');
      }
    });
  });

  describe('in a home of its own', () => {
    beforeEach(begin);
    afterEach(end);

    test('a taken port is an error that names the variable', async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      await expect(start({ port: port ?? 0 })).rejects.toThrow(
        `port ${port} is taken: set GATEHOUSE_POSTGRES_PORT`,
      );
      await new Promise((resolve) => server.close(resolve));
    });

    test('a parent that is closed to the account of Postgres moves the data elsewhere', async () => {
      chmodSync(parent, 0o700);
      const first = await start();
      await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
      const location = join(home, 'postgres-location');
      expect(existsSync(location)).toBe(asRoot);
      const expected = asRoot ? readFileSync(location, 'utf8').trim() : home;
      expect(dataDirectory(first.identity.pid)).toBe(join(expected, 'postgres', 'data'));
      await first.stop();
      const second = await start();
      expect(await query(second.url, 'SELECT value FROM kept')).toBe(7);
      await removePostgres(home);
      expect(existsSync(expected)).toBe(false);
    });

    test('a deleted home begins anew', async () => {
      chmodSync(parent, 0o700);
      const orphan = await start();
      await query(orphan.url, 'CREATE TABLE kept AS SELECT 7 AS value');
      await orphan.stop();
      rmSync(home, { recursive: true });
      const next = await start();
      await expect(query(next.url, 'SELECT value FROM kept')).rejects.toThrow(/does not exist/);
    });

    test('two first starts at the same time do not spoil the binaries for each other', async () => {
      const other = join(parent, 'other');
      const [first, second] = await Promise.all([
        start(),
        startPostgres({ home: other, durable: false }),
      ]);
      await eventually(async () => {
        expect(await query(first.url, 'SELECT 1 AS value')).toBe(1);
        expect(await query(second.url, 'SELECT 1 AS value')).toBe(1);
      });
      await removePostgres(other);
    });
  });
});

function dataDirectory(pid: number): string {
  const words = readCommandLine(pid);
  return words[words.indexOf('-D') + 1] ?? '';
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}
