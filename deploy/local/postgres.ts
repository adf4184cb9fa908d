import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  locationFile,
  outsideDirectory,
  type PostgresPlace,
  placePostgres,
} from './postgres/installation.ts';
import { isPostmasterReady, stopPostmaster } from './postgres/postmaster.ts';
import { findProcess, type ProcessIdentity } from './process/identity.ts';
import { findFreePort, isPortFree } from './process/port.ts';
import { openPrivateDirectory, readTextFile, writePrivateFile } from './state-directory.ts';

const USER = 'gatehouse';
const DATABASE = 'gatehouse';
const INITDB_TIMEOUT_MS = 60_000;
/** Recovery after a power cut reads the write-ahead log: a minute is for a large one. */
const START_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 10;
/**
 * What passes by itself: a port that was taken between our look and Postgres' bind, and backends of
 * a killed server that have not noticed yet.
 */
const PASSING_FAULT = /could not bind .*Address already in use|pre-existing shared memory block/;
const START_ATTEMPTS_MAX = 20;
const START_AGAIN_MS = 250;
const LOG_TAIL_LINES = 8;

export interface PostgresOptions {
  /**
   * The directory that we own: password, port and log are kept here, data here or see `outside`.
   */
  readonly home: string;
  /** False for tests: nothing is synced to disk, a power cut may lose all. */
  readonly durable: boolean;
  /** A port that somebody asked for: taken is an error. Without it one is chosen and remembered. */
  readonly port?: number | undefined;
  /** Aborted while Postgres starts: it is stopped again, and the start fails with the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A running Postgres on loopback TCP, and no other door. */
export interface RunningPostgres {
  /** Superuser `gatehouse` on database `gatehouse`, password included: never to be printed. */
  readonly url: string;
  readonly port: number;
  readonly identity: ProcessIdentity;
  readonly logFile: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly exited: Promise<void>;
  /**
   * Fast shutdown: clients are cut, transactions under way roll back. @throws never; idempotent.
   */
  stop(): Promise<void>;
}

/**
 * Starts the cluster of `home`, made first when there is none. A Postgres that an earlier, killed
 * run left on the same data is stopped first; a stale pid file is removed.
 * @throws Error that says what to do: no binaries, a taken port, a broken cluster with its last log
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { home, durable, signal } = options;
  openPrivateDirectory(home);
  openPrivateDirectory(join(home, 'logs'));
  const place = placePostgres(home);
  await stopPostmaster(join(place.clusterDirectory, 'data'));
  const password = prepareCluster(home, place, durable);
  for (let attempt = 1; attempt <= START_ATTEMPTS_MAX; attempt += 1) {
    const port = options.port ?? (await choosePort(home));
    if (options.port !== undefined && !(await isPortFree(port))) throw new Error(portTaken(port));
    const running = await launch({ home, place, durable, port, password, signal });
    if (running !== 'TRY_AGAIN') {
      writePrivateFile(join(home, 'postgres-port'), `${port}\n`);
      return running;
    }
    await sleep(START_AGAIN_MS);
  }
  throw new Error(`Postgres did not start; ${join(home, 'logs', 'postgres.log')} says why`);
}

/** Ends what runs on the data of `home`, then deletes data, copied binaries and `home` itself. */
export async function removePostgres(home: string): Promise<void> {
  const outside = readTextFile(locationFile(home));
  const clusters = [join(home, 'postgres')];
  if (outside === outsideDirectory(home)) clusters.push(join(outside, 'postgres'));
  for (const cluster of clusters) await stopPostmaster(join(cluster, 'data'));
  if (outside === outsideDirectory(home))
    rmSync(outside, { recursive: true, force: true, maxRetries: 3 });
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

interface Launch {
  readonly home: string;
  readonly place: PostgresPlace;
  readonly durable: boolean;
  readonly port: number;
  readonly password: string;
  readonly signal: AbortSignal | undefined;
}

function portTaken(port: number): string {
  return `port ${port} is taken: set GATEHOUSE_POSTGRES_PORT to a free one, or leave it unset`;
}

async function choosePort(home: string): Promise<number> {
  const remembered = Number(readTextFile(join(home, 'postgres-port')) ?? 0);
  return remembered > 0 && (await isPortFree(remembered)) ? remembered : findFreePort();
}

/** @returns the superuser's password, of a cluster that exists or is made now */
function prepareCluster(home: string, place: PostgresPlace, durable: boolean): string {
  const data = join(place.clusterDirectory, 'data');
  const passwordFile = join(home, 'postgres-password');
  const known = readTextFile(passwordFile);
  if (existsSync(data)) {
    if (known !== undefined) return known;
    if (place.outside === undefined)
      throw new Error(`${passwordFile} is gone: restore it, or remove ${data} to start empty`);
    // The state directory was deleted to begin anew; this is what was left of it elsewhere.
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
  const password = randomBytes(24).toString('base64url');
  writePrivateFile(passwordFile, `${password}\n`);
  createCluster(place, password, durable);
  return password;
}

/**
 * The data directory gets its name when it is complete: a run that was killed here leaves no half.
 */
function createCluster(place: PostgresPlace, password: string, durable: boolean): void {
  const partial = join(place.clusterDirectory, 'data.partial');
  rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = join(place.clusterDirectory, 'initial-password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  for (const path of place.account === undefined ? [] : [partial, passwordFile])
    chownSync(path, place.account?.uid ?? 0, place.account?.gid ?? 0);
  try {
    runTool(place, 'initdb', [
      ...['-D', partial, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin'],
      ...['--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const fsync = durable ? [] : ['-c', 'fsync=off'];
  runTool(place, 'postgres', ['--single', '-D', partial, ...fsync, 'postgres'], {
    input: `CREATE DATABASE ${DATABASE}\n`,
  });
  renameSync(partial, join(place.clusterDirectory, 'data'));
}

function runTool(
  place: PostgresPlace,
  tool: string,
  args: readonly string[],
  { input = '' }: { readonly input?: string } = {},
): void {
  const { status, stdout, stderr, error } = spawnSync(join(place.binaryDirectory, tool), args, {
    ...place.account,
    cwd: '/',
    env: toolEnvironment(),
    input,
    encoding: 'utf8',
    timeout: INITDB_TIMEOUT_MS,
  });
  if (error !== undefined) throw new Error(`${tool} did not run`, { cause: error });
  if (status !== 0) throw new Error(`${tool} failed:\n${`${stdout}${stderr}`.trim()}`);
}

/** PG* variables of the user's shell must not steer a cluster that is ours. */
function toolEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

async function launch(options: Launch): Promise<RunningPostgres | 'TRY_AGAIN'> {
  const { home, place, port, password, signal } = options;
  const data = join(place.clusterDirectory, 'data');
  const logFile = join(home, 'logs', 'postgres.log');
  const child = spawnServer(options, data, logFile);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const identity = child.pid === undefined ? undefined : findProcess(child.pid);
  if (identity === undefined || !(await becomesReady(child, data, signal))) {
    await stopPostmaster(data);
    signal?.throwIfAborted();
    const log = (readTextFile(logFile) ?? '').split('\n').slice(-LOG_TAIL_LINES).join('\n');
    if (PASSING_FAULT.test(log)) return 'TRY_AGAIN';
    throw new Error(`Postgres did not start; the end of ${logFile}:\n${log}`);
  }
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    port,
    identity,
    logFile,
    exited,
    stop: () => stopPostmaster(data),
  };
}

/** In a process group of its own: a Ctrl-C in the terminal must not reach it before its clients. */
function spawnServer({ place, port, durable }: Launch, data: string, logFile: string) {
  const settings = [
    ...[`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
    ...['logging_collector=off', 'log_destination=stderr', 'timezone=UTC', 'max_connections=200'],
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
  ];
  const log = openSync(logFile, 'w', 0o600);
  try {
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(join(place.binaryDirectory, 'postgres'), args, {
      ...place.account,
      cwd: '/',
      env: toolEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function becomesReady(
  child: ChildProcess,
  data: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    if (signal?.aborted) return false;
    if (isPostmasterReady(data, child.pid)) return true;
    if (performance.now() > deadlineMs) return false;
    await sleep(READY_POLL_MS);
  }
  return false;
}
