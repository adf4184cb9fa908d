import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  rawResource,
  resource,
  sharedResources,
  tenantResources,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';
import { sized } from '../../support/form.ts';

const everything = [...sharedResources(), ...tenantResources('a')];
const renamed = (name: string) => resource('tenant', { id: 'a', tenantId: 'a' }, { name });

const NODE_COUNT = sized(10, 100);
const ROUND_COUNT = sized(6, 50);
/** No wait of the server that a stuck node could end may come to its end within a test. */
const NEVER = { verdictTimeoutMs: 3_600_000, silenceMaxMs: 3_600_000 } as const;

/**
 * Goal: a node that hangs, or is stopped, slows no other, takes no memory, and is cut at the deadline.
 * Method: what is sent and made is counted; how long it takes is measured by `npm run bench -- config --only fleet`.
 */
describe('slow-node', () => {
  let doors: FleetDoor[];
  let nodes: SimulatedNode[];
  beforeEach(() => {
    doors = [];
    nodes = [];
  });
  afterEach(async () => {
    for (const node of nodes) node.close();
    for (const door of doors) await door[Symbol.asyncDispose]();
  });

  const open = async (...parameters: Parameters<typeof openFleetDoor>): Promise<FleetDoor> => {
    const door = await openFleetDoor(...parameters);
    doors.push(door);
    return door;
  };
  const dial = async (door: FleetDoor, count: number): Promise<readonly SimulatedNode[]> => {
    const fresh = Array.from({ length: count }, () => new SimulatedNode(door.address));
    nodes.push(...fresh);
    await inSync(fresh, '1');
    return fresh;
  };
  const inSync = (some: readonly SimulatedNode[], revision: string) =>
    eventually(() => {
      for (const node of some) expect(node.enforcedAtMs(revision)).toBeDefined();
    }, 10_000);

  test('with one in ten stuck, the others get what they would without, and nothing is made for the stuck', async () => {
    const goodCount = (NODE_COUNT * 9) / 10;
    const [undisturbed, disturbed] = [await open(everything, NEVER), await open(everything, NEVER)];
    const calm = await dial(undisturbed, goodCount);
    const good = await dial(disturbed, goodCount);
    const stuck = await dial(disturbed, NODE_COUNT - goodCount);
    stuck.forEach((node, index) => void node.hang(index % 2 === 0));
    for (let round = 1; round <= ROUND_COUNT; round += 1) {
      const change = [renamed(`round-${round}`)];
      const revisions = [undisturbed.commit(change), disturbed.commit(change)] as const;
      await Promise.all([inSync(calm, revisions[0]), inSync(good, revisions[1])]);
    }
    // One for each commit. Updates are numbered as they are made: there was none but for the others.
    const steps = Array.from(
      { length: ROUND_COUNT },
      (_, at) => `${at + 2}: ${at + 1} to ${at + 2}`,
    );
    const whole = ['1: all of 1', ...steps];
    for (const node of [...calm, ...good]) expect(takenBy(node)).toEqual(whole);

    // Who wakes up finds the one window that was open for it, and then all that it missed in one step.
    for (const node of stuck) node.wake();
    const head = ROUND_COUNT + 1;
    await inSync(stuck, String(head));
    const missed = `${head + 1}: 2 to ${head}`;
    for (const node of stuck) expect(takenBy(node)).toEqual([...whole.slice(0, 2), missed]);
    await expectCounts(disturbed, {
      fulls: NODE_COUNT,
      verdicts: goodCount * whole.length + stuck.length * 3,
    });
    for (const node of good) expect(takenBy(node)).toEqual(whole);
  }, 120_000);

  test('what nodes do not take is not kept for them', async () => {
    const door = await open(everything);
    const good = await dial(door, 1);
    const stuck = await dial(door, 20);
    stuck.forEach((node, index) => void node.hang(index % 2 === 0));
    const commit = async (fill: number): Promise<void> => {
      const revision = door.commit([
        rawResource('route', 'large', 'a', Buffer.alloc(500_000, fill)),
      ]);
      await inSync(good, revision);
      for (const { received } of good) received.splice(0);
    };
    // The one window that each of them has open is on its way.
    for (let index = 0; index < 5; index += 1) await commit(index);
    const before = await bytesInUse();
    const commitCount = sized(5, 60);
    for (let index = 0; index < commitCount; index += 1) await commit(index);
    // Kept for each stuck node, it would be 10 MB a commit.
    expect((await bytesInUse()) - before).toBeLessThan(5_000_000);
  }, 120_000);

  test('whoever owes a verdict is cut at its deadline, and nobody else', async () => {
    const verdictTimeoutMs = sized(500, 30_000);
    // Simulated nodes have no heartbeat: it is not for their silence that they are cut.
    const door = await open(everything, { verdictTimeoutMs, silenceMaxMs: 120_000 });
    const good = await dial(door, 3);
    const [hung, stopped] = await dial(door, 2);
    hung?.hang(true);
    stopped?.hang(false);
    const startedAtMs = performance.now();
    await inSync(good, door.commit([renamed('owed')]));
    await eventually(
      () => expect(hung?.failure?.code).toBe(status.DEADLINE_EXCEEDED),
      verdictTimeoutMs + 5_000,
    );
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(verdictTimeoutMs);
    await eventually(async () => {
      const { values } = await door.metrics.streamsCut.get();
      expect(values).toMatchObject([{ value: 2, labels: { reason: 'deadline_exceeded' } }]);
      expect((await door.metrics.connectedNodes.get()).values[0]?.value).toBe(3);
    });
    await inSync(good, door.commit([renamed('after')]));
    expect(good.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
  }, 60_000);
});

/** Every update that a node was given: its number, and from where to where it leads. */
function takenBy({ updates }: SimulatedNode): readonly string[] {
  return updates.map(({ nonce, full, from, to }) =>
    full ? `${nonce}: all of ${to?.revision}` : `${nonce}: ${from?.revision} to ${to?.revision}`,
  );
}

/** Updates with everything that the server has begun, and verdicts that it took; none of them a refusal. */
async function expectCounts(
  { metrics }: FleetDoor,
  { fulls, verdicts }: { readonly fulls: number; readonly verdicts: number },
): Promise<void> {
  await eventually(async () => {
    expect((await metrics.fullUpdates.get()).values).toMatchObject([{ value: fulls }]);
    expect((await metrics.verdicts.get()).values).toMatchObject([
      { value: verdicts, labels: { outcome: 'applied' } },
    ]);
  });
}

/** After collections: what is kept, on the heap and beside it. What a message was read from goes with the second one. */
async function bytesInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; round < 3; round += 1) {
    collect();
    await nextTurn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
