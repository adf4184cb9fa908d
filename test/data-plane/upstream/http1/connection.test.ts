import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createDial,
  type DialOptions,
  readOrigin,
} from '../../../../data-plane/upstream/http1/dial.ts';
import { OriginPool } from '../../../../data-plane/upstream/http1/origin-pool.ts';
import { OutgoingCall } from '../../../../data-plane/upstream/http1/outgoing-call.ts';
import { TransportFault } from '../../../../data-plane/upstream/http1/transport-fault.ts';
import { TestCertificates } from '../../../support/certificates.ts';
import { eventually } from '../../../support/eventually.ts';
import { sameFor, send, Taker } from './taker-fixture.ts';

/*
 * Goal: a connection carries one call after another only when both sides agree where each reply ends; who does not read is not read
 * for; what is cut is cut on the wire.
 * Method: a server of bare sockets that says what a test tells it, plain and with TLS.
 */

const short = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

let server: Server | undefined;
let pool: OriginPool | undefined;
let certificates: TestCertificates;
let nowMs = 0;
/** Each connection, with what has come on it. */
let links: { readonly socket: Socket; text: string }[];

beforeEach(() => {
  links = [];
  certificates = new TestCertificates();
});

afterEach(async () => {
  pool?.retire();
  pool?.cut();
  for (const { socket } of links) socket.destroy();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  server = undefined;
  certificates[Symbol.dispose]();
});

interface Serving {
  /** Told of each part of each request. */
  readonly onData: (socket: Socket, chunk: Buffer) => void;
  readonly isSecure?: boolean;
  readonly tls?: DialOptions['tls'];
}

/** Starts the server, and a pool before it. */
async function serve({ onData, isSecure = false, tls }: Serving): Promise<OriginPool> {
  const take = (socket: Socket): void => {
    const link = { socket, text: '' };
    links.push(link);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      link.text += chunk.toString('latin1');
      onData(socket, chunk);
    });
  };
  const files = isSecure ? certificates.write('provider', {}) : undefined;
  server =
    files === undefined
      ? createServer(take)
      : createSecureServer(
          {
            cert: readFileSync(files.certificateFile),
            key: readFileSync(files.keyFile),
            ALPNProtocols: ['h2', 'http/1.1'],
          },
          take,
        );
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const options: DialOptions = { timeoutMs: 5_000, sessionCountMax: 4, ...(tls && { tls }) };
  pool = new OriginPool({
    origin: readOrigin(`${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`),
    dial: createDial(options),
    connectionCountMax: 4,
    monotonicMs: () => nowMs,
    onEmpty: () => undefined,
  });
  return pool;
}

test('a request goes out as HTTP/1.1 has it, and the next one over the same connection', async () => {
  const to = await serve({ onData: (socket) => socket.write(short) });
  expect([await send(to), await send(to)]).toEqual(['ok', 'ok']);
  expect(links).toHaveLength(1);
  const one = `POST /v1/x?y=1 HTTP/1.1\r\nhost: ${to.host}\r\nconnection: keep-alive\r\na: b\r\ncontent-length: 2\r\n\r\n{}`;
  expect(links[0]?.text).toBe(one.repeat(2));
});

test('a long body goes out byte for byte', async () => {
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
  const to = await serve({
    onData: (socket) => {
      if ((links[0]?.text.length ?? 0) > body.length) socket.write(short);
    },
  });
  expect(await send(to, new Taker(), body)).toBe('ok');
  expect(links[0]?.text.endsWith(`\r\n\r\n${body.toString('latin1')}`)).toBe(true);
});

test.each([
  ['a path', '/a b', ['a', 'b']],
  ['a path of another line', '/a\r\nx: y', ['a', 'b']],
  ['a name', '/', ['a b', 'c']],
  ['a value of another line', '/', ['a', 'b\r\nx: y']],
  ['a value beyond Latin 1', '/', ['a', '\u20ac']],
])('%s with a character that has no place there is refused, and not told', (_, path, headers) => {
  const request = { origin: '', path, headers, body: Buffer.alloc(0) };
  const make = () => new OutgoingCall('h', request, new Taker());
  expect(make).toThrow(TypeError);
  expect(make).toThrow(/has a character that no (?:path|header) has/);
});

describe('a connection is not used again', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['when more came than the reply', `${short}HTTP/1.1 200 OK\r\n`],
    ['when its server says goodbye', short.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')],
    ['when its server is of HTTP/1.0', short.replace('1.1', '1.0')],
    ['when its server keeps it for too short', short.replace('OK', 'OK\r\nkeep-alive: timeout=1')],
  ];
  test.each(rows)('%s', async (_, reply) => {
    const to = await serve({ onData: (socket) => socket.write(reply) });
    expect([await send(to), await send(to)]).toEqual(['ok', 'ok']);
    expect(links).toHaveLength(2);
  });

  test('when it was free for too long', async () => {
    const to = await serve({ onData: (socket) => socket.write(short) });
    await send(to);
    nowMs += 4_000;
    expect(await send(to)).toBe('ok');
    expect(links).toHaveLength(2);
    nowMs += 3_999;
    to.sweep();
    expect(await send(to)).toBe('ok');
    expect(links).toHaveLength(2);
    nowMs += 4_000;
    to.sweep();
    await eventually(() => expect(links.every(({ socket }) => socket.destroyed)).toBe(true));
  });

  test('when something comes on it that nobody asked for', async () => {
    const to = await serve({ onData: (socket) => socket.write(short) });
    await send(to);
    links[0]?.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad');
    await eventually(() => expect(links[0]?.socket.destroyed).toBe(true));
    expect(await send(to)).toBe('ok');
    expect(links).toHaveLength(2);
  });

  test('when the reply came before the request was out', async () => {
    const to = await serve({
      onData: (socket) => {
        socket.pause();
        if (links.length === 1) socket.write(short);
        else socket.end(short);
      },
    });
    expect(await send(to, new Taker(), Buffer.alloc(30_000_000, 'x'))).toBe('ok');
    expect(await send(to)).toBe('ok');
    expect(links).toHaveLength(2);
  });
});

