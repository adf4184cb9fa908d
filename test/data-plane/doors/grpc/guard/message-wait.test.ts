import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { expect, test } from '@jest/globals';
import type { GrpcDoorLimits } from '../../../../../data-plane/doors/grpc/door-limits.ts';
import { eventually } from '../../../../support/eventually.ts';
import { callChat } from '../call.ts';
import { answerAll, helloRequest, openDoor } from '../open-door.ts';

// Goal: callers that begin a message and do not end it hold neither memory nor other callers.
// Method: HTTP/2 streams with half a message, beside whole calls of an ordinary client.

interface HalfCall {
  readonly stream: ClientHttp2Stream;
  /** Undefined as long as nothing has come. */
  readonly status: () => string | undefined;
}

const chatPath = '/gatehouse.inference.v1.InferenceService/Chat';
const healthPath = '/grpc.health.v1.Health/Check';

async function openHalfCalls(limits: Partial<GrpcDoorLimits>) {
  const open = await openDoor({ handle: answerAll, limits });
  const session = connect(`http://${open.address}`);
  return {
    open,
    begin: (path: string, key?: string) => beginHalf(session, path, key),
    [Symbol.asyncDispose]: async () => {
      session.destroy();
      await open[Symbol.asyncDispose]();
    },
  };
}

function beginHalf(session: ClientHttp2Session, path: string, key: string | undefined): HalfCall {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  });
  let status: string | undefined;
  stream
    .on('error', () => {})
    .on('response', (headers) => {
      status = String(headers['grpc-status']);
    });
  stream.write(Buffer.from([0, 0, 0, 0, 100, 1, 2, 3]));
  return { stream, status: () => status };
}

test('a message that does not end in time is refused, and its stream is closed', async () => {
  await using half = await openHalfCalls({ messageTimeoutMs: 100 });
  const calls = [half.begin(chatPath), half.begin(chatPath), half.begin(healthPath)];
  await eventually(() => {
    expect(calls.map(({ status }) => status())).toEqual(['4', '4', '4']);
    expect(calls.every(({ stream }) => stream.closed)).toBe(true);
  });
  expect((await callChat(half.open, helloRequest())).error).toBeUndefined();
});

test('when many messages are waited for, a further caller needs a known key', async () => {
  await using half = await openHalfCalls({ uncheckedWaitMax: 2 });
  const strangers = [0, 1, 2, 3].map(() => half.begin(chatPath, 'made-up'));
  const known = half.begin(chatPath, 'good-key');
  await eventually(() => {
    expect(strangers.map(({ status }) => status())).toEqual([undefined, undefined, '16', '16']);
    expect(strangers[3]?.stream.closed).toBe(true);
  });
  expect(known.status()).toBeUndefined();
  const metadata = { authorization: 'Bearer good-key' };
  expect((await callChat(half.open, helloRequest(), { metadata })).error).toBeUndefined();
});

test('calls that need no key wait in a number of their own', async () => {
  await using half = await openHalfCalls({ uncheckedWaitMax: 1 });
  const checks = [half.begin(healthPath), half.begin(healthPath)];
  await eventually(() => expect(checks[1]?.status()).toBe('8'));
  expect((await callChat(half.open, helloRequest())).error).toBeUndefined();
  checks[0]?.stream.close();
  await eventually(async () => {
    const third = half.begin(healthPath);
    third.stream.end(Buffer.alloc(97));
    await new Promise((resolve) => third.stream.on('response', resolve));
    expect(third.status()).not.toBe('8');
  });
});
