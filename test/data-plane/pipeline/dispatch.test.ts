import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../../data-plane/config/snapshot.ts';
import type { EmbeddingRequest } from '../../../data-plane/inference.ts';
import type { AttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  embeddingsBody,
  type FaultyProvider,
  flood,
  raw,
  reset,
  stall,
  startFaultyProvider,
  stream,
  textEvent,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { findFreePort } from '../../support/free-port.ts';
import {
  chatRequest,
  createGateway,
  type Gateway,
  grant,
  makeCall,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from './call-fixture.ts';
import { RecordingSink } from './recording-sink.ts';

/*
 * Goal: a call is answered by the first target that can, and a failure before the first content is never seen.
 * Method: real sockets; the first provider misbehaves in each way there is, the second answers.
 */

let first: FaultyProvider;
let second: FaultyProvider;
let gateways: Gateway[] = [];

beforeEach(async () => {
  first = await startFaultyProvider(answer(chatBody));
  second = await startFaultyProvider(answer(chatBody));
});

afterEach(async () => {
  await Promise.all(gateways.map(({ pools }) => pools.close(100)));
  gateways = [];
  await Promise.all([first.close(), second.close()]);
});

function gatewayOver(snapshot: Snapshot, limits: Partial<AttemptLimits> = {}): Gateway {
  const gateway = createGateway(snapshot, limits);
  gateways.push(gateway);
  return gateway;
}

function twoTargets(changes: Parameters<typeof routeOver>[1] = {}): Snapshot {
  const targets = [targetOf(0), targetOf(1)];
  return snapshotOf({
    providers: providersAt([first.baseUrl, second.baseUrl]),
    targets,
    routes: [routeOver(targets, changes)],
  });
}

describe('a whole reply', () => {
  test('passes byte for byte when the dialects are equal, with usage, cost and the way it took', async () => {
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.reply).toEqual({
      kind: 'raw',
      bytes: Buffer.from(chatBody),
      contentType: 'application/json',
    });
    expect(sink.head).toEqual({ routeName: 'fast', targetName: 'target-0', attemptCount: 1 });
    expect(sink.tail).toEqual({
      usage: expect.objectContaining({ inputTokens: 7, outputTokens: 5, estimated: false }),
      costNanoUsd: 17n,
      decision: 'authenticated,granted,clean,drawn,verbatim',
    });
    const [request] = first.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers['authorization']).toBe('Bearer provider-secret');
    expect(request?.headers['accept-encoding']).toBe('identity');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'gpt-at-provider' });
  });

  test('is decoded for a door that speaks another dialect', async () => {
    const sink = await makeCall(gatewayOver(twoTargets()), chatRequest, {
      sink: new RecordingSink('none'),
    });
    expect(sink.reply).toMatchObject({
      kind: 'chat',
      chat: { message: { content: 'Hello there' } },
    });
    expect(sink.tail?.decision).toBe('authenticated,granted,clean,drawn,translated');
  });

  test('of embeddings is decoded and costs its input', async () => {
    first.behave(answer(embeddingsBody));
    const gateway = gatewayOver(twoTargets({ operation: 'embedding' }));
    const request: EmbeddingRequest = {
      operation: 'embedding',
      model: 'fast',
      inputs: ['one', 'two'],
      bare: false,
      dimensions: undefined,
      extra: {},
    };
    const sink = await makeCall(gateway, request, { sink: new RecordingSink('none') });
    expect(sink.reply).toMatchObject({
      kind: 'embedding',
      embedding: {
        vectors: [
          [0.5, 0.25],
          [1, 2],
        ],
      },
    });
    expect(sink.tail?.costNanoUsd).toBe(4n);
  });

  test('without usage is counted by the gateway and marked', async () => {
    const { usage: _, ...uncounted } = JSON.parse(chatBody) as { usage: unknown };
    first.behave(answer(JSON.stringify(uncounted)));
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.tail?.usage).toMatchObject({ inputTokens: 13, outputTokens: 3, estimated: true });
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({
      inputTokens: '13',
      outputTokens: '3',
      estimated: true,
      costNanoUsd: '19',
    });
  });

  test('asks no more output of a model than it can give', async () => {
    await makeCall(gatewayOver(twoTargets()), { ...chatRequest, outputTokensMax: 5_000 });
    expect(JSON.parse(first.requests[0]?.body ?? '')).toMatchObject({
      max_completion_tokens: model.outputTokensMax,
    });
  });

  test('of a target without a price costs nothing and is marked', async () => {
    const targets = [{ ...targetOf(0), prices: [] }];
    const gateway = gatewayOver(
      snapshotOf({
        providers: providersAt([first.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.tail?.costNanoUsd).toBe(0n);
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({ unpriced: true, costNanoUsd: '0' });
  });
});

describe('the next target answers', () => {
  const failures: readonly (readonly [string, Behaviour, string])[] = [
    ['resets', reset(), 'reset'],
    ['answers 500', answer('{"error":{"message":"oops"}}', { status: 500 }), 'server_error'],
    ['answers 429', answer('{}', { status: 429, headers: { 'retry-after': '7' } }), 'rate_limited'],
    ['answers 401', answer('{}', { status: 401 }), 'credential'],
    ['answers HTML', answer('<html></html>', { type: 'text/html' }), 'protocol'],
    ['answers garbage', answer('{"choices":'), 'protocol'],
    ['answers with no HTTP', raw('garbage\r\n\r\n'), 'protocol'],
    [
      'answers compressed',
      answer(chatBody, { headers: { 'content-encoding': 'gzip' } }),
      'protocol',
    ],
    [
      'ends before its content-length',
      raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"a"'),
      'reset',
    ],
    ['closes without an answer', raw(''), 'reset'],
    ['redirects', answer('', { status: 302, headers: { location: 'http://127.0.0.1:1' } }), ''],
  ];

  test.each(failures)('when the first %s', async (_, behaviour, verdict) => {
    first.behave(behaviour);
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(sink.tail?.decision).toContain('fallback');
    const [record] = gateway.records;
    const failed = record?.decision.attempts?.[0];
    expect(failed).toMatchObject({ number: 1, targetId: 'x0' });
    expect(failed?.verdict).toContain(verdict);
    expect(record?.decision.attempts?.[1]).toMatchObject({ number: 2, verdict: 'succeeded' });
    expect(record?.usageEvents).toMatchObject([
      { attempt: 1, targetId: 'x0', outcome: 'failed', inputTokens: '0', costNanoUsd: '0' },
      { attempt: 2, targetId: 'x1', outcome: 'succeeded', costNanoUsd: '17' },
    ]);
  });

  test('when nobody listens at the first', async () => {
    const port = await findFreePort();
    const targets = [targetOf(0), targetOf(1)];
    const gateway = gatewayOver(
      snapshotOf({
        providers: providersAt([`http://127.0.0.1:${port}/v1`, second.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(gateway.records[0]?.decision.attempts?.[0]).toMatchObject({ verdict: 'connect' });
  });

  test('when both targets are at one address where nobody listens, then at one that answers', async () => {
    const port = await findFreePort();
    const nowhere = `http://127.0.0.1:${port}/v1`;
    const targets = [targetOf(0), targetOf(1), targetOf(2)];
    const gateway = gatewayOver(
      snapshotOf({
        providers: providersAt([nowhere, nowhere, second.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-2', attemptCount: 3 });
  });

  test('when the first stalls: a whole reply has a share of the time, a stream the first-token time', async () => {
    first.behave(stall(undefined));
    second.behave((request, response) => {
      const isStream = request.body.includes('"stream":true');
      (isStream ? stream(wholeStream) : answer(chatBody))(request, response);
    });
    const gateway = gatewayOver(twoTargets({ firstTokenTimeoutMs: 100, totalTimeoutMs: 1_000 }));
    const whole = await makeCall(gateway, chatRequest);
    expect(whole.head?.targetName).toBe('target-1');
    const [wholeRecord] = gateway.records;
    const totalMs = wholeRecord?.decision.attempts?.[0]?.totalMs ?? 0;
    expect(totalMs).toBeGreaterThanOrEqual(480);
    expect(totalMs).toBeLessThan(900);
    const streamed = await makeCall(gateway, streamRequest);
    expect(streamed.head?.targetName).toBe('target-1');
    expect(gateway.records[1]?.decision.attempts?.[0]).toMatchObject({ verdict: 'timeout' });
    expect(gateway.records[1]?.decision.attempts?.[0]?.totalMs).toBeLessThan(450);
  });

  test('when an error stalls in its body', async () => {
    first.behave((_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.write('{"err');
    });
    const gateway = gatewayOver(twoTargets(), { errorBodyTimeoutMs: 50 });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head?.targetName).toBe('target-1');
    expect(gateway.records[0]?.decision.attempts?.[0]).toMatchObject({
      verdict: 'server_error',
      status: 500,
    });
    expect(gateway.records[0]?.decision.attempts?.[0]?.totalMs).toBeLessThan(1_000);
  });

  test('when an error is larger than 64 KiB, with what fits', async () => {
    first.behave(answer('x'.repeat(1_000_000), { status: 503 }));
    const sink = await makeCall(gatewayOver(twoTargets()), chatRequest);
    expect(sink.head?.targetName).toBe('target-1');
  });

  test('when a whole reply is larger than the bound', async () => {
    first.behave(flood('[1,2,3],'.repeat(100), undefined, 'application/json'));
    const sink = await makeCall(
      gatewayOver(twoTargets(), { wholeBodyBytesMax: 5_000 }),
      chatRequest,
    );
    expect(sink.head?.targetName).toBe('target-1');
    await eventually(() => expect(first.requests[0]?.abortedAtMs).toBeDefined());
  });
});

describe('no further target is tried', () => {
  test('after a refusal of the request itself', async () => {
    const error = {
      error: { message: 'bad temperature', type: 'invalid_request_error', param: 'temperature' },
    };
    first.behave(answer(JSON.stringify(error), { status: 400 }));
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error).toMatchObject({ code: 'provider_rejected' });
    expect(second.requests).toHaveLength(0);
    expect(gateway.records[0]?.decision).toMatchObject({
      outcome: 'failed',
      errorCode: 'provider_rejected',
    });
  });

  test('after three attempts', async () => {
    first.behave(answer('{}', { status: 500 }));
    second.behave(answer('{}', { status: 500 }));
    const targets = [0, 1, 2, 3, 4].map(targetOf);
    const baseUrls = targets.map((_, position) => (position < 4 ? first.baseUrl : second.baseUrl));
    const gateway = gatewayOver(
      snapshotOf({ providers: providersAt(baseUrls), targets, routes: [routeOver(targets)] }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(first.requests).toHaveLength(3);
  });

  test('and the error of the last tells why, with its retry-after', async () => {
    first.behave(answer('{}', { status: 500 }));
    second.behave(answer('{}', { status: 429, headers: { 'retry-after': '7' } }));
    const sink = await makeCall(gatewayOver(twoTargets()), chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_rate_limited', retryAfterS: 7 });
  });

  test('when its grant has ended since the targets were chosen', async () => {
    const nowMs = Date.now();
    first.behave((_, response) => {
      setTimeout(() => answer('{}', { status: 500 })({} as never, response), 150);
    });
    const targets = [targetOf(0), { ...targetOf(1), modelId: 'm2' }];
    const gateway = gatewayOver(
      snapshotOf({
        providers: providersAt([first.baseUrl, second.baseUrl]),
        models: [model, { ...model, id: 'm2', name: 'other' }],
        targets,
        grants: [grant, { ...grant, id: 'g2', modelId: 'm2', notAfterMs: nowMs + 100 }],
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(second.requests).toHaveLength(0);
  });

  test('once the deadline has passed', async () => {
    first.behave(stall(undefined));
    const gateway = gatewayOver(twoTargets());
    const startedMs = performance.now();
    const sink = await makeCall(gateway, streamRequest, { deadlineAtMs: Date.now() + 200 });
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(second.requests).toHaveLength(0);
    expect(gateway.records[0]?.decision.attempts).toMatchObject([{ verdict: 'timeout' }]);
  });
});

describe('a stream', () => {
  test('passes event by event, without the usage that only the gateway asked for', async () => {
    first.behave(stream(wholeStream));
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'write', 'write', 'end']);
    expect(sink.text).toBe(wholeStream.slice(0, 4).join(''));
    expect(sink.tail).toMatchObject({
      costNanoUsd: 11n,
      usage: { inputTokens: 7, outputTokens: 2 },
    });
    expect(gateway.records).toHaveLength(1);
    expect(gateway.records[0]?.decision.firstTokenMs).toBeGreaterThan(0);
  });

  test('may be announced by informational replies', async () => {
    first.behave((request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      stream(wholeStream)(request, response);
    });
    const sink = await makeCall(gatewayOver(twoTargets()), streamRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 1 });
  });

  test('may take longer to its first content than a connection may take', async () => {
    first.behave((request, response) => {
      setTimeout(() => stream(wholeStream)(request, response), 200);
    });
    const gateway = gatewayOver(twoTargets(), { connectTimeoutMs: 100 });
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 1 });
  });

  test('is decoded for a door that speaks another dialect', async () => {
    first.behave(stream(wholeStream));
    const sink = await makeCall(gatewayOver(twoTargets()), streamRequest, {
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
    first.behave(behaviour);
    second.behave(stream(wholeStream));
    const sink = await makeCall(gatewayOver(twoTargets()), streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'write', 'write', 'end']);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(sink.text).toBe(wholeStream.slice(0, 4).join(''));
  });

  test.each<readonly [string, Behaviour]>([
    ['reset', reset(wholeStream.slice(0, 2))],
    ['ended without its own end', stream(wholeStream.slice(0, 2))],
  ])('that is %s after content is an explicit failure, never an end', async (_, behaviour) => {
    first.behave(behaviour);
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'fail']);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
    expect(second.requests).toHaveLength(0);
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
    first.behave(stall(wholeStream.slice(0, 2)));
    const gateway = gatewayOver(twoTargets(), { idleTimeoutMs: 100 });
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.error).toMatchObject({ code: 'provider_stream_cut' });
    expect(sink.calls.at(-1)).toBe('fail');
  });

  test('that is not over at the deadline fails with it', async () => {
    first.behave(stall(wholeStream.slice(0, 2)));
    const sink = await makeCall(gatewayOver(twoTargets({ totalTimeoutMs: 200 })), streamRequest);
    expect(sink.calls).toEqual(['begin', 'write', 'write', 'fail']);
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
  });

  test('is over with the own end of the provider, even when the connection stays open', async () => {
    first.behave(stall(wholeStream));
    const gateway = gatewayOver(twoTargets(), { lingerTimeoutMs: 50 });
    const sink = await makeCall(gateway, streamRequest);
    expect(sink.calls.at(-1)).toBe('end');
    await eventually(() => expect(first.requests[0]?.abortedAtMs).toBeDefined());
  });

  test('begins without content when more is held back than the bound', async () => {
    const empty = wholeStream[0] ?? '';
    first.behave(reset(Array.from({ length: 10 }, () => empty)));
    second.behave(stream(wholeStream));
    const sink = await makeCall(gatewayOver(twoTargets(), { heldEventCountMax: 5 }), streamRequest);
    expect(sink.calls[0]).toBe('begin');
    expect(sink.calls.at(-1)).toBe('fail');
    expect(second.requests).toHaveLength(0);
  });

  test('of much text arrives whole and in order', async () => {
    const words = Array.from({ length: 2_000 }, (_, index) => textEvent(`w${index} `));
    first.behave(stream([...words, ...wholeStream.slice(3)]));
    const sink = await makeCall(gatewayOver(twoTargets()), streamRequest);
    expect(sink.text).toBe([...words, wholeStream[3]].join('').slice(0, sink.text.length));
    expect(sink.calls.filter((name) => name === 'write')).toHaveLength(2_001);
    expect(sink.byteCount).toBe(Buffer.byteLength([...words, wholeStream[3]].join('')));
  });
});