const lots = 20_000_000;

test.each([false, true])('who does not read is not read for; with TLS: %s', async (isSecure) => {
  let writtenCount = 0;
  const part = Buffer.alloc(100_000, 'x');
  const to = await serve({
    isSecure,
    tls: { checkServerIdentity: () => undefined, ...trust() },
    onData: (socket) => {
      const write = (): void => {
        while (writtenCount < lots) {
          writtenCount += part.length;
          if (!socket.write(part)) return;
        }
      };
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${lots}\r\n\r\n`);
      socket.on('drain', write);
      write();
    },
  });
  const taker = new Taker((call) => call.pause());
  const outcome = send(to, taker);
  await eventually(() => expect(taker.byteCount).toBeGreaterThan(0));
  // What the system's own buffers take is less than all: the server waits, and nothing more is told.
  const { byteCount } = taker;
  const settled = await sameFor(20, () => writtenCount);
  expect(settled).toBeLessThan(lots);
  expect(taker.byteCount).toBe(byteCount);
  const reading = setInterval(() => taker.call?.resume(), 0);
  await outcome;
  clearInterval(reading);
  expect(taker.byteCount).toBe(lots);
});

function trust(): { readonly ca: Buffer } {
  return { ca: readFileSync(certificates.write('trust', {}).caFile) };
}

test.each([false, true])(
  'an end that comes while nobody reads is told when somebody does; with TLS: %s',
  async (isSecure) => {
    const to = await serve({
      isSecure,
      tls: { checkServerIdentity: () => undefined, ...trust() },
      onData: (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nabc'),
    });
    const taker = new Taker((call) => call.pause());
    const outcome = send(to, taker);
    await eventually(() => expect(taker.body).toBe('abc'));
    // By then the end has come too, where it came with the rest.
    await new Promise((resolve) => setImmediate(resolve));
    taker.call?.resume();
    expect(await outcome).toBe('abc');
  },
);

test('a call that is given up cuts its connection, and is told nothing more', async () => {
  const to = await serve({
    onData: (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'),
  });
  const taker = new Taker((call) => call.abort());
  const outcome = send(to, taker);
  await eventually(() => expect(links[0]?.socket.destroyed).toBe(true));
  expect(await Promise.race([outcome, Promise.resolve('nothing')])).toBe('nothing');
  // It has no power over the connection any more.
  taker.call?.resume();
  taker.call?.abort();
});

test('what was used for one call and broke before the next reply is stale; what broke within it is not', async () => {
  let seenCount = 0;
  const to = await serve({
    onData: (socket) => {
      seenCount += 1;
      if (seenCount === 2) socket.resetAndDestroy();
      else if (seenCount === 4) socket.end('HTTP/1.1 2');
      else socket.write(short);
    },
  });
  const outcomes = [await send(to), await send(to), await send(to), await send(to)];
  expect(outcomes).toMatchObject(['ok', { isStale: true }, 'ok', { isStale: false }]);
  for (const outcome of [outcomes[1], outcomes[3]]) expect(outcome).toBeInstanceOf(TransportFault);
});

test('an address that cannot be reached fails each call that waits for it', async () => {
  const to = await serve({ onData: () => undefined });
  const closing = server;
  await new Promise((resolve) => closing?.close(resolve));
  const outcomes = await Promise.all(Array.from({ length: 9 }, () => send(to)));
  expect(outcomes).toMatchObject(Array.from(outcomes, () => ({ kind: 'connect' })));
  server = undefined;
});

describe('with TLS', () => {
  test('HTTP/1.1 is agreed on and sessions are used again', async () => {
    const reused: (readonly [boolean, string | false | null])[] = [];
    const to = await serve({
      isSecure: true,
      tls: { checkServerIdentity: () => undefined, ...trust() },
      onData: (socket) => {
        const secure = socket as TLSSocket;
        reused.push([secure.isSessionReused(), secure.alpnProtocol]);
        socket.write(short.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
      },
    });
    expect([await send(to), await send(to)]).toEqual(['ok', 'ok']);
    expect(reused).toEqual([
      [false, 'http/1.1'],
      [true, 'http/1.1'],
    ]);
  });

  test.each([
    ['an authority that is not trusted', () => ({ checkServerIdentity: () => undefined })],
    ['a name that is not its own', trust],
  ])('%s is refused before a byte of the request', async (_, tls) => {
    const to = await serve({ isSecure: true, tls: tls(), onData: () => undefined });
    expect(await send(to)).toMatchObject({ kind: 'connect' });
    expect(links.map(({ text }) => text).join('')).toBe('');
  });
});
