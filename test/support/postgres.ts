import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { removePostgres, startPostgres } from '../../deploy/local/postgres.ts';
import { findProcess, isAlive } from '../../deploy/local/process/identity.ts';
import { openPrivateDirectory } from '../../deploy/local/state-directory.ts';
import { openRunsDirectory } from './runs-directory.ts';

/** A cluster of one test run: nothing is synced to disk, and nothing of it outlives the run. */
export interface TestCluster extends AsyncDisposable {
  readonly url: string;
  /** Kills the server as a crash does. */
  kill(): Promise<void>;
  /** Shuts it down in order: clients are told and cut. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Kills and starts it. */
  crash(): Promise<void>;
  /** Stops every process of the server where it stands. Gives the way to let them go on. */
  pause(): Promise<() => void>;
}

const owner = z.object({ pid: z.number(), startedAt: z.string() });

/**
 * Makes a cluster confirm commits when they are in the kernel, as Postgres does by itself: then a crash of the server
 * loses none.
 */
export async function keepCommits({ url }: TestCluster): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('ALTER DATABASE gatehouse SET synchronous_commit = on');
  await client.end();
}

/**
 * Starts a cluster that belongs to this process, after it ended and deleted those whose process was
 * killed before it could do so itself. Runs at the same time do not meet: each has its own
 * directory and port.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const self = findProcess(process.pid);
  const runsDirectory = openRunsDirectory();
  await removeOrphans(runsDirectory);
  const home = join(runsDirectory, `${process.pid}-${randomUUID().slice(0, 8)}`);
  openPrivateDirectory(home);
  writeFileSync(join(home, 'owner.json'), JSON.stringify(self));
  let postgres = await startPostgres({ home, durable: false });
  const kill = async () => {
    process.kill(postgres.identity.pid, 'SIGKILL');
    await postgres.exited;
  };
  const start = async () => {
    postgres = await startPostgres({ home, durable: false });
  };
  return {
    url: postgres.url,
    kill,
    stop: () => postgres.stop(),
    start,
    crash: async () => {
      await kill();
      await start();
    },
    pause: async () => {
      const pids = [postgres.identity.pid, ...(await listBackends(postgres.url))];
      signalAll(pids, 'SIGSTOP');
      return () => signalAll(pids, 'SIGCONT');
    },
    [Symbol.asyncDispose]: () => removePostgres(home),
  };
}

async function listBackends(url: string): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
  );
  await client.end();
  return rows.map(({ pid }) => pid);
}

/** A process that has ended in between needs no signal. */
function signalAll(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

async function removeOrphans(runsDirectory: string): Promise<void> {
  for (const name of readdirSync(runsDirectory)) {
    const home = join(runsDirectory, name);
    if (!hasLivingOwner(home)) await removePostgres(home);
  }
}

/**
 * A directory without an owner is being made right now by the process that its name begins with.
 */
function hasLivingOwner(home: string): boolean {
  const file = join(home, 'owner.json');
  if (!existsSync(file))
    return findProcess(Number.parseInt(home.split('/').at(-1) ?? '', 10)) !== undefined;
  return isAlive(owner.parse(JSON.parse(readFileSync(file, 'utf8'))));
}
