import { describe, expect, test } from '@jest/globals';
import type { DispatchOptions } from '../../../../data-plane/pipeline/running-attempt.ts';
import { systemClock } from '../../../../data-plane/upstream/clock.ts';
import type { RetryReason } from '../../../../data-plane/upstream/health/target-health.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  raw,
  reset,
  stream,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { type Gateway, healthOf, makeCall, startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import {
  chatRequest,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from '../snapshot-fixture.ts';

/*
 * Goal: a failure that may pass is tried again, at most twice, within the deadline of the call, and never after it was refused,
 * begun, or left by its caller.
 * Method: real sockets; providers that fail so many times; the draw of the jitter is given.
 */

const pair = useProviderPair();

/** Does the one thing so many times, then answers. */
function failing(count: number, behaviour: Behaviour): Behaviour {
  let left = count;
  return (request, response) => {
    left -= 1;
    const isStream = request.body.includes('"stream":true');
    const good = isStream ? stream(wholeStream) : answer(chatBody);
    (left >= 0 ? behaviour : good)(request, response);
  };
}

function oneTarget(changes: Partial<DispatchOptions> = {}): Gateway {
  const targets = [targetOf(0)];
  const snapshot = snapshotOf({
    providers: providersAt([pair.first.baseUrl]),
    targets,
    routes: [routeOver(targets, { totalTimeoutMs: 20_000 })],
  });
  return pair.gatewayOver(snapshot, {}, undefined, changes);
}

const verdicts = ({ records }: Gateway) =>
  records[0]?.decision?.attempts?.map(({ targetId, verdict }) => `${targetId} ${verdict}`);
const fail500 = answer('{}', { status: 500 });

describe('the only target is tried again', () => {
  const passing: readonly (readonly [string, Behaviour, string])[] = [
    ['fails', fail500, 'server_error'],
    ['resets', reset(), 'reset'],
    ['answers 504', answer('{}', { status: 504 }), 'timeout'],
    [
      'breaks off a whole reply',
      raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"a"'),
      'reset',
    ],
  ];
  test.each(passing)('when it %s', async (_, behaviour, verdict) => {
    pair.first.behave(failing(2, behaviour));
    const reasons: RetryReason[] = [];
    const health = healthOf({ observer: observing(reasons) });
    const gateway = oneTarget({ health });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 3 });
    expect(verdicts(gateway)).toEqual([`x0 ${verdict}`, `x0 ${verdict}`, 'x0 succeeded']);
    expect(reasons).toEqual([verdict, verdict]);
  });

  test('and a stream shows nothing of it', async () => {
    pair.first.behave(failing(2, reset([])));
    const sink = await makeCall(oneTarget(), streamRequest);
    expect(sink.calls.at(-1)).toBe('end');
    expect(sink.head?.attemptCount).toBe(3);
  });

  test('twice, no more', async () => {
    pair.first.behave(failing(3, fail500));
    const sink = await makeCall(oneTarget(), chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(pair.first.requests).toHaveLength(3);
  });

  test('when it was rate limited, after the time that it said', async () => {
    const limited = answer('{}', { status: 429, headers: { 'retry-after-ms': '1000' } });
    pair.first.behave(failing(1, limited));
    const startedMs = performance.now();
    const sink = await makeCall(oneTarget(), chatRequest);
    expect(sink.head?.attemptCount).toBe(2);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990);
  });

  test('after a pause by chance that doubles: at most 100 ms, then 200 ms', async () => {
    pair.first.behave(failing(2, fail500));
    const startedMs = performance.now();
    const sink = await makeCall(oneTarget({ draw: () => 0.999 }), chatRequest);
    expect(sink.head?.attemptCount).toBe(3);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(295);
  });

  const final: readonly (readonly [string, Behaviour, string])[] = [
    ['refused the call', answer('{}', { status: 400 }), 'provider_rejected'],
    ['refused the credential', answer('{}', { status: 402 }), 'provider_unavailable'],
    ['answered no reply', answer('{"choices":'), 'provider_protocol_error'],
    [
      'asks for more time than a call is kept waiting',
      answer('{}', { status: 429, headers: { 'retry-after': '11' } }),
      'provider_rate_limited',
    ],
  ];
  test.each(final)('but not when it %s', async (_, behaviour, code) => {
    pair.first.behave(behaviour);
    const sink = await makeCall(oneTarget(), chatRequest);
    expect(sink.error).toMatchObject({ code });
    expect(pair.first.requests).toHaveLength(1);
  });

  test('but not when something of its stream was passed on', async () => {
    pair.first.behave(reset(wholeStream.slice(0, 3)));
    const sink = await makeCall(oneTarget(), streamRequest);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
    expect(pair.first.requests).toHaveLength(1);
  });
});

test('two targets that fail are tried in turn, and the one that may come back first once more', async () => {
  pair.first.behave(failing(1, fail500));
  pair.second.behave(answer('{}', { status: 429, headers: { 'retry-after': '7' } }));
  const gateway = pair.gatewayOver(pair.twoTargets());
  const sink = await makeCall(gateway, chatRequest);
  expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 3 });
  expect(verdicts(gateway)).toEqual(['x0 server_error', 'x1 rate_limited', 'x0 succeeded']);
});

describe('during a pause', () => {
  test('the caller leaves: nothing more is sent, and the call is settled once', async () => {
    pair.first.behave(fail500);
    let endedCount = 0;
    const watch = { started: () => undefined, ended: () => (endedCount += 1) };
    const gateway = oneTarget({ clock: heldClock(), draw: () => 0.999, watch });
    const { sink, leave } = startCall(gateway, chatRequest);
    await eventually(() => expect(endedCount).toBe(1));
    expect(sink.calls).toEqual([]);
    leave();
    await sink.done;
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    expect(gateway.records).toMatchObject([{ decision: { outcome: 'cancelled' } }]);
    expect(pair.first.requests).toHaveLength(1);
  });

  test('that the deadline would end, the call ends at once', async () => {
    pair.first.behave(fail500);
    const clock = heldClock();
    const hurried = oneTarget({ draw: () => 0.999, clock });
    const sink = await makeCall(hurried, chatRequest, { deadlineAtMs: clock.unixMs() + 90 });
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
    expect(pair.first.requests).toHaveLength(1);
    expect(hurried.records).toHaveLength(1);
  });
});

/** Stands still, so that a deadline is as far as it was. */
function heldClock() {
  const nowMs = systemClock.monotonicMs();
  const unixMs = Date.now();
  return { unixMs: () => unixMs, monotonicMs: () => nowMs };
}

function observing(reasons: RetryReason[]) {
  const ignore = () => undefined;
  return {
    out: ignore,
    closed: ignore,
    forced: ignore,
    refused: ignore,
    retried: (reason: RetryReason) => reasons.push(reason),
  };
}
