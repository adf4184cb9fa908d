import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from '../../deploy/local/process/port.ts';
import { checkoutDirectory, openPrivateDirectory } from '../../deploy/local/state-directory.ts';
import { awaitOpen } from '../house/planes.ts';
import type { Closing } from '../process/closing.ts';
import { cores, startProcess } from '../process/pinned-process.ts';

/** Another gateway, with a port for OpenAI's wire. */
export interface Peer {
  readonly pid: number;
  readonly port: number;
  /** What a caller sends beside its key, so that the peer goes to the mock. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Manifest and lock of what is fetched; no dependency of ours. */
const manifestDirectory = join(checkoutDirectory, 'bench/peer/portkey');
/** Kept between runs, so that only the first one fetches. */
const homeDirectory = join(checkoutDirectory, '.gatehouse/bench-peer/portkey');
const fetchTimeoutMs = 120_000;
const fetchArgs = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=0',
  '--loglevel=error',
];

/**
 * Starts Portkey's gateway as its package does on Node, on loopback and on the core of the proxies, fetched by its lock
 * where it is not there yet. It ends when the run closes.
 *
 * @param origin the mock
 * @throws Error when it cannot be fetched, or does not open its port
 */
export async function startPortkey(closing: Closing, origin: string): Promise<Peer> {
  await fetchOnce(closing.signal);
  const [port = 0] = await findFreePorts(1);
  const started = startProcess({
    args: [
      '--import',
      './bench/program/loopback-only.mjs',
      join(homeDirectory, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
      '--headless',
      `--port=${port}`,
    ],
    core: cores.proxy,
    // Nothing else of ours: it is a stranger's code.
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    isMute: true,
  });
  closing.add(() => started.stop());
  await awaitOpen(port, closing.signal);
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${origin}/v1` };
  return { pid: started.pid, port, headers };
}

async function fetchOnce(signal: AbortSignal): Promise<void> {
  if (isFetched()) return;
  openPrivateDirectory(homeDirectory);
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(manifestDirectory, name), join(homeDirectory, name));
  process.stderr.write('fetching Portkey (bench/peer/portkey)\n');
  const about = { cwd: homeDirectory, timeout: fetchTimeoutMs, signal };
  await promisify(execFile)('npm', fetchArgs, about);
}

/** npm writes what it installed when all of it is there. */
function isFetched(): boolean {
  const wanted = readLock(join(manifestDirectory, 'package-lock.json'));
  const held = readLock(join(homeDirectory, 'package-lock.json'));
  const installed = readLock(join(homeDirectory, 'node_modules/.package-lock.json'));
  return held === wanted && installed !== undefined;
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
