import { describe, expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../../data-plane/inference.ts';
import { Balancer } from '../../../../data-plane/routing/balancer.ts';
import { Hedging } from '../../../../data-plane/routing/hedging.ts';
import type { Grant } from '../../../../policy/resource.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  stall,
  stream,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { type Gateway, makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import {
  chatRequest,
  grant,
  model,
  routeOver,
  streamRequest,
  targetOf,
} from '../snapshot-fixture.ts';
import {
  attemptsOf,
  type HedgingParts,
  hedgedRoute,
  hedgingOver,
  targets,
  unlimited,
} from './hedge-fixture.ts';

/*
 * Goal: no second attempt is made where it must not be, and no more than the rule has a budget for.
 * Method: as in hedge.test.ts.
 */

const pair = useProviderPair();
const hedging = (...[afterMs, parts, changes]: HedgingParts) =>
  hedgingOver(pair, afterMs, parts, changes);

const fail500 = answer('{}', { status: 500 });

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
