import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RetryReason } from '../../../../data-plane/upstream/health/target-health.ts';
import { chatBody } from '../../../support/faulty-provider.ts';
import { createGateway, type Gateway, healthOf, makeCall } from '../call-fixture.ts';
import { chatRequest, providersAt, routeOver, snapshotOf, targetOf } from '../snapshot-fixture.ts';

/*
 * Goal: a server that closes a kept-alive connection as a request goes out on it costs the caller nothing.
 * Method: a server of bare sockets that answers the first request of each connection, and does to the second what a row says.
 */

const whole =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n' +
  `content-length: ${Buffer.byteLength(chatBody)}\r\n\r\n${chatBody}`;

let server: Server | undefined;
let gateway: Gateway | undefined;

afterEach(async () => {
  await gateway?.pools.close(100);
  await new Promise((resolve) => server?.close(resolve));
});

/** Connections that were opened, and a gateway with one target there. */
async function start(
  second: (socket: Socket) => void,
  first: (socket: Socket) => void = (socket) => socket.write(whole),
) {
  const requestCounts: number[] = [];
  server = createServer((socket) => {
    const place = requestCounts.push(0) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (!chunk.includes('POST ')) return;
      const count = (requestCounts[place] ?? 0) + 1;
      requestCounts[place] = count;
      if (count === 1) first(socket);
      else second(socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const targets = [targetOf(0)];
  const providers = providersAt([`http://127.0.0.1:${port}/v1`]);
  const reasons: RetryReason[] = [];
  const ignore = () => undefined;
  const observer = {
    out: ignore,
    closed: ignore,
    forced: ignore,
    refused: ignore,
    retried: (reason: RetryReason) => reasons.push(reason),
  };
  const health = healthOf({ observer });
  const snapshot = snapshotOf({ providers, targets, routes: [routeOver(targets)] });
  gateway = createGateway(snapshot, {}, undefined, { health });
  return { gateway, requestCounts, reasons, health };
}

describe('a kept-alive connection that its server', () => {
  const races: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['resets as the request comes', (socket) => socket.resetAndDestroy()],
    ['closes as the request comes', (socket) => socket.end()],
  ];
  test.each(races)('%s is replaced by a fresh one at once', async (_, second) => {
    const { gateway: through, requestCounts, reasons, health } = await start(second);
    await makeCall(through, chatRequest);
    const sink = await makeCall(through, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 2 });
    expect(requestCounts).toEqual([2, 1]);
    expect(reasons).toEqual(['stale_connection']);
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: undefined });
    expect(through.records[1]?.decision?.attempts).toMatchObject([
      { verdict: 'reset', status: 0 },
      { verdict: 'succeeded' },
    ]);
  });

  test('breaks in the middle of a reply is no such race', async () => {
    const { gateway: through, reasons } = await start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-le');
      setImmediate(() => socket.resetAndDestroy());
    });
    await makeCall(through, chatRequest);
    await makeCall(through, chatRequest);
    expect(reasons).toEqual(['reset']);
  });
});

test('a fresh connection that is reset is no such race', async () => {
  const {
    gateway: through,
    requestCounts,
    reasons,
  } = await start(
    (socket) => socket.write(whole),
    (socket) => socket.resetAndDestroy(),
  );
  const sink = await makeCall(through, chatRequest);
  expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
  expect(requestCounts).toEqual([1, 1, 1]);
  expect(reasons).toEqual(['reset', 'reset']);
});

test('a call that meets one stale connection among many goes past the others', async () => {
  const { gateway: through, reasons } = await start((socket) => socket.resetAndDestroy());
  await Promise.all(Array.from({ length: 20 }, () => makeCall(through, chatRequest)));
  const sink = await makeCall(through, chatRequest);
  expect(sink.head?.attemptCount).toBe(2);
  expect(reasons).toEqual(['stale_connection']);
});

test('many calls that meet stale connections at once are all answered', async () => {
  const { gateway: through, requestCounts } = await start((socket) => socket.resetAndDestroy());
  const calls = () => Promise.all(Array.from({ length: 50 }, () => makeCall(through, chatRequest)));
  await calls();
  const sinks = await calls();
  expect(requestCounts).toContain(2);
  for (const { calls: told, head } of sinks) {
    expect(told).toEqual(['answer']);
    expect(head?.attemptCount).toBeLessThanOrEqual(2);
  }
});
