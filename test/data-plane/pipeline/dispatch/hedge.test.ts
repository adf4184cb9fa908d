import { describe, expect, test } from '@jest/globals';
import type { InferenceRequest } from '../../../../data-plane/inference.ts';
import { Balancer } from '../../../../data-plane/routing/balancer.ts';
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
import { makeCall, startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { chatRequest, providersAt, streamRequest } from '../snapshot-fixture.ts';
import { attemptsOf, type HedgingParts, hedgingOver } from './hedge-fixture.ts';

/*
 * Goal: where a rule hedges, a call whose first attempt is slow has a second one; one of them is the reply, the other leaves no
 * trace but its record; and the second one is never made where it must not be.
 * Method: real sockets; providers that hold back; the percentile is given, or learned by the balancer of a node.
 */

const pair = useProviderPair();
const hedging = (...[afterMs, parts, changes]: HedgingParts) =>
  hedgingOver(pair, afterMs, parts, changes);

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
