import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestCertificates } from '../support/certificates.ts';
import {
  awaitEnforced,
  type CertifiedControlPlane,
  createTenant,
  startCertifiedControlPlane,
  WITHOUT_TOKEN,
} from '../support/certified-control-plane.ts';
import { openConfigPeer, openUsagePeer, peerCredentials } from '../support/certified-peer.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/** The promise is 30 s; a poll each half second makes it about one. Only a stream that is never cut takes longer than this. */
const DROPPED_MS = 15_000;

const REVOKED = '... on NodeRevoked { revocation { nodeId reason revokedBy } }';

async function stateOf({ plane }: TestNode): Promise<string> {
  const response = await fetch(`${plane.adminUrl}/config`);
  return String(Object(await response.json()).state);
}

/** Goal: a node whose identity is revoked gets nothing more and delivers nothing more, at once, whatever it holds. */
describe('identity-revoked: a revoked node', () => {
  let certified: CertifiedControlPlane;
  let certificates: TestCertificates;
  let own: OwnControlPlane;
  let address: string;
  /** Of the configuration before any node comes. */
  let first: bigint;
  beforeAll(async () => {
    certified = await startCertifiedControlPlane();
    ({ certificates, own, address } = certified);
    first = await createTenant(own, 'the-first');
  }, 60_000);
  afterAll(async () => {
    await certified?.[Symbol.asyncDispose]();
  });

  const startNode = (id: string) =>
    startTestNode(address, { ...certificates.node(id), ...WITHOUT_TOKEN });
  const revoke = (id: string, reason = 'the machine was stolen') =>
    own.bootstrap.mutate('revokeNode', { id, reason }, REVOKED);
  const admit = (id: string) =>
    own.bootstrap.mutate('admitNode', { id }, '... on NodeAdmitted { nodeId }');

  test('loses its stream, is refused at the door, and comes back when it is admitted', async () => {
    await using node = await startNode('lost');
    await using other = await startNode('kept');
    for (const one of [node, other])
      await eventually(async () => expect(await stateOf(one)).toBe('IN_SYNC'));
    // A replica may have welcomed them before it had read what was committed last.
    for (const one of [node, other]) await awaitEnforced(one, first);
    const held = node.plane.snapshot?.revision;

    expect(await revoke('lost')).toMatchObject({
      revocation: { nodeId: 'lost', reason: 'the machine was stolen', revokedBy: 'bootstrap' },
    });
    await eventually(async () => expect(await stateOf(node)).toBe('SERVING_STALE'), DROPPED_MS);
    const revision = await createTenant(own, 'not-for-the-lost');
    await eventually(() => expect(other.plane.snapshot?.revision).toBe(revision));
    using again = openConfigPeer(address, peerCredentials(certificates.write('lost', {})));
    await eventually(() => expect(again.failure?.code).toBe(status.UNAUTHENTICATED));
    expect(again.failure?.details).toContain('revoked');
    expect(node.plane.snapshot?.revision).toBe(held);
    expect(await stateOf(other)).toBe('IN_SYNC');

    expect(await admit('lost')).toMatchObject({ nodeId: 'lost' });
    await eventually(() => expect(node.plane.snapshot?.revision).toBe(revision), 20_000);
  }, 60_000);

  test('is cut within the time, also when it stands on an open stream and says nothing', async () => {
    using peer = openConfigPeer(address, peerCredentials(certificates.write('mute', {})));
    peer.hello('mute');
    await eventually(() => expect(peer.received.length).toBeGreaterThan(0));
    await revoke('mute');
    await eventually(() => expect(peer.failure?.code).toBe(status.PERMISSION_DENIED), DROPPED_MS);
  });

  test('is cut with all its workers, and newer instances replace their own worker only', async () => {
    const channel = peerCredentials(certificates.write('many', {}));
    using one = openConfigPeer(address, channel);
    using two = openConfigPeer(address, channel);
    one.hello('many/1');
    two.hello('many/2');
    for (const peer of [one, two])
      await eventually(() => expect(peer.received.length).toBeGreaterThan(0));
    using restarted = openConfigPeer(address, channel);
    restarted.hello('many/2');
    await eventually(() => expect(two.ended).toBe(true));
    expect(one).toMatchObject({ ended: false, failure: undefined });
    await revoke('many');
    for (const peer of [one, restarted])
      await eventually(() => expect(peer.failure?.code).toBe(status.PERMISSION_DENIED), DROPPED_MS);
  });

  test('delivers no usage over a stream that was open before', async () => {
    using peer = openUsagePeer(address, peerCredentials(certificates.write('reporter', {})));
    peer.report('reporter', 1);
    await eventually(() => expect(peer.received.length).toBe(1));
    await revoke('reporter');
    let batch = 1;
    await eventually(() => {
      batch += 1;
      if (peer.failure === undefined) peer.report('reporter', batch);
      expect(peer.failure?.code).toBe(status.PERMISSION_DENIED);
    }, DROPPED_MS);
    expect(peer.failure?.details).toContain('revoked');
  });

  test('is revoked from the first moment of a control plane that starts later', async () => {
    await revoke('early');
    await own.restart();
    address = own.controlPlane.configAddress ?? '';
    using peer = openConfigPeer(address, peerCredentials(certificates.write('early', {})));
    await eventually(() => expect(peer.failure?.code).toBe(status.UNAUTHENTICATED));
    expect(peer.received).toEqual([]);
  });
});

describe('identity-revoked: without TLS', () => {
  test('a revoked name is refused too', async () => {
    await using own = await startOwnControlPlane();
    await createTenant(own, 'the-first');
    await using node = await startTestNode(own.controlPlane.configAddress ?? '', {
      GATEHOUSE_NODE_TOKEN: own.nodeToken,
    });
    await eventually(async () => expect(await stateOf(node)).toBe('IN_SYNC'));
    await own.bootstrap.mutate('revokeNode', { id: 'node-1', reason: 'test' }, REVOKED);
    await eventually(async () => expect(await stateOf(node)).toBe('SERVING_STALE'), DROPPED_MS);
  });
});
