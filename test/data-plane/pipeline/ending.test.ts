import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../data-plane/errors.ts';
import { createHandler } from '../../../data-plane/pipeline/handle.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  flood,
  stall,
  startFaultyProvider,
  stream,
  textEvent,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { arrivalOf, createGateway, type Gateway, makeCall, startCall } from './call-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import { chatRequest, providersAt, snapshotOf, streamRequest } from './snapshot-fixture.ts';

/*
 * Goal: however a call ends, the sink sees exactly one end, the record is safe before it, and nothing goes on behind.
 * Method: real sockets; the caller is an AbortController, the reader a sink that says whether it has room.
 */

let provider: FaultyProvider;
let gateway: Gateway;

beforeEach(async () => {
  provider = await startFaultyProvider(answer(chatBody));
  gateway = createGateway(snapshotOf({ providers: providersAt([provider.baseUrl]) }));
});

afterEach(async () => {
  await gateway.pools.close(100);
  await provider.close();
});

function withLimits(limits: Parameters<typeof createGateway>[1]): void {
  gateway = createGateway(snapshotOf({ providers: providersAt([provider.baseUrl]) }), limits);
}

async function abortedAtMs(): Promise<number> {
  return eventually(() => {
    const atMs = provider.requests[0]?.abortedAtMs;
    if (atMs === undefined) throw new Error('not aborted');
    return atMs;
  });
}

describe('the caller leaves', () => {
  test('in the middle of a stream: the provider is cut at once and what was seen is charged', async () => {
    provider.behave(stall(wholeStream.slice(0, 3)));
    const { sink, leave } = startCall(gateway, streamRequest);
    await eventually(() => expect(sink.calls).toHaveLength(4));
    provider.behave(answer(chatBody));
    leave();
    // Before a call that begins after it is answered: the 100 ms of the promise, on however busy a machine.
    expect((await makeCall(gateway, chatRequest)).calls).toEqual(['answer']);
    expect(provider.requests[0]?.abortedAtMs).toBeDefined();
    await sink.done;
    expect(sink.calls.at(-1)).toBe('fail');
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    expect(gateway.records).toHaveLength(2);
    expect(gateway.records[0]).toMatchObject({
      decision: { errorCode: 'caller_left', attempts: [{ verdict: 'cancelled' }] },
      usageEvents: [
        {
          outcome: 'cancelled',
          inputTokens: '13',
          outputTokens: '2',
          estimated: true,
          costNanoUsd: '17',
        },
      ],
    });
  });

  test('before any content: the provider is cut and the next one is not asked', async () => {
    provider.behave(stall(undefined));
    const { sink, leave } = startCall(gateway, chatRequest);
    await eventually(() => expect(provider.requests).toHaveLength(1));
    leave();
    await sink.done;
    await abortedAtMs();
    expect(sink.calls).toEqual(['fail']);
    expect(gateway.records[0]?.usageEvents).toMatchObject([
      { outcome: 'cancelled', inputTokens: '0', estimated: true, costNanoUsd: '0' },
    ]);
  });

  test('before anything was sent: nothing is sent', async () => {
    const sink = await makeCall(gateway, chatRequest, { callerLeft: AbortSignal.abort() });
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    expect(provider.requests).toHaveLength(0);
    expect(gateway.records).toHaveLength(1);
  });

  test('while a connection is opened: the request is never sent', async () => {
    const { sink, leave } = startCall(gateway, chatRequest);
    leave();
    await sink.done;
    await makeCall(gateway, chatRequest);
    expect(provider.requests).toHaveLength(1);
    expect(gateway.records.map(({ decision }) => decision?.errorCode)).toEqual(['caller_left', '']);
  });

  test('while an event is written: the others of the same chunk are not', async () => {
    provider.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(wholeStream.slice(0, 4).join(''));
    });
    const sink = new RecordingSink();
    const caller = new AbortController();
    sink.onCall = (name) => {
      if (name === 'write') caller.abort();
    };
    await makeCall(gateway, streamRequest, { sink, callerLeft: caller.signal });
    expect(sink.calls.filter((name) => name === 'write').length).toBeLessThan(4);
    expect(sink.error).toMatchObject({ code: 'caller_left' });
  });

  test('after the end: nothing happens', async () => {
    const { sink, leave } = startCall(gateway, chatRequest);
    await sink.done;
    leave();
    expect(sink.calls).toEqual(['answer']);
    expect(gateway.records).toHaveLength(1);
  });
});

