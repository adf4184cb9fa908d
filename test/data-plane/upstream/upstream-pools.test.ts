import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ReplyHandler } from '../../../data-plane/upstream/http1/outgoing-call.ts';
import {
  type ConnectionChoice,
  UpstreamPools,
} from '../../../data-plane/upstream/upstream-pools.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type FaultyProvider,
  stall,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { startSilentServer } from '../../support/silent-server.ts';

const notInTime = 'The provider took no connection in time.';

let provider: FaultyProvider;

beforeEach(async () => {
  provider = await startFaultyProvider(answer('{}'));
});

afterEach(() => provider.close());

function send(
  pools: UpstreamPools,
  origin = provider.origin,
  choice: Partial<ConnectionChoice> = {},
): Promise<string> {
  return new Promise((resolve) => {
    const handler: ReplyHandler = {
      onRequestStart: () => true,
      onResponseStart: () => undefined,
      onResponseData: () => undefined,
      onResponseEnd: () => resolve('ended'),
      onResponseError: (error) => resolve(error.message),
    };
    pools.dispatch({ origin, path: '/', headers: [], body: Buffer.from('{}') }, handler, {
      onFreshConnection: false,
      connectTimeoutMs: 1_000,
      ...choice,
    });
  });
}

test('an address of another scheme is refused', async () => {
  const pools = new UpstreamPools();
  await expect(send(pools, 'ftp://127.0.0.1')).rejects.toThrow(TypeError);
});

test('closing waits for calls in flight, and cuts them at its bound', async () => {
  const pools = new UpstreamPools();
  provider.behave(stall(undefined));
  const stalled = send(pools);
  await eventually(() => expect(provider.requests).toHaveLength(1));
  const startedMs = performance.now();
  await pools.close(100);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(90);
  expect(await stalled).not.toBe('ended');
});

test('one more origin than the bound closes the oldest pool, once its calls have ended', async () => {
  const other = await startFaultyProvider(answer('{}'));
  const pools = new UpstreamPools({
    connectTimeoutMs: 1_000,
    patientTimeoutMs: 1_000,
    connectionCountMax: 2,
    originCountMax: 1,
  });
  await send(pools);
  await send(pools, other.origin);
  // Sooner than a connection ends that is merely idle: the provider keeps it for 5 s.
  await eventually(async () => expect(await provider.connectionCount()).toBe(0), 3_000);
  const first = send(pools);
  expect(await Promise.all([first, send(pools, other.origin), send(pools)])).toEqual([
    'ended',
    'ended',
    'ended',
  ]);
  await pools.close(1_000);
  await other.close();
});

test('a request that wants a fresh connection has one of its own, which ends with it', async () => {
  const pools = new UpstreamPools();
  await send(pools);
  const connections = new Set<number | undefined>();
  provider.behave((request, response) => {
    connections.add(response.socket?.remotePort);
    answer('{}')(request, response);
  });
  for (let count = 0; count < 2; count += 1) {
    await send(pools);
  }
  expect(connections.size).toBe(1);
  expect(await send(pools, provider.origin, { onFreshConnection: true })).toBe('ended');
  expect(connections.size).toBe(2);
  await eventually(async () => expect(await provider.connectionCount()).toBe(1));
  await pools.close(1_000);
});

test('closing cuts a request on a fresh connection at its bound too', async () => {
  const pools = new UpstreamPools();
  provider.behave(stall(undefined));
  const stalled = send(pools, provider.origin, { onFreshConnection: true });
  await eventually(() => expect(provider.requests).toHaveLength(1));
  await pools.close(50);
  expect(await stalled).not.toBe('ended');
});

test('who may wait longer for a connection is not bound by the time of the others', async () => {
  using silent = await startSilentServer();
  const { origin } = silent;
  const pools = new UpstreamPools({
    connectTimeoutMs: 50,
    patientTimeoutMs: 30_000,
    connectionCountMax: 4,
    originCountMax: 4,
  });
  const ended: string[] = [];
  const patient = [false, true].map(async (onFreshConnection) => {
    await send(pools, origin, { onFreshConnection, connectTimeoutMs: 51 });
    ended.push('patient');
  });
  const hasty = await Promise.all(
    [false, true].map((onFreshConnection) =>
      send(pools, origin, { onFreshConnection, connectTimeoutMs: 50 }),
    ),
  );
  expect([hasty, ended]).toEqual([[notInTime, notInTime], []]);
  silent.close();
  await Promise.all(patient);
  await pools.close(0);
});

test('calls beyond the bound of connections wait for one', async () => {
  const pools = new UpstreamPools({
    connectTimeoutMs: 1_000,
    patientTimeoutMs: 1_000,
    connectionCountMax: 1,
    originCountMax: 4,
  });
  expect(await Promise.all([send(pools), send(pools), send(pools)])).toHaveLength(3);
  expect(provider.requests).toHaveLength(3);
  await pools.close(1_000);
});
