import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFlags } from '../../deploy/local/node-flags.ts';
import { findFreePorts } from '../../deploy/local/process/port.ts';
import type { Closing } from '../process/closing.ts';
import { type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import type { BenchHome } from './home.ts';

/** Name of the node that {@link startNode} starts. */
export const benchNodeId = 'bench-node';

const readyTimeoutMs = 120_000;
const readyPollMs = 10;
const probeTimeoutMs = 1_000;

/** How a plane is run. */
export interface PlanePlan {
  readonly home: BenchHome;
  readonly closing: Closing;
  /** Undefined leaves the choice to the kernel. */
  readonly core: number | undefined;
  /** Arguments of node, such as `--cpu-prof`. */
  readonly nodeArgs: readonly string[];
  /** Of a node, in place of the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A control plane in a process of its own. */
export interface ControlPlane {
  readonly process: PinnedProcess;
  readonly graphqlPort: number;
  /** For nodes. */
  readonly configPort: number;
  readonly adminPort: number;
}

/** A node in a process of its own. */
export interface DataPlaneNode {
  readonly process: PinnedProcess;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly adminPort: number;
  /** What it keeps is there. */
  readonly stateDirectory: string;
}

/** Starts it; {@link awaitAnswer} says when it serves. It ends at the latest when the run closes. */
export async function startControlPlane(
  plan: PlanePlan,
  databaseUrl: string,
): Promise<ControlPlane> {
  const { home, closing, core, nodeArgs } = plan;
  const [graphqlPort = 0, configPort = 0, adminPort = 0] = await findFreePorts(3);
  const { masterKey, nodeToken, bootstrapToken } = home.secrets;
  const started = startProcess({
    args: [...nodeArgs, join(home.build, 'control-plane/main.js')],
    core,
    env: {
      ...process.env,
      GATEHOUSE_DATABASE_URL: databaseUrl,
      GATEHOUSE_GRAPHQL_PORT: String(graphqlPort),
      GATEHOUSE_CONFIG_PORT: String(configPort),
      GATEHOUSE_CONTROL_ADMIN_PORT: String(adminPort),
      GATEHOUSE_MASTER_KEY: masterKey,
      GATEHOUSE_NODE_TOKEN: nodeToken,
      GATEHOUSE_BOOTSTRAP_TOKEN: bootstrapToken,
      GATEHOUSE_LOG_LEVEL: 'warn',
    },
  });
  closing.add(() => started.stop());
  return { process: started, graphqlPort, configPort, adminPort };
}

/** Starts a node that holds nothing, or what was kept in a directory. */
export async function startNode(
  plan: PlanePlan,
  configPort: number,
  keptIn?: string,
): Promise<DataPlaneNode> {
  const { home, closing, core, nodeArgs, variables } = plan;
  const [httpPort = 0, grpcPort = 0, adminPort = 0] = await findFreePorts(3);
  const stateDirectory = keptIn ?? join(home.directory, `node-${adminPort}`);
  if (keptIn === undefined) mkdirSync(stateDirectory, { mode: 0o700 });
  const started = startProcess({
    args: [...nodeFlags, ...nodeArgs, join(home.build, 'data-plane/main.js')],
    core,
    env: {
      ...process.env,
      GATEHOUSE_NODE_ID: benchNodeId,
      GATEHOUSE_CONFIG_ADDRESS: `127.0.0.1:${configPort}`,
      GATEHOUSE_NODE_TOKEN: home.secrets.nodeToken,
      GATEHOUSE_NODE_STATE_DIR: stateDirectory,
      GATEHOUSE_NODE_STATE_KEY: home.secrets.nodeStateKey,
      GATEHOUSE_HTTP_PORT: String(httpPort),
      GATEHOUSE_GRPC_PORT: String(grpcPort),
      GATEHOUSE_NODE_ADMIN_PORT: String(adminPort),
      GATEHOUSE_DECISIONS_PER_SECOND: '1000000',
      GATEHOUSE_LOG_LEVEL: 'warn',
      ...variables,
    },
  });
  closing.add(() => started.stop());
  return { process: started, httpPort, grpcPort, adminPort, stateDirectory };
}

/**
 * Waits until a plane answers 200: `healthz` once its doors open, `readyz` once it serves.
 *
 * @throws Error when it does not in time, or the run is interrupted
 */
export async function awaitAnswer(
  adminPort: number,
  path: 'healthz' | 'readyz',
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (!(await answers(`http://127.0.0.1:${adminPort}/${path}`))) {
    if (performance.now() > deadlineMs)
      throw new Error(`port ${adminPort} had no good ${path} after ${readyTimeoutMs} ms`);
    await sleep(readyPollMs, undefined, { signal });
  }
}

/** Waits until a port takes connections. @throws Error as {@link awaitAnswer} */
export async function awaitOpen(port: number, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (!(await takesConnections(port))) {
    if (performance.now() > deadlineMs)
      throw new Error(`port ${port} took no connection after ${readyTimeoutMs} ms`);
    await sleep(readyPollMs, undefined, { signal });
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: probeTimeoutMs });
    const settle = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
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
