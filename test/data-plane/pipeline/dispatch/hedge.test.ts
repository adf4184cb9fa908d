import { describe, expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../../data-plane/inference.ts';
import type { DispatchOptions } from '../../../../data-plane/pipeline/running-attempt.ts';
import { Balancer } from '../../../../data-plane/routing/balancer.ts';
import { Hedging } from '../../../../data-plane/routing/hedging.ts';
import type { Grant, Route } from '../../../../policy/resource.ts';
import type { Hedge } from '../../../../policy/route-part/hedge.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  doneEvent,
  finishEvent,
  roleEvent,
  stall,
  stream,
  textEvent,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { startSilentServer } from '../../../support/silent-server.ts';
import { type Gateway, healthOf, makeCall, startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import {
  chatRequest,
  grant,
  model,
  providersAt,
  routeOver,
  type SnapshotParts,
  snapshotOf,
  streamRequest,
  targetOf,
} from '../snapshot-fixture.ts';

/*
 * Goal: where a rule hedges, a call whose first attempt is slow has a second one; one of them is the reply, the other leaves no
 * trace but its record; and the second one is never made where it must not be.
 * Method: real sockets; providers that hold back; the percentile is given, or learned by the balancer of a node.
 */

const pair = useProviderPair();

/** As many extra attempts as calls: what is tested here is not the budget. */
const unlimited: Hedge = { afterPercentile: 95, floorMs: 1, extraCallsPercentMax: 100 };
const targets = [targetOf(0), targetOf(1)];

function hedgedRoute(hedge: Hedge | undefined = unlimited, changes: Partial<Route> = {}): Route {
  const route = routeOver(targets, changes);
  return { ...route, policy: { rules: route.policy.rules.map((rule) => ({ ...rule, hedge })) } };
}

/** A gateway over the pair, and what was told of attempts. A first attempt is slow after so many milliseconds. */
function hedging(
  afterMs: number | undefined,
  parts: SnapshotParts & { readonly route?: Route } = {},
  changes: Partial<DispatchOptions> = {},
) {
  const told: string[] = [];
  const { route = hedgedRoute(), ...others } = parts;
  const providers = providersAt([pair.first.baseUrl, pair.second.baseUrl]);
  const snapshot = snapshotOf({ providers, targets, routes: [route], ...others });
  const health = healthOf();
  const gateway = pair.gatewayOver(snapshot, {}, undefined, {
    health,
    hedging: new Hedging({ percentileMs: () => afterMs }),
    watch: {
      started: ({ id }) => {
        told.push(`+${id}`);
        return id;
      },
      ended: (id, { verdict }) => told.push(`-${id} ${verdict}`),
    },
    ...changes,
  });
  return { gateway, told, health };
}

const attemptsOf = ({ records }: Gateway) =>
  records[0]?.decision?.attempts?.map(
    ({ number, targetId, verdict, hedge }) =>
      `${number} ${targetId} ${verdict}${hedge ? ' hedge' : ''}`,
  );

/** Does it once so many requests have come to the other provider. */
function onceAsked(other: 'first' | 'second', behaviour: Behaviour, count = 1): Behaviour {
  return (request, response) => {
    void eventually(() => expect(pair[other].requests).toHaveLength(count)).then(() =>
      behaviour(request, response),
    );
  };
}

/** The role at once, the rest when the other one was asked. */
function slowly(other: 'first' | 'second', events: readonly string[]): Behaviour {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(roleEvent);
    onceAsked(other, () => response.end(events.join('')))(request, response);
  };
}

const good: readonly (readonly [string, InferenceRequest, Behaviour])[] = [
  ['a stream', streamRequest, stream(wholeStream)],
  ['a whole reply', chatRequest, answer(chatBody)],
];
const fail500 = answer('{}', { status: 500 });

describe.each(good)('%s', (_, request, answers) => {
  test('comes from the second target when the first one is slow, which is given up', async () => {
    pair.first.behave(stall(undefined));
    pair.second.behave(answers);
    const { gateway, told, health } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(sink.tail?.decision).toMatch(/,fallback,verbatim$/);
    expect(attemptsOf(gateway)).toEqual(['1 x0 outrun', '2 x1 succeeded hedge']);
    expect(told).toEqual(['+x0', '+x1', '-x0 outrun', '-x1 succeeded']);
    await eventually(() => expect(pair.first.requests[0]?.abortedAtMs).toBeDefined());
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: undefined });
  });

  test('comes from the first target when that is faster after all', async () => {
    pair.first.behave(onceAsked('second', answers));
    pair.second.behave(stall(undefined));
    const { gateway, told } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 2 });
    expect(attemptsOf(gateway)).toEqual(['2 x1 outrun hedge', '1 x0 succeeded']);
    expect(told).toEqual(['+x0', '+x1', '-x1 outrun', '-x0 succeeded']);
    await eventually(() => expect(pair.second.requests[0]?.abortedAtMs).toBeDefined());
  });

  test('comes from the hedge when the first attempt fails meanwhile, and nothing more is sent', async () => {
    pair.first.behave(onceAsked('second', fail500));
    pair.second.behave((incoming, response) => {
      const failed = () => expect(told).toContain('-x0 server_error');
      void eventually(failed).then(() => answers(incoming, response));
    });
    const { gateway, told } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(attemptsOf(gateway)).toEqual(['1 x0 server_error', '2 x1 succeeded hedge']);
    expect([pair.first.requests.length, pair.second.requests.length]).toEqual([1, 1]);
  });

  test('comes from the first target when the hedge fails, even with a refusal', async () => {
    pair.second.behave(answer('{}', { status: 400 }));
    pair.first.behave((incoming, response) => {
      const failed = () => expect(told).toContain('-x1 rejected');
      void eventually(failed).then(() => answers(incoming, response));
    });
    const { gateway, told } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 2 });
    expect(attemptsOf(gateway)).toEqual(['2 x1 rejected hedge', '1 x0 succeeded']);
  });

  test('is tried once more when both have failed', async () => {
    let count = 0;
    pair.second.behave(fail500);
    pair.first.behave((incoming, response) => {
      count += 1;
      if (count > 1) answers(incoming, response);
      else
        void eventually(() => expect(told).toContain('-x1 server_error')).then(() =>
          fail500(incoming, response),
        );
    });
    const { gateway, told } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 3 });
    expect(attemptsOf(gateway)).toEqual([
      '2 x1 server_error hedge',
      '1 x0 server_error',
      '3 x0 succeeded',
    ]);
  });

  test('that the first provider refuses is refused, and the hedge given up', async () => {
    pair.first.behave(onceAsked('second', answer('{}', { status: 400 })));
    pair.second.behave(stall(undefined));
    const { gateway } = hedging(20);
    const sink = await makeCall(gateway, request);
    expect(sink.error).toMatchObject({ code: 'provider_rejected' });
    expect(attemptsOf(gateway)).toEqual(['1 x0 rejected', '2 x1 outrun hedge']);
    await eventually(() => expect(pair.second.requests[0]?.abortedAtMs).toBeDefined());
  });

  test('that its caller leaves ends both attempts, once each', async () => {
    pair.first.behave(stall(undefined));
    pair.second.behave(stall(undefined));
    const { gateway, told } = hedging(20);
    const { sink, leave } = startCall(gateway, request);
    await eventually(() => expect(pair.second.requests).toHaveLength(1));
    leave();
    await sink.done;
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    expect(told).toEqual(['+x0', '+x1', '-x1 cancelled', '-x0 cancelled']);
    await eventually(() => {
      expect(pair.first.requests[0]?.abortedAtMs).toBeDefined();
      expect(pair.second.requests[0]?.abortedAtMs).toBeDefined();
    });
  });

  test('leaves nothing outstanding at either target', async () => {
    pair.first.behave(stall(undefined));
    pair.second.behave(answers);
    const balancer = new Balancer({ nowMs: () => performance.now() });
    const { gateway } = hedging(20, {}, { watch: balancer });
    await makeCall(gateway, request);
    expect(attemptsOf(gateway)).toHaveLength(2);
    expect([balancer.outstandingTokens('x0'), balancer.outstandingTokens('x1')]).toEqual([0, 0]);
  });
});

