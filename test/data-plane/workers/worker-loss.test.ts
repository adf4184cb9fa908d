import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { keyOf, sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import {
  acknowledge,
  sendEverything,
  startScriptedControlPlane,
} from '../../support/scripted-control-plane.ts';
import { isAlive, START_MS, startWorkerNode, type WorkerNode } from './worker-node.ts';

/**
 * Goal: what is left of a node with workers is right, whichever of its processes goes.
 * Method: the real program. It keeps nothing on disk, so that a worker that comes back without a control plane has nothing.
 */

const resources = [...sharedResources(), ...tenantResources('a')];

async function statusOfModels({ httpUrl }: WorkerNode): Promise<number> {
  const headers = { authorization: `Bearer ${keyOf('a')}`, connection: 'close' };
  return (await fetch(`${httpUrl}/v1/models`, { headers })).status;
}

test(
  'a worker with nothing to serve takes no calls, and no worker outlives the primary',
  async () => {
    const plane = await startScriptedControlPlane({
      onHello: (session) => sendEverything(session, resources, 5),
      onReport: acknowledge,
    });
    await using node = await startWorkerNode(plane.address, { GATEHOUSE_NODE_SECRETS: 'none' });
    const [, second] = await node.awaitEnforced(5);
    await plane[Symbol.asyncDispose]();
    process.kill(second?.pid ?? 0, 'SIGKILL');
    const workers = await eventually(async () => {
      const found = await node.describe();
      expect(found.map(({ state }) => state)).toEqual(['SERVING_STALE', 'COLD']);
      return found;
    }, START_MS);
    for (let count = 0; count < 6; count += 1) expect(await statusOfModels(node)).toBe(200);
    expect((await fetch(`${node.adminUrl}/readyz`)).status).toBe(200);

    await node.program.end('SIGKILL');
    await eventually(() => expect(workers.map(({ pid }) => pid).filter(isAlive)).toEqual([]));
    await expect(statusOfModels(node)).rejects.toThrow();
  },
  START_MS,
);

test(
  'callers of a node that holds nothing are told so',
  async () => {
    await using node = await startWorkerNode('127.0.0.1:1');
    await eventually(async () => expect(await statusOfModels(node)).toBe(503), START_MS);
    await eventually(async () => {
      const reply = await fetch(`${node.adminUrl}/readyz`);
      expect(reply.status).toBe(503);
      expect(await reply.text()).toContain('worker 1: it holds no configuration');
    });
  },
  START_MS,
);

test(
  'a taken port is told once, and nobody is left',
  async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve(Number(Object(holder.address()).port)));
    });
    try {
      const variables = { GATEHOUSE_HTTP_PORT: String(port), GATEHOUSE_LOG_LEVEL: 'silent' };
      await using node = await startWorkerNode('127.0.0.1:1', variables);
      expect(await node.program.exited).toEqual({ code: 1, signal: null });
      expect(node.program.output.match(/Change GATEHOUSE_HTTP_PORT/g)).toHaveLength(1);
    } finally {
      holder.close();
    }
  },
  START_MS,
);
