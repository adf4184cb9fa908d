import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PoolViews } from '../../control-plane/config-stream/pool-views.ts';
import { createMetrics } from '../../control-plane/telemetry/metrics.ts';
import { eventually } from '../support/eventually.ts';
import { type FeedBench, openFeedBench, type Replica, tenantIdsOf } from '../support/feed.ts';
import { openStreams } from '../support/fleet.ts';
import { sized } from '../support/form.ts';
import { startTestNode, type TestNode } from '../support/node.ts';
import { Relay } from '../support/relay.ts';

/** How often the node moves to the late replica and back. */
const MOVE_COUNT = sized(2, 15);
const shown = z.object({
  epoch: z.string(),
  revision: z.coerce.bigint(),
  digest: z.string(),
  counts: z.record(z.string(), z.number()),
});

/**
 * Goal: enforced revision never goes back, whichever replica is asked. Method: two real feeds on one Postgres, of which one
 * reads through a relay that holds up everything; a whole node behind another relay, which moves it between them.
 */
describe('replica-skew', () => {
  const closers: (() => Promise<void>)[] = [];
  let bench: FeedBench;
  let reading: Relay;
  let dialling: Relay;
  let prompt: Replica & { readonly port: number; readonly connectedCount: () => Promise<number> };
  let late: typeof prompt;
  let node: TestNode;
  const keep = <Part extends AsyncDisposable>(part: Part): Part => {
    closers.push(async () => part[Symbol.asyncDispose]());
    return part;
  };
  beforeEach(async () => {
    bench = keep(await openFeedBench());
    await bench.insertTenants(3);
    const url = new URL(bench.url);
    reading = keep(await Relay.open(Number(url.port)));
    url.port = `${reading.port}`;
    prompt = await startReplica(bench.url);
    late = await startReplica(url.href);
    dialling = keep(await Relay.open(prompt.port));
    node = keep(await startTestNode(`127.0.0.1:${dialling.port}`));
    await enforces(prompt);
  }, 30_000);
  afterEach(async () => {
    reading?.release();
    for (const closer of closers.splice(0).toReversed()) await closer();
  });

  async function startReplica(databaseUrl: string): Promise<typeof prompt> {
    const views = new PoolViews();
    const { storage } = bench;
    let feed: Replica['feed'] | undefined;
    const onHeld: Replica['feed']['noteHeld'] = (held) => feed?.noteHeld(held);
    const metrics = createMetrics();
    const streams = keep(await openStreams({ views, metrics, storage, onHeld }));
    const onMoved = (): void => streams.server.push();
    const replica = await bench.startFeed({ databaseUrl, views, onMoved });
    feed = replica.feed;
    streams.server.push();
    const connectedCount = async () => (await metrics.connectedNodes.get()).values[0]?.value ?? 0;
    return { ...replica, port: streams.port, connectedCount };
  }

  const described = async () =>
    shown.parse(await (await fetch(`${node.plane.adminUrl}/config`)).json());
  const enforces = ({ view }: Replica) =>
    eventually(async () => {
      const { revision, digest } = await described();
      expect({ revision, digest }).toEqual({
        revision: view.head?.revision,
        digest: view.digest.toString('hex'),
      });
    }, 20_000);
  const streamCount = async (): Promise<number> => {
    const metrics = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
    return Number(/^gatehouse_node_config_streams_total (\d+)$/m.exec(metrics)?.[1]);
  };
  const moveTo = async ({ port }: typeof prompt): Promise<void> => {
    const before = await streamCount();
    dialling.moveTo(port);
    await eventually(async () => expect(await streamCount()).toBeGreaterThan(before), 20_000);
  };

  /** Follows what the node enforces until told to stop; gives every position in the order in which it was seen. */
  function watch(): () => Promise<readonly bigint[]> {
    const seen: bigint[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) seen.push((await described()).revision);
    })();
    return async () => {
      isOver = true;
      await watching;
      return seen;
    };
  }

  test(
    'a node that moves to a late replica keeps its place, and goes on when that has caught up',
    async () => {
      const stop = watch();
      for (let move = 0; move < MOVE_COUNT; move += 1) {
        reading.hold();
        const heldAt = late.view.head?.revision;
        const [id = ''] = await bench.insertTenants(1);
        await eventually(() => expect(tenantIdsOf(prompt.view)).toContain(id));
        await enforces(prompt);
        await moveTo(late);
        // Connected to nobody but the late one, and told nothing of the past.
        await eventually(async () => expect(await late.connectedCount()).toBe(1), 20_000);
        expect(late.view.head?.revision).toBe(heldAt);
        expect((await described()).revision).toBe(prompt.view.head?.revision);
        reading.release();
        const [next = ''] = await bench.insertTenants(1);
        await eventually(() => expect(tenantIdsOf(late.view)).toContain(next), 20_000);
        await enforces(late);
        await moveTo(prompt);
        await enforces(prompt);
      }
      const seen = await stop();
      expect(seen).toEqual(seen.toSorted((left, right) => (left < right ? -1 : 1)));
      // Late is not lost: nobody took the node's place for a sign of another history.
      expect((await described()).epoch).toBe('1');
    },
    sized(60_000, 240_000),
  );
});
