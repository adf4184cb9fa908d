import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removePostgres, startPostgres } from '../../deploy/local/postgres.ts';
import { findProcess } from '../../deploy/local/process/identity.ts';
import { findFreePorts } from '../../deploy/local/process/port.ts';
import { type LocalSecrets, openSecrets } from '../../deploy/local/secrets.ts';
import { checkoutDirectory, openPrivateDirectory } from '../../deploy/local/state-directory.ts';
import { cores, type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import { buildPlanes } from './build.ts';
import { type BenchKey, seedBench } from './seed.ts';

/** A whole gateway: Postgres, control plane and one node, each a process of its own, seeded over GraphQL. */
export interface BenchHouse extends BenchKey {
  readonly nodePid: number;
  readonly controlPlanePid: number;
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Ends all of it and deletes its data. */
  stop(): Promise<void>;
}

const readyTimeoutMs = 60_000;
const readyPollMs = 50;
const probeTimeoutMs = 1_000;
const housesDirectory = join(checkoutDirectory, '.gatehouse', 'bench');

interface Ports {
  readonly graphql: number;
  readonly config: number;
  readonly controlAdmin: number;
  readonly http: number;
  readonly grpc: number;
  readonly nodeAdmin: number;
}

/**
 * Starts the house; the node has the core of the proxies.
 *
 * @param providerUrl the mock, with its version segment
 * @param nodeArgs arguments of node for the node's process, such as `--cpu-prof`
 * @throws Error when a part does not get ready
 */
export async function startBenchHouse(
  providerUrl: string,
  nodeArgs: readonly string[],
): Promise<BenchHouse> {
  openPrivateDirectory(housesDirectory);
  await removeOrphans();
  const home = join(housesDirectory, String(process.pid));
  openPrivateDirectory(home);
  const secrets = openSecrets(home, {}, false);
  const ports = await choosePorts();
  const closers: (() => Promise<void>)[] = [() => removePostgres(home)];
  const stop = async () => {
    for (const close of closers.toReversed()) await close();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const build = join(home, 'build');
    buildPlanes(build);
    const postgres = await startPostgres({ home, durable: false });
    const control = startControlPlane(postgres.url, { build, ports, secrets });
    closers.push(() => control.stop());
    await awaitReady(ports.controlAdmin);
    const node = startNode(home, { build, ports, secrets, nodeArgs });
    closers.push(() => node.stop());
    const graphqlUrl = `http://127.0.0.1:${ports.graphql}/graphql`;
    const key = await seedBench(graphqlUrl, secrets.bootstrapToken, providerUrl);
    await awaitReady(ports.nodeAdmin);
    const pids = { nodePid: node.pid, controlPlanePid: control.pid };
    return { ...key, ...pids, httpPort: ports.http, grpcPort: ports.grpc, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startControlPlane(
  databaseUrl: string,
  how: { readonly build: string; readonly ports: Ports; readonly secrets: LocalSecrets },
): PinnedProcess {
  const { build, ports, secrets } = how;
  return startProcess({
    args: [join(build, 'control-plane/main.js')],
    core: cores.others,
    env: {
      ...process.env,
      GATEHOUSE_DATABASE_URL: databaseUrl,
      GATEHOUSE_GRAPHQL_PORT: String(ports.graphql),
      GATEHOUSE_CONFIG_PORT: String(ports.config),
      GATEHOUSE_CONTROL_ADMIN_PORT: String(ports.controlAdmin),
      GATEHOUSE_MASTER_KEY: secrets.masterKey,
      GATEHOUSE_NODE_TOKEN: secrets.nodeToken,
      GATEHOUSE_BOOTSTRAP_TOKEN: secrets.bootstrapToken,
      GATEHOUSE_LOG_LEVEL: 'warn',
    },
  });
}

function startNode(
  home: string,
  how: {
    readonly build: string;
    readonly ports: Ports;
    readonly secrets: LocalSecrets;
    readonly nodeArgs: readonly string[];
  },
): PinnedProcess {
  const { build, ports, secrets, nodeArgs } = how;
  const stateDirectory = join(home, 'node');
  mkdirSync(stateDirectory, { mode: 0o700 });
  return startProcess({
    args: [...nodeArgs, join(build, 'data-plane/main.js')],
    core: cores.proxy,
    env: {
      ...process.env,
      GATEHOUSE_NODE_ID: 'bench-node',
      GATEHOUSE_CONFIG_ADDRESS: `127.0.0.1:${ports.config}`,
      GATEHOUSE_NODE_TOKEN: secrets.nodeToken,
      GATEHOUSE_NODE_STATE_DIR: stateDirectory,
      GATEHOUSE_NODE_STATE_KEY: secrets.nodeStateKey,
      GATEHOUSE_HTTP_PORT: String(ports.http),
      GATEHOUSE_GRPC_PORT: String(ports.grpc),
      GATEHOUSE_NODE_ADMIN_PORT: String(ports.nodeAdmin),
      GATEHOUSE_LOG_LEVEL: 'warn',
    },
  });
}

async function choosePorts(): Promise<Ports> {
  const [graphql = 0, config = 0, controlAdmin = 0, http = 0, grpc = 0, nodeAdmin = 0] =
    await findFreePorts(6);
  return { graphql, config, controlAdmin, http, grpc, nodeAdmin };
}

async function awaitReady(adminPort: number): Promise<void> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (!(await answers(`http://127.0.0.1:${adminPort}/readyz`))) {
    if (performance.now() > deadlineMs)
      throw new Error(`nothing was ready on port ${adminPort} after ${readyTimeoutMs} ms`);
    await sleep(readyPollMs);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** A benchmark that was killed leaves its cluster behind; its directory is named after its process. */
async function removeOrphans(): Promise<void> {
  for (const name of readdirSync(housesDirectory)) {
    if (findProcess(Number(name)) !== undefined) continue;
    await removePostgres(join(housesDirectory, name));
    rmSync(join(housesDirectory, name), { recursive: true, force: true });
  }
}
