import { connect as connectHttp2, constants } from 'node:http2';
import { type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { GrpcDoorLimits } from '../../data-plane/doors/grpc/door-limits.ts';
import type { HttpDoorLimits } from '../../data-plane/doors/http/door-limits.ts';
import type { Arrival } from '../../data-plane/pipeline/exchange.ts';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import {
  answerAll,
  type OpenDoor as GrpcDoor,
  helloRequest,
  metadataOf,
  openDoor as openGrpcDoor,
} from './doors/grpc/open-door.ts';
import {
  answerOk,
  chatBody,
  chatHead,
  errorOf,
  type OpenDoor as HttpDoor,
  openDoor as openHttpDoor,
  send,
} from './doors/http/open-door.ts';
import { closedCount, endsOf, STORM, useStorm } from './storm-fixture.ts';

/**
 * Goal: whatever comes in great numbers, both doors serve an honest caller meanwhile and at once after it, hold no more than
 * their bounds, and keep nothing of it.
 * Method: real sockets. What the node holds is counted where Node itself tells of each connection that a server takes, and
 * the storm's own ends are not trusted.
 */

/** HTTP/2 gives up a connection after 1,000 resets. */
const STREAMS = sized(1_200, 5_000);
const chat = '/v1/chat/completions';
const chatRequest = `${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`;
const tlsHello = Buffer.from(
  `16030100c5010000c10303${'5a'.repeat(32)}20${'a5'.repeat(32)}003e`,
  'hex',
);
const noise = Buffer.from('00ff0d0a0d0afe010203474554202f', 'hex');
const http2Preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const storm = useStorm();
const { onConnectionRefused } = storm;

describe('connection-storm at the HTTP door', () => {
  let door: HttpDoor;
  const openWith = async (limits: Partial<HttpDoorLimits>, handle = answerOk): Promise<void> => {
    door = await openHttpDoor({ limits, handle, onConnectionRefused });
  };
  afterEach(async () => {
    await door?.[Symbol.asyncDispose]();
  });
  const ask = async () => (await send(door, chat)).status;

  test('connections that open and close leave nothing', async () => {
    await openWith({});
    await storm.comeAndGo(door.port, chatRequest);
    expect(await ask()).toBe(200);
    for (const socket of storm.sockets) socket.destroy();
    await eventually(
      () => expect([door.door.callCount, storm.heldCount()]).toEqual([0, 0]),
      20_000,
    );
    // Some are reset before they are taken.
    expect(storm.taken.length).toBeGreaterThan(STORM / 2);
  }, 120_000);

  test('those who say nothing or half a head are cut, others are served meanwhile', async () => {
    await openWith({ headerTimeoutMs: 1_000 });
    const halves = ['', 'POST /v1/ch', chatHead, `${chatHead}x-more: `];
    const comers = await storm.connectAll(door.port, halves);
    expect(await ask()).toBe(200);
    const replies = await endsOf(comers);
    const spoke = replies.filter((_, index) => halves[index % halves.length] !== '');
    expect(spoke.every((reply) => reply.startsWith('HTTP/1.1 408 '))).toBe(true);
    await eventually(
      () => expect([door.door.callCount, storm.heldCount()]).toEqual([0, 0]),
      20_000,
    );
    expect(door.arrivals).toHaveLength(1);
  }, 120_000);

  test('those who speak something else are answered 400 and closed', async () => {
    await openWith({});
    const comers = await storm.connectAll(door.port, [
      tlsHello,
      noise,
      http2Preface,
      '\0\0\0\0\r\n\r\n',
    ]);
    const replies = await endsOf(comers);
    expect(replies.every((reply) => /^HTTP\/1\.1 400 [\s\S]*invalid_request/.test(reply))).toBe(
      true,
    );
    expect(await ask()).toBe(200);
    expect(door.arrivals).toHaveLength(1);
  }, 120_000);

  test('connections beyond the bound are closed at once, those within it are served', async () => {
    await openWith({ connectionsMax: 20 });
    const comers = await storm.connectAll(door.port, [chatRequest]);
    await eventually(() => expect(closedCount(comers)).toBe(STORM - 20), 20_000);
    const replies = await endsOf(comers.filter(({ isClosed }) => isClosed));
    expect(replies.every((reply) => reply === '')).toBe(true);
    expect(door.arrivals).toHaveLength(20);
    expect([storm.heldCount(), storm.refusedCount]).toEqual([20, STORM - 20]);
    for (const socket of storm.sockets) socket.destroy();
    await eventually(async () => expect(await ask()).toBe(200));
  }, 120_000);

  test('calls beyond the bound are told so, and as many as the bound are taken', async () => {
    const waiting: Arrival[] = [];
    await openWith({ callsMax: 50 }, (arrival) => void waiting.push(arrival));
    const replies = Array.from({ length: STORM }, () => send(door, chat));
    const refused: string[] = [];
    for (const reply of replies)
      void reply.then((seen) => {
        if (seen.status !== 200) refused.push(`${seen.status} ${errorOf(seen).code}`);
      });
    await eventually(() => expect(refused).toHaveLength(STORM - 50), 20_000);
    expect(new Set(refused)).toEqual(new Set(['503 overloaded']));
    expect(waiting).toHaveLength(50);
    for (const arrival of waiting) answerOk(arrival);
    await Promise.all(replies);
    await eventually(() => expect(door.door.callCount).toBe(0));
  }, 120_000);
});

describe('connection-storm at the gRPC door', () => {
  let door: GrpcDoor;
  let port: number;
  const openWith = async (
    limits: Partial<GrpcDoorLimits>,
    handle: (arrival: Arrival) => void = answerAll,
  ): Promise<void> => {
    door = await openGrpcDoor({ limits, handle, onConnectionRefused });
    port = Number(door.address.split(':')[1]);
  };
  afterEach(async () => {
    await door?.[Symbol.asyncDispose]();
  });
  const ask = () =>
    new Promise<ServiceError | null>((resolve) => {
      const deadline = Date.now() + 20_000;
      door.client.Chat(helloRequest(), { deadline }, (error) => resolve(error));
    });
  /** HTTP/2 gives up a connection for its resets, and Node keeps the socket until the other end does not answer. */
  const patient = { keepaliveTimeMs: 300, keepaliveTimeoutMs: 3_000 };
  /** The one connection of the honest caller stays. */
  const expectOneLeft = () => eventually(() => expect(storm.heldCount()).toBe(1), 20_000);

  test('connections that open and close leave nothing', async () => {
    await openWith({});
    await storm.comeAndGo(port, `${http2Preface}\0\0\0\u0004\0\0\0\0\0`);
    expect(await ask()).toBeNull();
    for (const socket of storm.sockets) socket.destroy();
    await expectOneLeft();
    // Some are reset before they are taken.
    expect(storm.taken.length).toBeGreaterThan(STORM / 2);
  }, 120_000);

  test('those who say nothing or half of what all begin with are cut, others are served meanwhile', async () => {
    await openWith({ prefaceTimeoutMs: 1_000, keepaliveTimeMs: 600_000 });
    const comers = await storm.connectAll(port, ['', 'PRI', http2Preface.slice(0, -1)]);
    expect(await ask()).toBeNull();
    await endsOf(comers);
    await expectOneLeft();
    expect(await ask()).toBeNull();
  }, 120_000);

  test('those who speak something else are closed', async () => {
    await openWith({});
    const comers = await storm.connectAll(port, [
      Buffer.concat([tlsHello, Buffer.alloc(24)]),
      Buffer.concat([noise, Buffer.alloc(24)]),
      chatRequest,
      `${http2Preface}${'\u0001'.repeat(40)}`,
    ]);
    await endsOf(comers);
    expect(await ask()).toBeNull();
    await expectOneLeft();
    expect(door.arrivals).toHaveLength(1);
  }, 120_000);

  test('connections beyond the bound are closed at once, those within it are served', async () => {
    await openWith({ connectionsMax: 20 });
    expect(await ask()).toBeNull();
    const comers = await storm.connectAll(port, [http2Preface]);
    await eventually(() => expect(closedCount(comers)).toBe(STORM - 19), 20_000);
    expect([storm.heldCount(), storm.refusedCount]).toEqual([20, STORM - 19]);
    expect(await ask()).toBeNull();
  }, 120_000);

  test('streams that are reset as they open never are more than the bound, and are given up', async () => {
    let [runningCount, runningMax] = [0, 0];
    await openWith({ ...patient, callsMax: 20 }, (arrival) => {
      runningCount += 1;
      runningMax = Math.max(runningMax, runningCount);
      arrival.callerLeft.addEventListener('abort', () => {
        runningCount -= 1;
      });
    });
    await resetRapidly(port);
    await eventually(() => expect(runningCount).toBe(0), 20_000);
    for (const session of storm.sessions) session.destroy();
    expect(runningMax).toBeGreaterThan(0);
    expect(runningMax).toBeLessThanOrEqual(20);
    expect(door.arrivals.every(({ callerLeft }) => callerLeft.aborted)).toBe(true);
    await eventually(() => expect(storm.heldCount()).toBe(0), 20_000);
    const honest = ask();
    await eventually(() => expect(runningCount).toBe(1));
    answerAll(lastOf(door.arrivals));
    expect(await honest).toBeNull();
  }, 120_000);

  test('calls beyond the bound are told so, and cancelling those within it makes room', async () => {
    await openWith({ callsMax: 50 }, () => undefined);
    const calls = Array.from({ length: STREAMS }, () =>
      // Without a known key only some may wait for their message at a time.
      door.client.ChatStream({ chat: helloRequest() }, metadataOf({ 'x-api-key': 'good-key' })),
    );
    const codes: (status | undefined)[] = [];
    for (const call of calls) call.on('error', ({ code }: ServiceError) => codes.push(code));
    await eventually(() => expect(codes).toHaveLength(STREAMS - 50), 90_000);
    expect(new Set(codes)).toEqual(new Set([status.RESOURCE_EXHAUSTED]));
    expect(door.arrivals).toHaveLength(50);
    for (const call of calls) call.cancel();
    await eventually(() =>
      expect(door.arrivals.every(({ callerLeft }) => callerLeft.aborted)).toBe(true),
    );
    const honest = ask();
    await eventually(() => expect(door.arrivals).toHaveLength(51));
    answerAll(lastOf(door.arrivals));
    expect(await honest).toBeNull();
  }, 120_000);
});

function lastOf(arrivals: readonly Arrival[]): Arrival {
  const last = arrivals.at(-1);
  if (last === undefined) throw new Error('nothing has arrived');
  return last;
}

const serialized = inferenceContract.InferenceService.service.ChatStream.requestSerialize({
  chat: helloRequest(),
});
/** A message as gRPC frames it, without compression. */
const wholeCall = Buffer.concat([Buffer.from([0, 0, 0, 0, serialized.length]), serialized]);

/** Opens streams with a whole call each and resets them in the same turn, on connections that end when the door ends them. */
async function resetRapidly(port: number): Promise<void> {
  let leftCount = STREAMS;
  while (leftCount > 0) {
    const session = connectHttp2(`http://127.0.0.1:${port}`).on('error', () => undefined);
    storm.sessions.push(session);
    await new Promise((resolve) => session.once('connect', resolve));
    while (leftCount > 0 && !session.closed && !session.destroyed) {
      for (let batch = 0; batch < 50 && leftCount > 0; batch += 1) {
        leftCount -= 1;
        const stream = session.request({
          ':method': 'POST',
          ':path': '/gatehouse.inference.v1.InferenceService/ChatStream',
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        stream.on('error', () => undefined);
        stream.end(wholeCall);
        stream.close(constants.NGHTTP2_CANCEL);
      }
      await new Promise(setImmediate);
    }
  }
}