describe('no text of two providers is mixed', () => {
  const told = (name: string) => [textEvent(`${name} says`), finishEvent, doneEvent];

  test.each([
    ['first', 'second'],
    ['second', 'first'],
  ] as const)('when the %s one gives content first', async (winner, loser) => {
    const goOn: (() => void)[] = [];
    pair[winner].behave(slowly(loser, told(winner)));
    // Bytes of the loser are on their way when the winner begins.
    pair[loser].behave((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(roleEvent);
      goOn.push(() => response.write(told(loser).join('')));
    });
    const { gateway } = hedging(20);
    const { sink } = startCall(gateway, streamRequest);
    sink.onCall = (name) => {
      if (name === 'begin') for (const go of goOn) go();
    };
    await sink.done;
    expect(sink.text).toBe(roleEvent + told(winner).slice(0, 2).join(''));
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'write', 'end']);
  });
});

describe('the loser costs', () => {
  test('its input, estimated, as soon as the request was sent', async () => {
    pair.first.behave(stall(undefined));
    pair.second.behave(stream(wholeStream));
    const { gateway } = hedging(20);
    const sink = await makeCall(gateway, streamRequest);
    expect(gateway.records[0]?.usageEvents).toMatchObject([
      {
        attempt: 1,
        outcome: 'cancelled',
        inputTokens: '13',
        outputTokens: '0',
        estimated: true,
        costNanoUsd: '13',
      },
      { attempt: 2, outcome: 'succeeded', inputTokens: '7', estimated: false, costNanoUsd: '11' },
    ]);
    expect(sink.tail).toMatchObject({ costNanoUsd: 24n, usage: { inputTokens: 7 } });
  });

  test('nothing when it had no connection yet', async () => {
    using silent = await startSilentServer();
    pair.second.behave(stream(wholeStream));
    const providers = providersAt([`${silent.origin}/v1`, pair.second.baseUrl]);
    const { gateway } = hedging(20, { providers });
    await makeCall(gateway, streamRequest);
    expect(attemptsOf(gateway)).toEqual(['1 x0 outrun', '2 x1 succeeded hedge']);
    expect(gateway.records[0]?.usageEvents?.[0]).toMatchObject({ costNanoUsd: '0' });
  });
});

