import { credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CONTROL_PLANE_IDENTITY } from '../../proto/peer-certificate.ts';
import { createAuthority, type PeerDraft, type TestCertificates } from '../support/certificates.ts';
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
import { startTestNode } from '../support/node.ts';

/** Goal: only nodes that a certificate names come in, each in its own name, and nobody from the clear. */
describe('the door for nodes with TLS', () => {
  let certified: CertifiedControlPlane;
  let certificates: TestCertificates;
  let own: OwnControlPlane;
  let address: string;
  beforeAll(async () => {
    certified = await startCertifiedControlPlane();
    ({ certificates, own, address } = certified);
  }, 60_000);
  afterAll(async () => {
    await certified?.[Symbol.asyncDispose]();
  });

  const refusalOf = async (channel: Parameters<typeof openConfigPeer>[1]) => {
    using peer = openConfigPeer(address, channel);
    peer.hello('node-1');
    await eventually(() => expect(peer.failure).toBeDefined());
    expect(peer.received).toEqual([]);
    return peer.failure?.code;
  };

  test('serves a node with its certificate, without a token', async () => {
    await using node = await startTestNode(address, {
      ...certificates.node('node-served'),
      ...WITHOUT_TOKEN,
    });
    await awaitEnforced(node, await createTenant(own, 'served-with-tls'));
  });

  test('is dialled over an address that is not known to be of this machine', async () => {
    const mapped = address.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const variables = certificates.node('node-far');
    await using node = await startTestNode(mapped, { ...variables, ...WITHOUT_TOKEN });
    await awaitEnforced(node, await createTenant(own, 'served-from-afar'));
    await expect(startTestNode(mapped)).rejects.toThrow(/without GATEHOUSE_NODE_TLS/);
  });

  test('refuses a peer without a certificate', async () => {
    const files = certificates.write('node-1', {});
    expect(await refusalOf(peerCredentials(files, false))).toBe(status.UNAVAILABLE);
  });

  test('refuses a peer in the clear', async () => {
    expect(await refusalOf(credentials.createInsecure())).toBe(status.UNAVAILABLE);
  });

  test.each<[string, PeerDraft, status]>([
    ['of another authority', { authority: createAuthority() }, status.UNAVAILABLE],
    ['that has ended', { validHours: [-2, -1] }, status.UNAVAILABLE],
    ['that has not begun', { validHours: [1, 2] }, status.UNAVAILABLE],
    ['of the control plane', { uri: CONTROL_PLANE_IDENTITY }, status.UNAUTHENTICATED],
    ['of something else', { uri: 'spiffe://gatehouse/printer/1' }, status.UNAUTHENTICATED],
  ])('refuses a certificate %s', async (_what, draft, code) => {
    expect(await refusalOf(peerCredentials(certificates.write('node-1', draft)))).toBe(code);
  });

  test('refuses a Hello in the name of another node, and leaves that node its stream', async () => {
    using victim = openConfigPeer(address, peerCredentials(certificates.write('victim', {})));
    victim.hello('victim');
    await eventually(() => expect(victim.received.length).toBeGreaterThan(0));
    using thief = openConfigPeer(address, peerCredentials(certificates.write('thief', {})));
    thief.hello('victim');
    await eventually(() => expect(thief.failure?.code).toBe(status.PERMISSION_DENIED));
    expect(thief.received).toEqual([]);
    victim.acknowledge();
    const before = victim.received.length;
    await createTenant(own, 'still-heard-by-the-victim');
    await eventually(() => expect(victim.received.length).toBeGreaterThan(before));
    expect(victim.failure).toBeUndefined();
  });

  test('refuses usage in the name of another node', async () => {
    const channel = peerCredentials(certificates.write('reporter', {}));
    using honest = openUsagePeer(address, channel);
    honest.report('reporter', 1);
    await eventually(() => expect(honest.received.length).toBe(1));
    using liar = openUsagePeer(address, channel);
    liar.report('somebody-else', 1);
    await eventually(() => expect(liar.failure?.code).toBe(status.PERMISSION_DENIED));
    expect(liar.received).toEqual([]);
  });

  test('asks for the token too, where one is set', async () => {
    await using strict = await startOwnControlPlane(certificates.controlPlane());
    const strictAddress = strict.controlPlane.configAddress ?? '';
    const channel = peerCredentials(certificates.write('node-1', {}));
    using without = openConfigPeer(strictAddress, channel);
    await eventually(() => expect(without.failure?.code).toBe(status.UNAUTHENTICATED));
    using withToken = openConfigPeer(strictAddress, channel, strict.nodeToken);
    withToken.hello('node-1');
    await eventually(() => expect(withToken.received.length).toBeGreaterThan(0));
  });

  test('does not open with files that make no sense', async () => {
    const variables = certificates.controlPlane();
    await expect(
      startOwnControlPlane({
        ...variables,
        GATEHOUSE_CONFIG_TLS_KEY_FILE: certificates.write('other', {}).keyFile,
      }),
    ).rejects.toThrow(/GATEHOUSE_CONFIG_TLS_.*the key is not the one of the certificate/);
  });
});
