import { connect, constants } from 'node:http2';
import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ReaderWatch } from '../../../../../data-plane/doors/grpc/guard/reader-watch.ts';
import { inferenceContract } from '../../../../../proto/contract/inference.ts';
import { eventually } from '../../../../support/eventually.ts';
import { callChat } from '../call.ts';
import { head, helloRequest, openDoor, tail, usage } from '../open-door.ts';

// Goal: a reader is cut when nothing of what waits for it moves for the stall time, and never while something does.
// Method: the watch over streams and a clock of the test's own; then the door on real sockets.

class FakeStream {
  writableLength = 0;
  resetCode: number | undefined;

  close(code?: number): void {
    this.resetCode = code;
  }
}

describe('the watch', () => {
  let nowMs = 0;
  let watch: ReaderWatch;
  let stream: FakeStream;
  let reply: ReturnType<ReaderWatch['open']>;
  beforeEach(() => {
    nowMs = 0;
    watch = new ReaderWatch(1_000, () => nowMs);
    stream = new FakeStream();
    // grpc-js keeps the stream of a call in a member that its types do not name.
    reply = watch.open({ stream } as unknown as ServerInterceptingCallInterface);
  });
  afterEach(() => {
    watch.close(reply);
    watch.look();
  });
  const lookAt = (atMs: number): number | undefined => {
    nowMs = atMs;
    watch.look();
    return stream.resetCode;
  };

  test('resets what does not move for the stall time', () => {
    stream.writableLength = 100;
    expect([lookAt(100), lookAt(1_000), lookAt(1_110)]).toEqual([
      undefined,
      undefined,
      constants.NGHTTP2_CANCEL,
    ]);
  });

  test('leaves those for whom nothing waits', () => {
    expect([lookAt(0), lookAt(100_000)]).toEqual([undefined, undefined]);
  });

  test('leaves those who take messages, though as much waits at each look', () => {
    stream.writableLength = 100;
    for (let atMs = 0; atMs < 20_000; atMs += 900) {
      reply.offeredCount += 1;
      expect(lookAt(atMs)).toBeUndefined();
    }
  });

  test('leaves those who take parts of what waits', () => {
    for (let atMs = 0; atMs < 20_000; atMs += 900) {
      stream.writableLength = 30_000 - atMs;
      expect(lookAt(atMs)).toBeUndefined();
    }
  });

  test('gives a large message the time that it takes at 64 KB a second', () => {
    stream.writableLength = 640_000;
    expect([lookAt(0), lookAt(10_900), lookAt(11_100)]).toEqual([
      undefined,
      undefined,
      constants.NGHTTP2_CANCEL,
    ]);
  });

  test('forgets a call that is over', () => {
    stream.writableLength = 100;
    lookAt(0);
    watch.close(reply);
    expect(lookAt(10_000)).toBeUndefined();
  });
});

test('a whole reply that nobody takes is dropped, and its place given back', async () => {
  const content = 'x'.repeat(80_000);
  await using open = await openDoor({
    handle: ({ sink }) => {
      const message = { role: 'assistant', content } as const;
      const chat = { id: 'reply-1', message, finishReason: 'stop' } as const;
      sink.answer(head, { kind: 'chat', chat, usage }, tail);
    },
    limits: { callsMax: 1, stallTimeoutMs: 100 },
  });
  const session = connect(`http://${open.address}`);
  const message = inferenceContract.InferenceService.service.Chat.requestSerialize(helloRequest());
  const stream = session.request({
    ':method': 'POST',
    ':path': '/gatehouse.inference.v1.InferenceService/Chat',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => {}).pause();
  stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]));
  try {
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    expect((await callChat(open, helloRequest())).error?.details).toContain('too many calls');
    await eventually(() => expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL), 20_000);
    expect((await callChat(open, helloRequest())).error).toBeUndefined();
  } finally {
    session.destroy();
  }
}, 30_000);
