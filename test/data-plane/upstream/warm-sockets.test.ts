import { readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from '../../../data-plane/upstream/http1/connection.ts';
import { createDial, type Dial, readOrigin } from '../../../data-plane/upstream/http1/dial.ts';
import { OriginPool } from '../../../data-plane/upstream/http1/origin-pool.ts';
import {
  OutgoingCall,
  type ReplyHandler,
} from '../../../data-plane/upstream/http1/outgoing-call.ts';
import {
  type WarmLimits,
  type WarmOutcome,
  WarmSockets,
} from '../../../data-plane/upstream/warm-sockets.ts';
import { TestCertificates } from '../../support/certificates.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, type FaultyProvider, startFaultyProvider } from '../../support/faulty-provider.ts';

const roomy: WarmLimits = {
  waitMs: 5_000,
  dialCountMax: 4,
  socketCountMax: 8,
  idleTimeoutMs: 60_000,
};
const sessionCountMax = 8;
const plainDial = createDial({ timeoutMs: 1_000, sessionCountMax });

let provider: FaultyProvider;
let outcomes: WarmOutcome[];
let opened: WarmSockets[];
let servers: Server[];

beforeEach(async () => {
  provider = await startFaultyProvider(answer('{}'));
  outcomes = [];
  opened = [];
  servers = [];
});

afterEach(async () => {
  for (const sockets of opened) sockets.close();
  for (const server of servers) server.close();
  await provider.close();
});

function create(limits: Partial<WarmLimits> = {}, dial = plainDial): WarmSockets {
  const counter = { inc: ({ outcome }: { outcome: WarmOutcome }) => void outcomes.push(outcome) };
  const sockets = new WarmSockets(dial, { ...roomy, ...limits }, counter);
  opened.push(sockets);
  return sockets;
}

/** Sends one request through a pool that connects so; gives the status. */
function request(sockets: Pick<WarmSockets, 'connect'>, origin: string): Promise<number> {
  const pool = new OriginPool({
    origin: readOrigin(origin),
    dial: sockets.connect,
    connectionCountMax: 1,
    monotonicMs: () => 0,
    onEmpty: () => undefined,
  });
  const sent = { origin, path: '/', headers: [], body: Buffer.alloc(0) };
  return new Promise<number>((resolve, reject) => {
    let status = 0;
    const handler: ReplyHandler = {
      onRequestStart: () => true,
      onResponseStart: (said) => {
        status = said;
      },
      onResponseData: () => undefined,
      onResponseEnd: () => resolve(status),
      onResponseError: reject,
    };
    pool.send(new OutgoingCall(pool.host, sent, handler));
    pool.retire();
  });
}

/** Gives the port; the server is closed at the end of the test. */
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Accepts connections and says nothing: a TLS handshake with it does not end. */
function createSilentServer(): Server {
  return createTcpServer((socket) => socket.on('error', () => undefined));
}

test('a first request takes the connection that is open, and the second dials', async () => {
  const sockets = create();
  await sockets.open([provider.origin]);
  expect(await provider.connectionCount()).toBe(1);
  expect(provider.requests).toHaveLength(0);
  let dialCount = 0;
  const connect: Dial = (origin, done) => {
    dialCount += 1;
    sockets.connect(origin, done);
  };
  expect(await request({ connect }, provider.origin)).toBe(200);
  expect(dialCount).toBe(1);
  expect(outcomes).toEqual(['opened', 'used']);
  expect(await request(sockets, provider.origin)).toBe(200);
  expect(outcomes).toEqual(['opened', 'used']);
});

test('with TLS the handshake is done ahead', async () => {
  using certificates = new TestCertificates();
  const { certificateFile, keyFile, caFile } = certificates.write('provider', {});
  let handshakeCount = 0;
  const server = createSecureServer(
    { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
    (_, response) => response.end('{}'),
  );
  server.on('secureConnection', () => {
    handshakeCount += 1;
  });
  const origin = `https://127.0.0.1:${await listen(server)}`;
  const checkServerIdentity = () => undefined;
  const ca = readFileSync(caFile);
  const sockets = create(
    {},
    createDial({ timeoutMs: 1_000, sessionCountMax, tls: { ca, checkServerIdentity } }),
  );
  await sockets.open([origin]);
  // The client's side of it ends first.
  await eventually(() => expect(handshakeCount).toBe(1));
  expect(await request(sockets, origin)).toBe(200);
  expect(handshakeCount).toBe(1);
  expect(outcomes).toEqual(['opened', 'used']);
});

test('who cannot be reached is waited for until the time is up, and holds up nobody else', async () => {
  const origin = `https://127.0.0.1:${await listen(createSilentServer())}`;
  const sockets = create({ waitMs: 50 }, createDial({ timeoutMs: 400, sessionCountMax }));
  await sockets.open([origin, provider.origin]);
  expect(outcomes).toEqual(['opened']);
  await eventually(() => expect(outcomes).toEqual(['opened', 'failed']));
});

test('a refused connection is a failure that is counted, no error', async () => {
  const server = createSilentServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  await create().open([`https://127.0.0.1:${port}`, `http://127.0.0.1:${port}`]);
  expect(outcomes).toEqual(['failed', 'failed']);
});

test('a connection that nobody uses expires', async () => {
  const sockets = create({ idleTimeoutMs: 20 });
  await sockets.open([provider.origin]);
  await eventually(async () => expect(await provider.connectionCount()).toBe(0));
  expect(outcomes).toEqual(['opened', 'expired']);
  expect(await request(sockets, provider.origin)).toBe(200);
});

test('a connection that its server has closed makes room for another', async () => {
  const sockets = create({ socketCountMax: 1 });
  let leave = (): void => undefined;
  const server = createTcpServer((socket) => {
    leave = () => socket.end();
  });
  await sockets.open([`http://127.0.0.1:${await listen(server)}`]);
  await eventually(async () => expect(await connectionsOf(server)).toBe(1));
  leave();
  await eventually(async () => expect(await connectionsOf(server)).toBe(0));
  await sockets.open([provider.origin]);
  expect(outcomes).toEqual(['opened', 'opened']);
});

test('a connection on which its server has spoken first is given to nobody', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
  });
  const host = `127.0.0.1:${await listen(server)}`;
  let dialled: Connection | undefined;
  const sockets = create({}, (options, callback) =>
    plainDial(options, (...result) => {
      dialled ??= result[1];
      callback(...result);
    }),
  );
  await sockets.open([`http://${host}`]);
  await eventually(() => expect(dialled?.isOpen).toBe(false));
  const given = await new Promise<Connection | undefined>((resolve) => {
    sockets.connect(readOrigin(`http://${host}`), (_, opened) => resolve(opened));
  });
  expect(given).not.toBe(dialled);
  given?.close();
  expect(outcomes).toEqual(['opened']);
});

