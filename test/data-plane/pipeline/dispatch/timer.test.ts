import { expect, test } from '@jest/globals';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { planAttempt } from '../../../../data-plane/upstream/plan-attempt.ts';
import type { Capability, Model, Route } from '../../../../policy/resource.ts';
import { stall, stream, wholeStream } from '../../../support/faulty-provider.ts';
import { startSilentServer } from '../../../support/silent-server.ts';
import { makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import {
  chatRequest,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from '../snapshot-fixture.ts';

/*
 * Goal: an attempt is timed by what its route says, and by the class of its model where the route says nothing.
 * Method: real sockets for what a route says; the figures of the classes are read from the plan of an attempt.
 */

const pair = useProviderPair();

test('a connection that does not come within the time of the route is given up, and the next target answers', async () => {
  using silent = await startSilentServer();
  const targets = [targetOf(0), targetOf(1)];
  const snapshot = snapshotOf({
    providers: providersAt([`${silent.origin}/v1`, pair.second.baseUrl]),
    targets,
    routes: [
      routeOver(targets, {
        connectTimeoutMs: 100,
        firstTokenTimeoutMs: 4_000,
        totalTimeoutMs: 4_000,
      }),
    ],
  });
  const gateway = pair.gatewayOver(snapshot);
  const sink = await makeCall(gateway, chatRequest);
  expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
  expect(gateway.records[0]?.decision?.attempts?.[0]).toMatchObject({ verdict: 'connect' });
});

test('a reply that stands still for the idle time of the route is cut', async () => {
  pair.first.behave(stall(wholeStream.slice(0, 2)));
  const sink = await makeCall(
    pair.gatewayOver(pair.twoTargets({ idleTimeoutMs: 100 })),
    streamRequest,
  );
  expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
});

test('no first content within the time of the route moves on to the next target', async () => {
  pair.first.behave(stall([]));
  pair.second.behave(stream(wholeStream));
  const snapshot = pair.twoTargets({ firstTokenTimeoutMs: 100 });
  const sink = await makeCall(pair.gatewayOver(snapshot), streamRequest);
  expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
});

const own = { connectTimeoutMs: 1, firstTokenTimeoutMs: 2, idleTimeoutMs: 3 };
const none = { connectTimeoutMs: 0, firstTokenTimeoutMs: 0, idleTimeoutMs: 0 };
const chat: readonly Capability[] = ['chat'];

test.each<[string, typeof own, readonly Capability[] | undefined, readonly number[]]>([
  ['the route says', own, chat, [1, 2, 3]],
  ['a chat has', none, chat, [5_000, 30_000, 60_000]],
  ['a model that thinks has', none, ['chat', 'reasoning'], [5_000, 120_000, 120_000]],
  ['a model that is not known has', none, undefined, [5_000, 30_000, 60_000]],
])('an attempt has the times that %s', (_, timers, capabilities, expected) => {
  const plan = planOf({ ...timers, totalTimeoutMs: 0 }, capabilities && { ...model, capabilities });
  expect([plan.connectTimeoutMs, plan.firstContentDeadlineMs, plan.idleTimeoutMs]).toEqual(
    expected,
  );
});

function planOf(route: Pick<Route, keyof typeof own | 'totalTimeoutMs'>, of: Model | undefined) {
  const [provider] = providersAt(['http://127.0.0.1:9/v1']);
  if (provider === undefined) throw new Error('there is a provider');
  const plan = planAttempt({
    adapter: getAdapter('openai'),
    request: streamRequest,
    target: targetOf(0),
    provider,
    model: of,
    credential: 'secret',
    dialect: undefined,
    route,
    furtherCount: 0,
    totalDeadlineMs: 1_000_000,
    clock: { unixMs: () => 0, monotonicMs: () => 0 },
    onFreshConnection: false,
  });
  if (plan instanceof Error) throw plan;
  return plan;
}
