import { connect } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../data-plane/pipeline/exchange.ts';
import { inferenceContract } from '../../../../proto/contract/inference.ts';
import type { ChatStreamRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatStreamRequest.ts';
import { eventually } from '../../../support/eventually.ts';
import { callStream, readDetails } from './call.ts';
import { answerAll, head, helloRequest, openDoor, tail, usage } from './open-door.ts';
import { wireUsage } from './wire-usage.ts';

// Goal: what a caller of the typed door sees of a stream, on real sockets.
// Method: grpc-js as client; behind the door a small handler that plays the pipeline's part.

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

  test('has the first of several answers', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeEvent({ kind: 'text', text: 'two', choice: 1 });
        sink.writeEvent({ kind: 'text', text: 'one' });
        sink.end(tail);
      },
    });
    const { events } = await callStream(open, helloRequest());
    expect(events.flatMap(({ text }) => text ?? [])).toEqual(['one']);
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