describe('a slow reader', () => {
  const event = textEvent('x'.repeat(1_000));

  test('pauses the provider: at most 1 MiB is taken in before it reads on', async () => {
    let sentBytes = 0;
    provider.behave(flood(event, (bytes) => (sentBytes = bytes)));
    const sink = new RecordingSink();
    sink.hasRoom = false;
    const { leave } = startCall(gateway, streamRequest, { sink });
    let seenBytes = 0;
    await eventually(
      () => {
        const standsStill = sentBytes > 0 && sentBytes === seenBytes;
        seenBytes = sentBytes;
        if (!standsStill) throw new Error('the provider still sends');
      },
      5_000,
      50,
    );
    expect(sink.byteCount).toBeGreaterThan(0);
    expect(sink.byteCount).toBeLessThanOrEqual(1_048_576);
    sink.drain();
    await eventually(() => {
      expect(sink.byteCount).toBeGreaterThan(4_000_000);
      expect(sentBytes).toBeGreaterThan(seenBytes);
    });
    leave();
    await sink.done;
    await abortedAtMs();
  });

  test('that takes nothing for too long is cut', async () => {
    withLimits({ readerStallTimeoutMs: 50 });
    provider.behave(flood(event, () => undefined));
    const sink = new RecordingSink();
    sink.hasRoom = false;
    startCall(gateway, streamRequest, { sink });
    await sink.done;
    expect(sink.error).toMatchObject({ code: 'caller_left' });
    await abortedAtMs();
    expect(gateway.records).toHaveLength(1);
  });

  test('is not cut while it reads, and gets every event', async () => {
    const events = Array.from({ length: 300 }, () => event);
    provider.behave(stream([...events, ...wholeStream.slice(3)]));
    const sink = new RecordingSink();
    sink.hasRoom = false;
    sink.onCall = () => setImmediate(() => sink.drain());
    const { sink: done } = startCall(gateway, streamRequest, { sink });
    await done.done;
    expect(sink.calls.at(-1)).toBe('end');
    expect(sink.calls.filter((name) => name === 'write')).toHaveLength(301);
  });
});

describe('a handler', () => {
  test('without a configuration answers not_ready', async () => {
    const sink = await makeCall(createGateway(undefined), chatRequest);
    expect(sink.error).toMatchObject({ code: 'not_ready' });
  });

  test('turns whatever a stage throws into internal, without its text, and reports it', async () => {
    const fault = new Error('password=hunter2');
    const faults: unknown[] = [];
    const sink = new RecordingSink();
    const handle = createHandler({
      snapshot: () => snapshotOf({}),
      stages: [() => Promise.reject(fault)],
      settle: () => undefined,
      whenDue: (exchange, run) => run(exchange),
      whenKept: (exchange, finish) => finish(exchange),
      onFault: (reported) => faults.push(reported),
    });
    handle(arrivalOf(chatRequest, { sink }));
    await sink.done;
    expect(sink.error).toBeInstanceOf(GatewayError);
    expect(sink.error?.code).toBe('internal');
    expect(sink.error?.message).not.toContain('hunter2');
    expect(faults).toEqual([fault]);
  });

  test('answers the caller although the record cannot be written', async () => {
    const faults: unknown[] = [];
    const sink = new RecordingSink();
    const handle = createHandler({
      snapshot: () => snapshotOf({}),
      stages: [
        (exchange) => {
          throw new GatewayError('unknown_route', exchange.requestId);
        },
      ],
      settle: () => {
        throw new Error('disk full');
      },
      whenDue: (exchange, run) => run(exchange),
      whenKept: (exchange, finish) => finish(exchange),
      onFault: (reported) => faults.push(reported),
    });
    handle(arrivalOf(chatRequest, { sink }));
    await sink.done;
    expect(sink.error).toMatchObject({ code: 'unknown_route' });
    expect(faults).toMatchObject([{ message: 'disk full' }]);
  });

  test('survives a sink that throws in the middle of a stream', async () => {
    provider.behave(stall(wholeStream.slice(0, 2)));
    const sink = new RecordingSink();
    sink.onCall = (name) => {
      if (name === 'write') throw new Error('sink is broken');
    };
    await makeCall(gateway, streamRequest, { sink });
    expect(sink.error).toMatchObject({ code: 'internal' });
    expect(gateway.faults).toMatchObject([{ message: 'sink is broken' }]);
    await abortedAtMs();
    expect(gateway.records).toHaveLength(1);
  });
});
