import { setTimeout as sleep } from 'node:timers/promises';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { configContract } from '../../../proto/contract/config.ts';
import { sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';
import { sized } from '../../support/form.ts';

const TENANT_COUNT = sized(50, 200);
const HERD_COUNT = sized(80, 300);
/** Far beyond what it takes: only a node that is never let in, or never given everything, takes longer. */
const PATIENCE_MS = 60_000;

/**
 * Goal: nodes that all come at once, with nothing, are all given everything once, and the door does not fall.
 * Method: the real stream server, and nodes that dial again when they are turned away, as real ones do. How long it takes
 * is measured with a thousand of them: `npm run bench -- config --only fleet`.
 */
describe('herd', () => {
  let door: FleetDoor;
  let nodes: SimulatedNode[];
  let isOver: boolean;
  beforeEach(async () => {
    isOver = false;
    const tenants = Array.from({ length: TENANT_COUNT }, (_, index) =>
      tenantResources(`t${index}`),
    );
    door = await openFleetDoor([...sharedResources(), ...tenants.flat()]);
    nodes = [];
  });
  afterEach(async () => {
    isOver = true;
    for (const node of nodes) node.close();
    await door[Symbol.asyncDispose]();
  });

  const dial = (): SimulatedNode => {
    const node = new SimulatedNode(door.address);
    nodes.push(node);
    return node;
  };

  /** Dials until it is let in; gives why it was turned away before. */
  async function comeIn(): Promise<readonly (status | undefined)[]> {
    const refusals: (status | undefined)[] = [];
    while (!isOver) {
      const node = dial();
      await eventually(
        () => expect(node.failure ?? node.enforcedAtMs('1')).toBeDefined(),
        PATIENCE_MS,
        50,
      );
      if (node.failure === undefined) return refusals;
      refusals.push(node.failure.code);
      node.close();
      await sleep(100 + Math.random() * 900);
    }
    throw new Error(`not let in; turned away ${refusals.length} times`);
  }

  test('everybody is in sync in the end, and was given everything once', async () => {
    const refusals = await Promise.all(Array.from({ length: HERD_COUNT }, comeIn));
    for (const refusal of refusals.flat()) expect(refusal).toBe(status.UNAVAILABLE);
    const { values } = await door.metrics.fullUpdates.get();
    expect(values).toMatchObject([{ value: HERD_COUNT, labels: { reason: 'holds_nothing' } }]);
    for (const node of nodes.filter(({ failure }) => failure === undefined))
      expect(new Set(node.updates.map(({ full }) => full))).toEqual(new Set([true]));
    expect((await door.metrics.connectedNodes.get()).values[0]?.value).toBe(HERD_COUNT);
  }, 90_000);

  test('beyond what is admitted at once a node is asked to dial again', async () => {
    // On one connection, so that they come in one burst however slow the machine is.
    const client = new configContract.ConfigService(door.address, credentials.createInsecure());
    const failures: status[] = [];
    const streams = Array.from({ length: 1_000 }, () => client.Stream());
    for (const stream of streams)
      stream.on('error', (error: ServiceError) => failures.push(error.code)).resume();
    try {
      await eventually(() => expect(failures.length).toBeGreaterThan(0), 10_000);
      expect(new Set(failures)).toEqual(new Set([status.UNAVAILABLE]));
    } finally {
      for (const stream of streams) stream.cancel();
      client.close();
    }
  });

  test('what is committed while they come reaches all of them', async () => {
    const comers = Array.from({ length: 60 }, dial);
    await eventually(() => expect(comers.some(({ updates }) => updates.length > 0)).toBe(true));
    const revision = door.commit(tenantResources('late'));
    await eventually(() => {
      for (const node of comers) expect(node.enforcedAtMs(revision)).toBeDefined();
    }, PATIENCE_MS);
  }, 90_000);
});
