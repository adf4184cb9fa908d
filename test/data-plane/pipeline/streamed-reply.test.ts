import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  reset,
  stall,
  stream,
  textEvent,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { makeCall } from './call-fixture.ts';
import { useProviderPair } from './provider-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import { streamRequest } from './snapshot-fixture.ts';

const pair = useProviderPair();

describe('a stream', () => {
  test('passes event by event, without the usage that only the gateway asked for', async () => {
    pair.first.behave(stream(wholeStream));
    const gateway = pair.gatewayOver(pair.twoTargets());
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'write', 'write', 'end']);
    expect(sink.text).toBe(wholeStream.slice(0, 4).join(''));
    expect(sink.tail).toMatchObject({
      costNanoUsd: 11n,
      usage: { inputTokens: 7, outputTokens: 2 },
    });
    expect(gateway.records).toHaveLength(1);
    expect(gateway.records[0]?.decision?.firstTokenMs).toBeGreaterThan(0);
  });

  test('may be announced by informational replies', async () => {
    pair.first.behave((request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      stream(wholeStream)(request, response);
    });
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), streamRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 1 });
  });

  test('may take longer to its first content than a connection may take', async () => {
    pair.first.behave((request, response) => {
      setTimeout(() => stream(wholeStream)(request, response), 200);
    });
    const gateway = pair.gatewayOver(pair.twoTargets({ connectTimeoutMs: 100 }));
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 1 });
  });

  test('is decoded for a door that speaks another dialect', async () => {
    pair.first.behave(stream(wholeStream));
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), streamRequest, {
      sink: new RecordingSink('none'),
    });
    expect(sink.events).toEqual([
      { kind: 'text', text: 'Hello' },
      { kind: 'text', text: ' there' },
      { kind: 'finish', reason: 'stop' },
    ]);
  });

  test.each<readonly [string, Behaviour]>([
    ['is reset before content', reset([wholeStream[0] ?? ''])],
    ['ends before content', stream([wholeStream[0] ?? ''])],
    ['is JSON', answer(chatBody)],
    ['is HTML', answer('<html>', { type: 'text/html' })],
    ['is no events', stream(['{"choices":[]}\n\n'])],
    ['begins with an error', stream([`data: {"error":{"message":"overloaded"}}\n\n`])],
  ])('that %s is taken from the next target, unseen', async (_, behaviour) => {
    pair.first.behave(behaviour);
    pair.second.behave(stream(wholeStream));
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'write', 'write', 'end']);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(sink.text).toBe(wholeStream.slice(0, 4).join(''));
  });

  test.each<readonly [string, Behaviour]>([
    ['reset', reset(wholeStream.slice(0, 2))],
    ['ended without its own end', stream(wholeStream.slice(0, 2))],
  ])('that is %s after content is an explicit failure, never an end', async (_, behaviour) => {
    pair.first.behave(behaviour);
    const gateway = pair.gatewayOver(pair.twoTargets());
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'fail']);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
    expect(pair.second.requests).toHaveLength(0);
    expect(gateway.records).toHaveLength(1);
    expect(gateway.records[0]?.usageEvents).toMatchObject([
      {
        outcome: 'failed',
        inputTokens: '13',
        outputTokens: '1',
        estimated: true,
        costNanoUsd: '15',
      },
    ]);
  });

  test('that stalls after content is cut by the idle time', async () => {
    pair.first.behave(stall(wholeStream.slice(0, 2)));
    const gateway = pair.gatewayOver(pair.twoTargets({ idleTimeoutMs: 100 }));
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
    expect(sink.calls.at(-1)).toBe('fail');
  });

  test('that is not over at the deadline fails with it', async () => {
    pair.first.behave(stall(wholeStream.slice(0, 2)));
    const sink = await makeCall(
      pair.gatewayOver(pair.twoTargets({ totalTimeoutMs: 200 })),
      streamRequest,
    );
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'fail']);
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('is over with the own end of the provider, even when the connection stays open', async () => {
    pair.first.behave(stall(wholeStream));
    const gateway = pair.gatewayOver(pair.twoTargets(), { lingerTimeoutMs: 50 });
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls.at(-1)).toBe('end');
    await eventually(() => expect(pair.first.requests[0]?.abortedAtMs).toBeDefined());
  });

  test('begins without content when more is held back than the bound', async () => {
    const empty = wholeStream[0] ?? '';
    pair.first.behave(reset(Array.from({ length: 10 }, () => empty)));
    pair.second.behave(stream(wholeStream));
    const sink = await makeCall(
      pair.gatewayOver(pair.twoTargets(), { heldEventCountMax: 5 }),
      streamRequest,
    );
    expect(sink.calls[0]).toBe('begin');
    expect(sink.calls.at(-1)).toBe('fail');
    expect(pair.second.requests).toHaveLength(0);
  });

  test('of much text arrives whole and in order', async () => {
    const words = Array.from({ length: 2_000 }, (_, index) => textEvent(`w${index} `));
    pair.first.behave(stream([...words, ...wholeStream.slice(3)]));
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), streamRequest);
    expect(sink.text).toBe([...words, wholeStream[3]].join('').slice(0, sink.text.length));
    expect(sink.calls.filter((name) => name === 'write')).toHaveLength(2_001);
    expect(sink.byteCount).toBe(Buffer.byteLength([...words, wholeStream[3]].join('')));
  });
});
