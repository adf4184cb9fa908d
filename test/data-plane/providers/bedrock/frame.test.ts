import { crc32 } from 'node:zlib';
import { encodeEventStreamMessage } from '@copilotkit/aimock';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { type Frame, FrameReader } from '../../../../data-plane/providers/bedrock/frame.ts';
import { eventBytesMax } from '../../../../data-plane/providers/server-sent-event.ts';
import { frameOf, textHeader, type WireHeader } from './sample.ts';

function read(chunks: readonly Buffer[]): Frame[] {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
}

function failure(bytes: Buffer): unknown {
  try {
    read([bytes]);
  } catch (error) {
    return error;
  }
  throw new Error('the bytes were taken');
}

/** A header of each of the ten types of the wire. */
const everyType: readonly WireHeader[] = [
  ['true', 0, Buffer.alloc(0)],
  ['false', 1, Buffer.alloc(0)],
  ['byte', 2, Buffer.alloc(1, 1)],
  ['short', 3, Buffer.alloc(2, 1)],
  ['integer', 4, Buffer.alloc(4, 1)],
  ['long', 5, Buffer.alloc(8, 1)],
  ['bytes', 6, Buffer.from([0, 3, 1, 2, 3])],
  textHeader('text', 'value'),
  ['time', 8, Buffer.alloc(8, 1)],
  ['uuid', 9, Buffer.alloc(16, 1)],
];

describe('one message', () => {
  test.each([
    ['no header', '0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936'],
    [
      'one header',
      '0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1',
    ],
  ])('of the test vectors of AWS with %s is read', (_, hex) => {
    const raw = Buffer.from(hex, 'hex');
    expect(read([raw])).toEqual([
      {
        raw,
        messageType: '',
        eventType: '',
        errorType: '',
        errorMessage: '',
        payload: Buffer.from("{'foo':'bar'}"),
      },
    ]);
  });

  test('of another encoder is read', () => {
    const [frame] = read([encodeEventStreamMessage('messageStart', { role: 'assistant' })]);
    expect(frame).toMatchObject({ messageType: 'event', eventType: 'messageStart' });
    expect(frame?.payload.toString()).toBe('{"role":"assistant"}');
  });

  test('has its known headers found behind headers of every type', () => {
    const raw = frameOf(
      [
        ...everyType,
        textHeader(':message-type', 'error'),
        textHeader(':error-code', 'InternalError'),
        textHeader(':error-message', 'boom'),
        ...everyType,
      ],
      Buffer.alloc(0),
    );
    expect(read([raw])).toMatchObject([
      { messageType: 'error', errorType: 'InternalError', errorMessage: 'boom' },
    ]);
  });

  test('that lies in one chunk is a view of it', () => {
    const raw = frameOf([], Buffer.from('{}'));
    const chunk = Buffer.concat([raw, raw]);
    const [first] = read([chunk]);
    chunk[12] = 0x20;
    expect(first?.payload.toString()).toBe(' }');
  });
});

test('messages split at every byte, and byte by byte, are the same', () => {
  const bytes = Buffer.concat([
    frameOf(everyType, Buffer.from('{"a":1}')),
    frameOf([], Buffer.alloc(0)),
    frameOf([textHeader(':event-type', 'x')], Buffer.from('{"b":2}')),
  ]);
  const whole = read([bytes]);
  expect(whole).toHaveLength(3);
  for (let at = 1; at < bytes.length; at += 1) {
    expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  expect(read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole);
});

describe('what is no message is a protocol error', () => {
  const good = frameOf([textHeader(':event-type', 'x')], Buffer.from('{"a":1}'));

  test('every byte that is changed is found', () => {
    for (let at = 0; at < good.length; at += 1) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(failure(bytes)).toMatchObject({ code: 'provider_protocol_error' });
    }
  });

  test.each([
    ['HTML', Buffer.from('<!doctype html>')],
    ['JSON', Buffer.from('{"message":"sk-live-12345678"}')],
    ['an event stream of text', Buffer.from('data: {"a":1}\n\n')],
  ])('%s', (_, bytes) => {
    expect(failure(bytes)).toMatchObject({
      code: 'provider_protocol_error',
      message: expect.not.stringContaining('sk-live'),
    });
  });

  test('a message over the bound is refused by its length, before it comes', () => {
    const large = frameOf([], Buffer.alloc(eventBytesMax - 15)).subarray(0, 12);
    expect(failure(large)).toMatchObject({
      code: 'provider_protocol_error',
      message: expect.stringContaining('larger'),
    });
    expect(read([frameOf([], Buffer.alloc(eventBytesMax - 16))])).toHaveLength(1);
  });

  test.each<[string, readonly WireHeader[]]>([
    ['of an unknown type', [['x', 10, Buffer.alloc(0)]]],
    ['with a value beyond the headers', [['x', 7, Buffer.from([0xff, 0xff])]]],
    ['with half a length', [['x', 7, Buffer.from([0])]]],
    ['with half a number', [['x', 5, Buffer.alloc(7)]]],
  ])('a header %s', (_, headers) => {
    expect(failure(frameOf(headers, Buffer.from('0123456789')))).toMatchObject({
      code: 'provider_protocol_error',
    });
  });

  test('a name that reaches to where the last byte of the checksum looks like a type of text', () => {
    let frame: Buffer = Buffer.alloc(0);
    for (let number = 0; frame.at(-1) !== 7; number += 1) {
      // One byte of headers: the length of a name that ends right before the last byte of the message.
      frame = withHeadersLength(frameOf([], Buffer.from([7, number & 0xff, number >> 8, 0, 0])), 1);
    }
    expect(failure(frame)).toMatchObject({ code: 'provider_protocol_error' });
  });

  test.each([1, 4, 8, 0xffff_fff0])('headers %d bytes longer than their message', (more) => {
    // A header that would reach over the checksum, where nothing else stops it.
    const frame = frameOf([], Buffer.from([1, 0x78, 6, 0, 6, 0, 0]));
    expect(failure(withHeadersLength(frame, frame.length - 16 + more))).toMatchObject({
      code: 'provider_protocol_error',
    });
  });
});

/** The same bytes with another length of headers, and checksums that fit. */
function withHeadersLength(frame: Buffer, length: number): Buffer {
  const bytes = Buffer.from(frame);
  bytes.writeUInt32BE(length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

describe('hostile bytes', () => {
  const chunks = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      fc.uint8Array({ maxLength: 64 }).map((bytes) => frameOf([], Buffer.from(bytes))),
      // Headers of any bytes under checksums that fit.
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 }))
        .map(([type, bytes]) => frameOf([['x', type, Buffer.from(bytes)]], Buffer.alloc(4))),
    ),
    { maxLength: 8 },
  );

  test('are messages or a protocol error, whatever they are', () => {
    fc.assert(
      fc.property(chunks, (some) => {
        try {
          for (const frame of read(some)) expect(frame.raw.length).toBeGreaterThanOrEqual(16);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect(error).toMatchObject({ code: 'provider_protocol_error' });
        }
      }),
    );
  });

  test('in single bytes hold no more memory than the message', () => {
    const reader = new FrameReader();
    const raw = frameOf([], Buffer.alloc(200_000, 0x20));
    const before = process.memoryUsage().arrayBuffers;
    for (let at = 0; at < raw.length - 1; at += 1) reader.push(raw.subarray(at, at + 1));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * eventBytesMax);
    expect(reader.push(raw.subarray(-1))).toHaveLength(1);
  });
});
