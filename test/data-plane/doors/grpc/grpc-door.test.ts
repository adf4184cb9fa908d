import { connect } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../data-plane/pipeline/exchange.ts';
import type { ChatStreamRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatStreamRequest.ts';
import { inferenceContract } from '../../../../proto/load.ts';
import { eventually } from '../../../support/eventually.ts';
import { callChat, callStream, readDetails } from './call.ts';
import { answerAll, head, helloRequest, metadataOf, openDoor, tail, usage } from './open-door.ts';

// Goal: what a caller of the typed door sees, on real sockets, for each way in which a call may end.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

const wireUsage = {
  inputTokens: '11',
  outputTokens: '7',
  cachedReadTokens: '3',
  reasoningTokens: '2',
  estimated: false,
};

describe('a unary call', () => {
  test('answers a typed message, says who answered before it and what it cost after it', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { reply, error, head: initial, trailers } = await callChat(open, helloRequest());
    expect(error).toBeUndefined();
    expect(reply).toMatchObject({
      id: 'reply-1',
      model: 'smart',
      message: { role: 'ROLE_ASSISTANT', content: [{ text: 'Hello', part: 'text' }] },
      finishReason: 'stop',
      usage: wireUsage,
    });
    expect(initial).toMatchObject({
      'x-gatehouse-revision': '42',
      'x-gatehouse-route': 'smart',
      'x-gatehouse-target': 'mini@east',
      'x-gatehouse-request-id': open.arrivals[0]?.requestId,
    });
    expect(trailers).toMatchObject({
      'x-gatehouse-attempts': '2',
      'x-gatehouse-cost-nano-usd': '12345',
      'x-gatehouse-decision': 'authenticated,granted,clean,drawn',
    });
  });

  test('carries tool calls both ways', async () => {
    const call = { id: 'call-1', name: 'weather', arguments: '{"city":"Bonn"}' };
    await using open = await openDoor({
      handle: (arrival) => {
        arrival.parse();
        const message = { role: 'assistant', content: undefined, toolCalls: [call] } as const;
        const chat = { id: 'reply-2', message, finishReason: 'tool_calls' } as const;
        arrival.sink.answer(head, { kind: 'chat', chat, usage }, tail);
      },
    });
    const { reply } = await callChat(open, {
      ...helloRequest(),
      tools: [{ name: 'weather', description: 'Tells the weather.' }],
    });
    expect(reply?.message).toMatchObject({ content: [], toolCalls: [call] });
    expect(reply?.finishReason).toBe('tool_calls');
  });

  test('embeds texts in the order of the inputs', async () => {
    await using open = await openDoor({ handle: answerAll });
    const reply = await new Promise((resolve, reject) =>
      open.client.Embed({ model: 'vectors', inputs: ['a', 'b'] }, (error, value) =>
        error ? reject(error) : resolve(value),
      ),
    );
    expect(reply).toEqual({
      model: 'smart',
      embeddings: [{ values: [0, 0.5] }, { values: [1, 0.5] }],
      usage: wireUsage,
    });
  });

  test('hands key, workload, claims and timeout to the pipeline', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest(), {
      metadata: {
        authorization: 'Bearer good-key',
        'x-gatehouse-workload': 'code',
        'x-gatehouse-metadata': '{"feature":"search"}',
        'x-gatehouse-timeout-ms': '1500',
      },
    });
    const [arrival] = open.arrivals;
    expect(arrival).toMatchObject({
      door: 'grpc',
      credential: 'good-key',
      requestedWorkload: 'code',
      claimed: { feature: 'search' },
    });
    expect(Number(arrival?.deadlineAtMs) - Number(arrival?.receivedAtMs)).toBe(1500);
  });

  test('takes x-api-key as well, and no deadline when there is none', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest(), { metadata: { 'x-api-key': 'good-key' } });
    expect(open.arrivals[0]?.credential).toBe('good-key');
    expect(open.arrivals[0]?.deadlineAtMs).toBeUndefined();
  });
});

