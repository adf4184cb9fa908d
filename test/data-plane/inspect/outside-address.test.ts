import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OutsideDetectors } from '../../../data-plane/inspect/outside/outside-detectors.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import { createInnerNetworks } from '../../../policy/network/inner-network.ts';
import { startGrpcDetector } from '../../support/detector-server.ts';
import { answer, type FaultyProvider, startFaultyProvider } from '../../support/faulty-provider.ts';
import { detectorAt, inquiry } from './outside-inquiry.ts';

/** Goal: a tenant cannot have a node dial what is inside of the operator's network, by whatever name. */
let server: FaultyProvider;
const open: OutsideDetectors[] = [];
beforeAll(async () => {
  server = await startFaultyProvider(answer('{}'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
});
afterAll(() => server?.close());

function openDesk(networks: readonly string[]): OutsideDetectors {
  const desk = new OutsideDetectors({
    clock: systemClock,
    draw: () => 0,
    networks: createInnerNetworks(networks),
    credentialOf: () => undefined,
    observer: { asked: () => undefined, breakerMoved: () => undefined },
  });
  open.push(desk);
  return desk;
}

describe('where a detector may be', () => {
  test.each([
    ['an address inside', '127.0.0.1'],
    ['a name that leads inside', 'localhost'],
    ['IPv4 in IPv6', '[::ffff:127.0.0.1]'],
  ])('over HTTP: %s is dialled only where the operator lists it', async (_what, host) => {
    const first = server.requests.length;
    server.behave(answer('{}'));
    const detector = detectorAt(`http://${host}:${new URL(server.origin).port}`);
    expect(await openDesk(['10.0.0.0/8']).ask(detector, inquiry(['idiot']))).toEqual({
      reason: 'unreachable',
    });
    expect(server.requests.length).toBe(first);
    const listed = openDesk(['127.0.0.0/8', '::1']);
    expect(await listed.ask(detector, inquiry(['idiot']))).toEqual({ findings: [] });
  });

  test.each([
    ['an address inside', '127.0.0.1'],
    ['a name that leads inside', 'localhost'],
  ])('over gRPC: %s likewise', async (_what, host) => {
    let askedCount = 0;
    await using grpc = await startGrpcDetector((_call, done) => {
      askedCount += 1;
      done(null, {});
    });
    const address = `http://${host}:${new URL(grpc.address).port}`;
    const detector = detectorAt(address, { protocol: 'grpc' });
    expect(await openDesk(['10.0.0.0/8']).ask(detector, inquiry(['idiot']))).toEqual({
      reason: 'unreachable',
    });
    expect(askedCount).toBe(0);
    expect(await openDesk(['127.0.0.0/8']).ask(detector, inquiry(['idiot']))).toEqual({
      findings: [],
    });
  });
});
