import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataPlane } from '../../data-plane/data-plane.ts';
import { startDataPlane } from '../../data-plane/server.ts';
import { readSettings } from '../../data-plane/settings.ts';

/** A node of a test, with a state directory that outlives its restarts. */
export interface TestNode {
  [Symbol.asyncDispose](): Promise<void>;
  readonly plane: DataPlane;
  readonly stateDir: string;
  /** Drains the node and starts it again on the same state. */
  restart(variables?: Readonly<Record<string, string>>): Promise<DataPlane>;
}

export const testNodeToken = 'a-node-token-of-at-least-32-characters';

/** Environment of a node on free ports. */
export function nodeVariables(
  stateDir: string,
  configAddress: string,
): Readonly<Record<string, string>> {
  return {
    GATEHOUSE_NODE_ID: 'node-1',
    GATEHOUSE_CONFIG_ADDRESS: configAddress,
    GATEHOUSE_NODE_TOKEN: testNodeToken,
    GATEHOUSE_NODE_STATE_DIR: stateDir,
    GATEHOUSE_NODE_STATE_KEY: Buffer.alloc(32, 3).toString('base64'),
    GATEHOUSE_HTTP_PORT: '0',
    GATEHOUSE_GRPC_PORT: '0',
    GATEHOUSE_NODE_ADMIN_PORT: '0',
    GATEHOUSE_LOG_LEVEL: 'silent',
  };
}

/** Starts a node in this process. Disposing of it deletes its state. */
export async function startTestNode(
  configAddress: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<TestNode> {
  const stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-node-'));
  const start = (over: Readonly<Record<string, string>>) =>
    startDataPlane(readSettings({ ...nodeVariables(stateDir, configAddress), ...over }));
  let plane = await start(variables);
  return {
    get plane() {
      return plane;
    },
    stateDir,
    restart: async (over = {}) => {
      await plane.drain();
      plane = await start({ ...variables, ...over });
      return plane;
    },
    [Symbol.asyncDispose]: async () => {
      await plane[Symbol.asyncDispose]();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