describe('a refused call', () => {
  const refuse = (error: GatewayError) => ({
    handle: () => {
      throw error;
    },
  });

  test('with a wrong key is UNAUTHENTICATED with the word of the closed list', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('unknown_key', 'The key is not known.')),
    );
    const { error, trailers } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.UNAUTHENTICATED);
    expect(error?.details).toBe('The key is not known.');
    expect(trailers).toMatchObject({
      'x-gatehouse-error': 'unknown_key',
      'x-gatehouse-revision': '42',
      'x-gatehouse-request-id': open.arrivals[0]?.requestId,
    });
  });

  test('without a grant is PERMISSION_DENIED with ErrorInfo', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('grant_missing', 'Ask for a grant of model mini.')),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.PERMISSION_DENIED);
    expect(error && readDetails(error.metadata)).toEqual({
      ErrorInfo: {
        reason: 'grant_missing',
        domain: 'gatehouse',
        metadata: { request_id: open.arrivals[0]?.requestId },
      },
    });
  });

  test('that may be repeated says when, in RetryInfo', async () => {
    await using open = await openDoor(
      refuse(new GatewayError('provider_rate_limited', 'Try later.', { retryAfterS: 7 })),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error && readDetails(error.metadata)['RetryInfo']).toEqual({
      retryDelay: { seconds: '7', nanos: 0 },
    });
  });

  test('with a bad field is INVALID_ARGUMENT and names the field', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error } = await callChat(open, { model: 'smart', messages: [] });
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error && readDetails(error.metadata)['BadRequest']).toEqual({
      fieldViolations: [
        { field: 'messages', description: 'The field messages must hold at least one message.' },
      ],
    });
  });

  test('keeps its trailers under 8 KiB, however long the sentence', async () => {
    const sentence = '\u{1F512}\uD800'.repeat(10_000);
    await using open = await openDoor(
      refuse(new GatewayError('provider_rejected', sentence, { param: sentence })),
    );
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    const details = error?.metadata.get('grpc-status-details-bin')[0];
    const bytes = encodeURI(error?.details ?? '').length + (Number(details?.length) * 4) / 3;
    expect(bytes).toBeGreaterThan(2_000);
    expect(bytes).toBeLessThan(7_500);
  });

  test('that failed unexpectedly is INTERNAL and tells nothing of the cause', async () => {
    await using open = await openDoor({
      handle: () => {
        throw new TypeError('secret detail');
      },
    });
    const { error } = await callChat(open, helloRequest());
    expect(error?.code).toBe(status.INTERNAL);
    expect(JSON.stringify(error)).not.toContain('secret detail');
  });

  test('that is no message of the method is INVALID_ARGUMENT', async () => {
    await using open = await openDoor({ handle: answerAll });
    const error = await new Promise<{ code: number }>((resolve) =>
      open.client.makeUnaryRequest(
        '/gatehouse.inference.v1.InferenceService/Chat',
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        Buffer.from([0x0a, 0xff]),
        (failure) => resolve(failure ?? { code: status.OK }),
      ),
    );
    expect(error.code).toBe(status.INVALID_ARGUMENT);
  });
});

describe('bounds', () => {
  test('a message over the limit is RESOURCE_EXHAUSTED in our words and never reaches the pipeline', async () => {
    await using open = await openDoor({ handle: answerAll, limits: { messageBytesMax: 100_000 } });
    const { error, trailers } = await callChat(open, {
      model: 'smart',
      messages: [{ role: 'ROLE_USER', content: [{ text: 'x'.repeat(100_001) }] }],
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error?.details).toMatch(/^The message has \d+ bytes; at most 100000 are taken\.$/);
    expect(trailers['x-gatehouse-error']).toBe('body_too_large');
    expect(open.arrivals).toEqual([]);
  });

  test('a message of twice the limit is RESOURCE_EXHAUSTED before it is read', async () => {
    await using open = await openDoor({ handle: answerAll, limits: { messageBytesMax: 100_000 } });
    const { error } = await callChat(open, {
      model: 'smart',
      messages: [{ role: 'ROLE_USER', content: [{ text: 'x'.repeat(300_000) }] }],
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error?.details).toBe('Received message larger than max (300021 vs 200000)');
    expect(open.arrivals).toEqual([]);
  });

  test('too much metadata is RESOURCE_EXHAUSTED', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error, trailers } = await callChat(open, helloRequest(), {
      metadata: Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`x-junk-${n}`, 'y'])),
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(trailers['x-gatehouse-error']).toBe('headers_too_large');
  });

  test('a bad header is INVALID_ARGUMENT and named', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { error } = await callChat(open, helloRequest(), {
      metadata: { 'x-gatehouse-timeout-ms': 'soon' },
    });
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error && JSON.stringify(readDetails(error.metadata))).toContain(
      'x-gatehouse-timeout-ms',
    );
  });

  test('calls beyond the bound are refused as overloaded, and room comes back', async () => {
    await using open = await openDoor({
      handle: (arrival) => {
        if (open.arrivals.length > 1) answerAll(arrival);
      },
      limits: { callsMax: 1 },
    });
    const first = open.client.ChatStream({ chat: helloRequest() });
    first.on('error', () => {});
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const { trailers } = await callChat(open, helloRequest());
    expect(trailers['x-gatehouse-error']).toBe('overloaded');
    first.cancel();
    await eventually(async () =>
      expect((await callChat(open, helloRequest())).error).toBeUndefined(),
    );
  });
});