describe('there is no second attempt', () => {
  const onlyFirst = async (gateway: Gateway, request: InferenceRequest = streamRequest) => {
    const sink = await makeCall(gateway, request);
    expect(pair.second.requests).toHaveLength(0);
    return sink;
  };
  const late: Behaviour = (request, response) => {
    setTimeout(() => stream(wholeStream)(request, response), 60);
  };

  test('where the rule does not hedge', async () => {
    pair.first.behave(late);
    await onlyFirst(hedging(1, { route: routeOver(targets) }).gateway);
  });

  test('where nobody knows what is slow', async () => {
    pair.first.behave(late);
    await onlyFirst(hedging(undefined).gateway);
  });

  test('before the floor, however fast the target usually is', async () => {
    pair.first.behave(late);
    await onlyFirst(hedging(1, { route: hedgedRoute({ ...unlimited, floorMs: 5_000 }) }).gateway);
  });

  test('after the first content of a stream', async () => {
    pair.first.behave(stall(wholeStream.slice(0, 2)));
    const route = hedgedRoute(unlimited, { idleTimeoutMs: 300 });
    const sink = await onlyFirst(hedging(150, { route }).gateway);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
  });

  test('after the first bytes of a whole reply', async () => {
    pair.first.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(chatBody.slice(0, 10));
      setTimeout(() => response.end(chatBody.slice(10)), 300);
    });
    const sink = await onlyFirst(hedging(150).gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
  });

  test('that the deadline of the call would cut', async () => {
    pair.first.behave(stall(undefined));
    const route = hedgedRoute(unlimited, { totalTimeoutMs: 300 });
    const sink = await onlyFirst(hedging(160, { route }).gateway);
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('at a target that fails', async () => {
    pair.first.behave(late);
    const { gateway, health } = hedging(5);
    const permit = health.begin(targetOf(1), true);
    const failed = { verdict: 'server_error', status: 500, error: undefined, totalMs: 1 };
    const end = { provider: undefined, isCutByCaller: false, isLastCredential: true };
    health.ended(permit, failed as never, { target: targetOf(1), ...end });
    await onlyFirst(gateway);
  });

  test('at a target whose grant has ended meanwhile', async () => {
    pair.first.behave((request, response) => {
      setTimeout(() => stream(wholeStream)(request, response), 400);
    });
    const other = { ...model, id: 'm2' };
    const ending: Grant = { ...grant, id: 'g2', modelId: 'm2', notAfterMs: Date.now() + 150 };
    const { gateway } = hedging(250, {
      models: [model, other],
      targets: [targetOf(0), { ...targetOf(1), modelId: 'm2' }],
      grants: [grant, ending],
    });
    await onlyFirst(gateway);
    expect(gateway.records[0]?.decision?.candidates?.[1]).toMatchObject({ kept: true });
  });

  test('that its rule has no budget for, and the target is still there to fall back on', async () => {
    const { gateway } = hedging(5, {
      route: hedgedRoute({ ...unlimited, extraCallsPercentMax: 50 }),
    });
    pair.first.behave((request, response) => {
      setTimeout(() => fail500(request, response), 60);
    });
    pair.second.behave(stream(wholeStream));
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(attemptsOf(gateway)).toEqual(['1 x0 server_error', '2 x1 succeeded']);
  });
});

test('so many per cent of the calls are hedged, and no more', async () => {
  pair.first.behave((request, response) => {
    setTimeout(() => answer(chatBody)(request, response), 40);
  });
  pair.second.behave(stall(undefined));
  const { gateway } = hedging(5, {
    route: hedgedRoute({ ...unlimited, extraCallsPercentMax: 20 }),
  });
  for (let count = 0; count < 10; count += 1) await makeCall(gateway, chatRequest);
  const hedged = gateway.records.map(({ decision }) => decision?.attempts?.length === 2);
  expect(hedged.flatMap((is, position) => (is ? [position + 1] : []))).toEqual([5, 10]);
});

test('what is slow is learned from the calls of the node, apart for streams and whole replies', async () => {
  const balancer = new Balancer({ nowMs: () => performance.now() });
  const route = hedgedRoute({ ...unlimited, floorMs: 40 });
  const changes = { watch: balancer, hedging: new Hedging(balancer) };
  const { gateway } = hedging(undefined, { route }, changes);
  const slow: Behaviour = (request, response) => {
    setTimeout(() => fast(request, response), 300);
  };
  const fast: Behaviour = (request, response) => {
    const isStream = request.body.includes('"stream":true');
    (isStream ? stream(wholeStream) : answer(chatBody))(request, response);
  };
  pair.second.behave(fast);
  pair.first.behave(fast);
  for (let count = 0; count < 49; count += 1) await makeCall(gateway, streamRequest);
  pair.first.behave(slow);
  expect((await makeCall(gateway, streamRequest)).head?.targetName).toBe('target-0');
  expect((await makeCall(gateway, streamRequest)).head?.targetName).toBe('target-1');
  expect((await makeCall(gateway, chatRequest)).head?.targetName).toBe('target-0');
});