test('at the end what is open is closed, and what is being dialled when it opens', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const sockets = create({ waitMs: 50 }, (options, callback) => {
    if (outcomes.length === 0) plainDial(options, callback);
    else void released.then(() => plainDial(options, callback));
  });
  const other = await startFaultyProvider(answer('{}'));
  await sockets.open([provider.origin]);
  await sockets.open([other.origin]);
  sockets.close();
  await eventually(async () => expect(await provider.connectionCount()).toBe(0));
  release();
  await eventually(() => expect(outcomes).toEqual(['opened', 'opened']));
  await eventually(async () => expect(await other.connectionCount()).toBe(0));
  await other.close();
});

test('so many are dialled at once, and so many kept; what is beyond is counted', async () => {
  let underWay = 0;
  let most = 0;
  const sockets = create({ dialCountMax: 2, socketCountMax: 3 }, (options, callback) => {
    underWay += 1;
    most = Math.max(most, underWay);
    plainDial(options, (...result) => {
      underWay -= 1;
      callback(...result);
    });
  });
  const others = await Promise.all([1, 2, 3, 4].map(() => startFaultyProvider(answer('{}'))));
  await sockets.open([provider.origin, ...others.map(({ origin }) => origin)]);
  expect(most).toBe(2);
  expect(outcomes.toSorted()).toEqual(['opened', 'opened', 'opened', 'skipped', 'skipped']);
  for (const other of others) await other.close();
});

test('an origin is asked for once, however often it is named', async () => {
  const sockets = create({ idleTimeoutMs: 20 });
  await sockets.open([provider.origin]);
  await eventually(() => expect(outcomes).toEqual(['opened', 'expired']));
  await sockets.open([provider.origin]);
  expect(outcomes).toEqual(['opened', 'expired']);
});

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}