describe('a stream', () => {
  test('gives the pieces in order, usage last, and OK only then', async () => {
    await using open = await openDoor({ handle: answerAll });
    const { events, status: end, head: initial } = await callStream(open, helloRequest());
    expect(events.map((event) => event.event)).toEqual(['text', 'text', 'finishReason', 'usage']);
    expect(events.map((event) => event.text ?? '').join('')).toBe('Hello');
    expect(events.at(-1)?.usage).toEqual(wireUsage);
    expect(initial['x-gatehouse-target']).toBe('mini@east');
    expect(end.code).toBe(status.OK);
    expect(end.metadata.getMap()).toMatchObject({
      'x-gatehouse-attempts': '2',
      'x-gatehouse-cost-nano-usd': '12345',
    });
  });

  test('that is cut in the middle ends in a real status with details, after what came', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'Hel' });
        sink.fail(new GatewayError('provider_stream_cut', 'The provider stopped.'));
        sink.end(tail);
      },
    });
    const { events, status: end } = await callStream(open, helloRequest());
    expect(events.map((event) => event.text)).toEqual(['Hel']);
    expect(end.code).toBe(status.UNAVAILABLE);
    expect(end.metadata.getMap()['x-gatehouse-error']).toBe('provider_stream_cut');
    expect(readDetails(end.metadata)['ErrorInfo']).toMatchObject({ reason: 'provider_stream_cut' });
  });

  test('of a provider that answered whole is split into pieces', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        const toolCalls = [{ id: 'c', name: 'f', arguments: '{}' }];
        const message = { role: 'assistant', content: 'Hello', toolCalls } as const;
        const chat = { id: 'reply-3', message, finishReason: 'tool_calls' } as const;
        sink.answer(head, { kind: 'chat', chat, usage }, tail);
      },
    });
    const { events, status: end } = await callStream(open, helloRequest());
    expect(events.map((event) => event.event)).toEqual([
      'text',
      'toolCall',
      'finishReason',
      'usage',
    ]);
    expect(end.code).toBe(status.OK);
  });

  test('asks for a pause when the reader is slow, and goes on when it has room', async () => {
    const text = 'x'.repeat(64 * 1024);
    const pieceCount = 400;
    let writtenCount = 0;
    let pauseCount = 0;
    let lastWriteAt = performance.now();
    const pump = ({ sink }: Arrival): void => {
      while (writtenCount < pieceCount) {
        writtenCount += 1;
        lastWriteAt = performance.now();
        if (!sink.writeEvent({ kind: 'text', text })) {
          pauseCount += 1;
          return;
        }
      }
      sink.end(tail);
    };
    await using open = await openDoor({
      handle: (arrival) => {
        arrival.sink.onDrain(() => pump(arrival));
        arrival.sink.begin(head);
        pump(arrival);
      },
    });
    // grpc-js reads ahead without a bound, so the slow reader is a plain HTTP/2 stream.
    const session = connect(`http://${open.address}`);
    const call = session.request({
      ':method': 'POST',
      ':path': '/gatehouse.inference.v1.InferenceService/ChatStream',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.pause();
    call.end(frame({ chat: helloRequest() }));
    // Some pieces fit into the windows of HTTP/2; then it stands still.
    await eventually(() => {
      expect(pauseCount).toBeGreaterThan(0);
      expect(performance.now() - lastWriteAt).toBeGreaterThan(200);
    });
    expect(writtenCount).toBeLessThan(pieceCount);
    let receivedBytes = 0;
    call.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
    });
    call.resume();
    const trailers = await new Promise<Record<string, unknown>>((resolve) =>
      call.once('trailers', resolve),
    );
    expect(trailers['grpc-status']).toBe('0');
    expect(receivedBytes).toBeGreaterThan(pieceCount * text.length);
    session.close();
  });
});

