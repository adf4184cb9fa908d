import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeEnvironment, nodeStateDirectory } from './child-plan.ts';
import { findRunningStart } from './local-record.ts';
import { findProcess, isAlive } from './process/identity.ts';
import { findFreePorts } from './process/port.ts';
import { openSecrets } from './secrets.ts';
import { openStateDirectory, readTextFile, writePrivateFile } from './state-directory.ts';

const NODES_MAX = 100;
const owner = z.object({ pid: z.number(), startedAt: z.string() });

/** The environment of the node, or why there can be none, and what to tell the user. */
export interface PreparedNode {
  readonly env: NodeJS.ProcessEnv | undefined;
  readonly message: string;
}

/**
 * One more node beside a running `npm start`: its secrets and configuration address, free ports,
 * and the first name whose last owner is gone, so that what that one could not deliver is
 * delivered.
 */
export async function prepareNode(env: Readonly<NodeJS.ProcessEnv>): Promise<PreparedNode> {
  const stateDirectory = openStateDirectory(env);
  const running = findRunningStart(stateDirectory);
  if (running === undefined)
    return { env: undefined, message: 'no npm start runs here: run it first, in another terminal' };
  const secrets = openSecrets(stateDirectory, env, true);
  const nodeId = claimNodeId(stateDirectory);
  const [httpPort = 0, grpcPort = 0, adminPort = 0] = await findFreePorts(3);
  const { configAddress } = running;
  const bindAddress = '127.0.0.1';
  const place = { stateDirectory, configAddress, bindAddress, httpPort, grpcPort, adminPort };
  return {
    env: nodeEnvironment({ env, secrets, nodeId, ...place }),
    message: [
      `${nodeId}: http://127.0.0.1:${httpPort}/v1 (HTTP), 127.0.0.1:${grpcPort} (gRPC),`,
      `http://127.0.0.1:${adminPort}/readyz (operators). Ctrl-C drains it.`,
    ].join(' '),
  };
}

/** `node-1` belongs to `npm start`. */
function claimNodeId(stateDirectory: string): string {
  for (let number = 2; number <= NODES_MAX; number += 1) {
    const nodeId = `node-${number}`;
    const directory = nodeStateDirectory(stateDirectory, nodeId);
    const file = join(directory, 'owner.json');
    if (existsSync(file) && isAlive(owner.parse(JSON.parse(readTextFile(file) ?? '')))) continue;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writePrivateFile(file, JSON.stringify(findProcess(process.pid)));
    return nodeId;
  }
  throw new Error(`${NODES_MAX} nodes run here: stop one`);
}
