import { createServer } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { frameMessage, MessageStream } from '../../bench/fleet/message-stream.ts';
import { NodeGroup } from '../../bench/fleet/node-group.ts';
import { readResponse } from '../../bench/fleet/read-update.ts';
import { frameHeadBytes } from '../../bench/load/h2-frame.ts';
import { configContract } from '../../proto/contract/config.ts';
import { eventually } from '../support/eventually.ts';

const { service } = configContract.ConfigService;
const { responseSerialize } = service.Stream;

const path = '/gatehouse.config.v1.ConfigService/Stream';

type RawCall = ServerDuplexStream<Buffer, Buffer>;

/** A server of grpc-js that does not look at messages. */
async function openServer(handle: (call: RawCall) => void) {
  const server = new Server();
  const raw = (bytes: Buffer) => bytes;
  const asItIs = {
    requestSerialize: raw,
    requestDeserialize: raw,
    responseSerialize: raw,
    responseDeserialize: raw,
  };
  server.addService({ Stream: { ...service.Stream, ...asItIs } }, { Stream: handle });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, [Symbol.dispose]: () => server.forceShutdown() };
}

describe('a message stream', () => {
  test('gives each message whole and in order, whatever its size, and carries what is said', async () => {
    const sent = [0, 1, 100, 16_384, 70_000, 5, 300_000, 3].map((size) => Buffer.alloc(size, size));
    const heard: Buffer[] = [];
    using server = await openServer((call) => {
      call.on('data', (message: Buffer) => heard.push(message));
      for (const message of sent) call.write(message);
    });
    const received: Buffer[] = [];
    const stream = new MessageStream(
      { port: server.port, path, token: 'token' },
      { message: (message) => received.push(Buffer.from(message)), ended: () => {} },
    );
    stream.send(frameMessage(Buffer.from('hello')));
    await eventually(() => expect(received).toHaveLength(sent.length));
    expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
    expect(received.map(({ length }) => length)).toEqual(sent.map(({ length }) => length));
    await eventually(() => expect(heard.map(String)).toEqual(['hello']));
    stream.close();
  });

  test.each([1, 2, 5, 6, 7, 11, 64, 16_384])(
    'finds messages that come in frames of %i bytes',
    async (size) => {
      const sent = [3, 0, 20, 1, 6].map((length) => Buffer.alloc(length, length));
      const bytes = Buffer.concat(
        // Without the head of the frame that it would go out in.
        sent.map((message) => frameMessage(message).subarray(frameHeadBytes)),
      );
      const server = createServer();
      server.on('stream', (call) => {
        call.respond({ ':status': 200, 'content-type': 'application/grpc' });
        for (let at = 0; at < bytes.length; at += size) call.write(bytes.subarray(at, at + size));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const received: Buffer[] = [];
      const stream = new MessageStream(
        { port, path, token: 'token' },
        { message: (message) => received.push(Buffer.from(message)), ended: () => {} },
      );
      await eventually(() => expect(received).toHaveLength(sent.length));
      expect(received).toEqual(sent);
      stream.close();
      server.close();
    },
  );

  test('ends when the server ends it, and when it is refused', async () => {
    for (const end of [(call: RawCall) => call.end(), (call: RawCall) => call.emit('error', {})]) {
      using server = await openServer(end);
      let isEnded = false;
      new MessageStream(
        { port: server.port, path, token: 'token' },
        {
          message: () => {},
          ended: () => {
            isEnded = true;
          },
        },
      );
      await eventually(() => expect(isEnded).toBe(true));
    }
  });
});

test('a simulated node gives signs of life while everything is still on its way', async () => {
  const heard: (string | undefined)[] = [];
  using server = await openServer((call) => {
    call.on('data', (message: Buffer) => {
      const { hello, heartbeat } = service.Stream.requestDeserialize(message);
      heard.push(hello ? 'hello' : heartbeat?.state);
    });
  });
  const group = new NodeGroup();
  group.open({ port: server.port, path, token: 'token' }, ['simulated-0'], 20);
  await eventually(() => expect(heard.slice(0, 3)).toEqual(['hello', 'SYNCING', 'SYNCING']));
  group.close();
});

describe('what a simulated node reads of an answer', () => {
  const whole = {
    nonce: '9007199254740991',
    from: { epoch: '1', revision: '5' },
    to: { epoch: '3', revision: '300' },
    part: 2,
    parts: 2,
    upserts: [{ kind: 'route', id: 'r', version: Buffer.alloc(16), body: Buffer.alloc(500, 8) }],
    removals: [{ kind: 'route', id: 'gone' }],
    digest: Buffer.alloc(32, 8),
    oldestCommitUnixMs: '1760000000000',
    full: true,
  };

  test('is number, place and digest of an update at its last part', () => {
    const update = {
      nonce: 9_007_199_254_740_991,
      epoch: 3,
      revision: 300,
      digest: Buffer.alloc(32, 8),
    };
    const heard = readResponse(responseSerialize({ update: whole }));
    expect(heard).toEqual({ kind: 'update', update });
  });

  test('is nothing of a part that others follow', () => {
    expect(readResponse(responseSerialize({ update: { ...whole, part: 1 } }))).toBeUndefined();
  });

  test('is the same of packed parts, of which only the last is unpacked', () => {
    const gzip = gzipSync(responseSerialize({ update: whole }));
    const last = readResponse(responseSerialize({ packedUpdate: { part: 2, parts: 2, gzip } }));
    expect(last).toEqual(readResponse(responseSerialize({ update: whole })));
    const broken = Buffer.from('never unpacked');
    const first = { packedUpdate: { part: 1, parts: 2, gzip: broken } };
    expect(readResponse(responseSerialize(first))).toBeUndefined();
  });

  test('is the place of revocations', () => {
    const revocations = { keys: [{ kind: 'grant', id: 'g' }], at: { epoch: 1, revision: 300 } };
    const heard = readResponse(responseSerialize({ revocations }));
    expect(heard).toEqual({ kind: 'revocations', revision: 300 });
  });

  test('is a farewell, and nothing of what only real nodes need', () => {
    const heard = readResponse(responseSerialize({ goaway: { graceMs: 1, reason: 'old' } }));
    expect(heard).toEqual({ kind: 'goaway' });
    for (const other of [
      { welcome: { plan: 'PLAN_FULL' as const, why: 'holds nothing' } },
      { heartbeat: { head: whole.to } },
      { secrets: { secrets: [] } },
    ])
      expect(readResponse(responseSerialize(other))).toBeUndefined();
  });

  test('is an error when the message is cut', () => {
    const bytes = responseSerialize({ update: whole });
    expect(() => readResponse(bytes.subarray(0, bytes.length - 40))).toThrow('ends within');
  });
});

describe('what nodes were told', () => {
  const at = (revision: number) => ({ epoch: 1, revision });
  const update = (nonce: number, revision: number) =>
    responseSerialize({ update: { nonce, to: at(revision), part: 1, parts: 1 } });
  const revoked = (revision: number) =>
    responseSerialize({ revocations: { keys: [{ kind: 'grant', id: 'g' }], at: at(revision) } });

  test('counts each revision once, also where an update or a later revocation came first', async () => {
    using server = await openServer((call) => {
      const messages = [update(1, 1), revoked(3), update(2, 5), revoked(5), revoked(9), revoked(7)];
      for (const message of [...messages, revoked(10), update(3, 11)]) call.write(message);
    });
    const group = new NodeGroup();
    group.open({ port: server.port, path, token: 'any' }, ['one', 'two']);
    await group.hold(11, 10_000);
    const { told } = group.report(1);
    expect(told.map(([revision, count]) => [revision, count])).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((revision) => [revision, 2]),
    );
    group.close();
  });
});
