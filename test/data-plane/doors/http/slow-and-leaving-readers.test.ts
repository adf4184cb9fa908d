import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { Arrival } from '../../../../data-plane/pipeline/exchange.ts';
import { eventually } from '../../../support/eventually.ts';
import { chat, event, streamed } from './chat-calls.ts';
import { begin, chatBody, chatHead, dial, head, openDoor, read, send, tail } from './open-door.ts';

/** Streams until the reader lets bytes wait, then says so. */
function flood(paused: () => void, resumed: () => void) {
  const piece = Buffer.from(`data: "${'x'.repeat(16_000)}"\n\n`);
  return ({ sink }: Arrival) => {
    sink.begin(head);
    sink.onDrain(() => {
      resumed();
      sink.end(tail);
    });
    while (sink.writeRaw(piece));
    paused();
  };
}

describe('readers', () => {
  test('a slow one pauses the stream, and wakes it when there is room', async () => {
    let [pauseCount, resumeCount] = [0, 0];
    await using open = await openDoor({
      handle: flood(
        () => {
          pauseCount += 1;
        },
        () => {
          resumeCount += 1;
        },
      ),
    });
    const incoming = await begin(open, chat, { body: streamed() });
    await eventually(() => expect(pauseCount).toBe(1));
    expect((await read(incoming)).endsWith('data: [DONE]\n\n')).toBe(true);
    expect(resumeCount).toBe(1);
  });

  test('one who takes nothing for too long is cut, and the call told', async () => {
    await using open = await openDoor({
      limits: { stallTimeoutMs: 100 },
      handle: ({ sink }) => {
        sink.begin(head);
        // More than the buffers of both kernels hold, so that something must wait.
        sink.writeRaw(Buffer.alloc(64 * 1024 * 1024, 0x20));
      },
    });
    const { socket } = await dial(open);
    socket.pause();
    socket.write(`${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`);
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
    expect(open.door.callCount).toBe(0);
    socket.destroy();
  });

  test('one who waits for a thinking provider is not cut', async () => {
    await using open = await openDoor({
      // Longer than a crowded machine keeps a write, shorter than the provider thinks.
      limits: { stallTimeoutMs: 500 },
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        setTimeout(() => sink.end(tail), 1_000);
      },
    });
    expect((await send(open, chat, { body: streamed() })).body).toContain('[DONE]');
  });

  test('one who leaves in mid-stream aborts the call, and what comes later is ignored', async () => {
    await using open = await openDoor({
      handle: ({ sink, callerLeft }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        callerLeft.addEventListener('abort', () => {
          sink.writeRaw(event('b'));
          sink.fail(new GatewayError('caller_left', 'Gone.'));
        });
      },
    });
    const incoming = await begin(open, chat, { body: streamed() });
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(false);
    incoming.destroy();
    await eventually(() => expect(open.arrivals[0]?.callerLeft.aborted).toBe(true));
    expect(open.arrivals[0]?.callerLeft.reason).toMatchObject({ code: 'caller_left' });
    await eventually(() => expect(open.door.callCount).toBe(0));
  });

  test('one who leaves before its body is whole makes no arrival', async () => {
    await using open = await openDoor();
    const { socket } = await dial(open);
    socket.write(`${chatHead}content-length: 100\r\n\r\n{"model"`);
    await eventually(() => expect(open.door.callCount).toBe(1));
    socket.destroy();
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals).toHaveLength(0);
  });

  test('one who got its reply did not leave', async () => {
    await using open = await openDoor();
    await send(open, chat);
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(false);
  });
});