function frame(message: ChatStreamRequest): Buffer {
  const body = inferenceContract.InferenceService.service.ChatStream.requestSerialize(message);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

describe('time and leaving', () => {
  test('a deadline reaches the pipeline, a little early, so that its own answer arrives', async () => {
    await using open = await openDoor({
      handle: (arrival) => {
        const leftMs = Number(arrival.deadlineAtMs) - Date.now();
        setTimeout(
          () => arrival.sink.fail(new GatewayError('deadline_exceeded', 'Too slow.')),
          Math.min(leftMs, 100),
        );
      },
    });
    const deadline = Date.now() + 30_000;
    const { error, trailers } = await callChat(open, helloRequest(), { deadline });
    const deadlineAtMs = Number(open.arrivals[0]?.deadlineAtMs);
    expect(deadlineAtMs).toBeGreaterThan(deadline - 1_000);
    expect(deadlineAtMs).toBeLessThan(deadline + 1_000);
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    expect(trailers['x-gatehouse-error']).toBe('deadline_exceeded');
  });

  test('a deadline that the pipeline overran is DEADLINE_EXCEEDED, and the call is given up', async () => {
    await using open = await openDoor({ handle: () => {} });
    const { error } = await callChat(open, helloRequest(), { deadline: Date.now() + 100 });
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
  });

  test('a caller that leaves aborts the call at once, and what comes after is ignored', async () => {
    await using open = await openDoor({ handle: ({ sink }) => sink.begin(head) });
    const call = open.client.ChatStream({ chat: helloRequest() });
    call.on('error', () => {});
    await new Promise((resolve) => call.once('metadata', resolve));
    const arrival = open.arrivals[0];
    const left = new Promise<number>((resolve) =>
      arrival?.callerLeft.addEventListener('abort', () => resolve(performance.now())),
    );
    const cancelledAt = performance.now();
    call.cancel();
    expect((await left) - cancelledAt).toBeLessThan(100);
    expect(arrival?.callerLeft.reason).toMatchObject({ code: 'caller_left' });
    expect(arrival?.sink.writeEvent({ kind: 'text', text: 'late' })).toBe(true);
    arrival?.sink.fail(new GatewayError('caller_left', 'The caller left.'));
  });

  test('a call that was answered is not taken for one that was left', async () => {
    await using open = await openDoor({ handle: answerAll });
    await callChat(open, helloRequest());
    await callStream(open, helloRequest());
    expect(open.arrivals.map((arrival) => arrival.callerLeft.aborted)).toEqual([false, false]);
  });

  test('draining lets calls in progress end and takes no new ones', async () => {
    await using open = await openDoor({ handle: ({ sink }) => sink.begin(head) });
    const running = callStream(open, helloRequest());
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const drained = open.door.drain(10_000);
    open.arrivals[0]?.sink.writeEvent({ kind: 'text', text: 'last' });
    open.arrivals[0]?.sink.end(tail);
    const { events, status: end } = await running;
    expect(events[0]?.text).toBe('last');
    expect(end.code).toBe(status.OK);
    await drained;
    const { error } = await callChat(open, helloRequest(), { deadline: Date.now() + 300 });
    expect(error?.code).toBeGreaterThan(0);
    expect(open.arrivals).toHaveLength(1);
  });

  test('draining cuts what does not end within the grace', async () => {
    await using open = await openDoor({ handle: ({ sink }) => sink.begin(head) });
    const running = callStream(open, helloRequest());
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    await open.door.drain(50);
    expect((await running).status.code).not.toBe(status.OK);
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(true);
  });
});

describe('the list of models', () => {
  const list = (open: Awaited<ReturnType<typeof openDoor>>, key: string) =>
    new Promise<unknown>((resolve) =>
      open.client.ListModels({}, metadataOf({ 'x-api-key': key }), (error, reply) =>
        resolve(error?.code ?? reply),
      ),
    );

  test('names what the key may use', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect(await list(open, 'good-key')).toEqual({
      models: [
        { id: 'smart', operation: 'chat' },
        { id: 'vectors', operation: 'embedding' },
      ],
    });
  });

  test('is refused with a wrong key', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect(await list(open, 'bad-key')).toBe(status.UNAUTHENTICATED);
  });
});
