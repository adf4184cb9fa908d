import { writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { credentials, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configContract } from '../../proto/load.ts';
import { CONTROL_PLANE_IDENTITY } from '../../proto/peer-certificate.ts';
import { createAuthority, type PeerDraft, TestCertificates } from '../support/certificates.ts';
import { openConfigPeer, openUsagePeer, peerCredentials } from '../support/certified-peer.ts';
import { type OwnControlPlane, startOwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

const WITHOUT_TOKEN = { GATEHOUSE_NODE_TOKEN: '' };

/** Shortly after the files were replaced, with room for a busy machine; the door looks at them each second. */
const ROTATED_MS = 10_000;

async function createTenant({ bootstrap }: OwnControlPlane, name: string): Promise<bigint> {
  const made = await bootstrap.mutate(
    'createTenant',
    { name },
    '... on TenantChanged { revision }',
  );
  return BigInt(made['revision']);
}

async function awaitEnforced({ plane }: TestNode, revision: bigint): Promise<void> {
  await eventually(() => expect(plane.snapshot?.revision ?? 0n).toBeGreaterThanOrEqual(revision));
}

/** Goal: only nodes that a certificate names come in, each in its own name, and nobody from the clear. */
describe('the door for nodes with TLS', () => {
  let certificates: TestCertificates;
  let own: OwnControlPlane;
  let address: string;
  beforeAll(async () => {
    certificates = new TestCertificates();
    own = await startOwnControlPlane({
      ...certificates.controlPlane(),
      GATEHOUSE_NODE_TOKEN: undefined,
    });
    address = own.controlPlane.configAddress ?? '';
  }, 60_000);
  afterAll(async () => {
    await own?.[Symbol.asyncDispose]();
    certificates[Symbol.dispose]();
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

/** Goal: a node sends what it knows, and listens, to the control plane only. */
describe('a node with TLS', () => {
  test('does not speak to a server that is not the control plane', async () => {
    using certificates = new TestCertificates();
    let callCount = 0;
    const server = new Server();
    server.addService(configContract.ConfigService.service, {
      Stream: () => {
        callCount += 1;
      },
    });
    const { authority } = certificates;
    const impostor = authority.issue({
      uri: 'spiffe://gatehouse/node/impostor',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 60_000),
    });
    let handshakeCount = 0;
    const port = await new Promise<number>((resolve, reject) => {
      const pair = {
        private_key: Buffer.from(impostor.key),
        cert_chain: Buffer.from(impostor.certificate),
      };
      const channel = ServerCredentials.createSsl(Buffer.from(authority.certificate), [pair], true);
      server.bindAsync('127.0.0.1:0', channel, (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    await using node = await startTestNode(`127.0.0.1:${port}`, {
      ...certificates.node('node-1'),
      ...WITHOUT_TOKEN,
    });
    const streamCount = async () => {
      const text = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
      return Number(/^gatehouse_node_config_streams_total (\d+)$/m.exec(text)?.[1]);
    };
    await eventually(async () => {
      handshakeCount = await streamCount();
      expect(handshakeCount).toBeGreaterThan(2);
    }, 15_000);
    expect(callCount).toBe(0);
    server.forceShutdown();
  });

  test('does not start with the certificate of another node', async () => {
    using certificates = new TestCertificates();
    const variables = { ...certificates.node('node-2'), GATEHOUSE_NODE_ID: 'node-1' };
    await expect(startTestNode('127.0.0.1:1', variables)).rejects.toThrow(
      /GATEHOUSE_NODE_TLS_.*spiffe:\/\/gatehouse\/node\/node-1/,
    );
  });
});

/**
 * Goal: certificates and authorities are replaced without a restart and without a lost stream.
 * Method: one node streams throughout; both sides move to another authority in the usual three steps.
 */
describe('rotation', () => {
  let certificates: TestCertificates;
  let own: OwnControlPlane;
  let node: TestNode;
  let address: string;
  beforeAll(async () => {
    certificates = new TestCertificates();
    own = await startOwnControlPlane({
      ...certificates.controlPlane(),
      GATEHOUSE_NODE_TOKEN: undefined,
    });
    address = own.controlPlane.configAddress ?? '';
    node = await startTestNode(address, { ...certificates.node('node-1'), ...WITHOUT_TOKEN });
    await awaitEnforced(node, await createTenant(own, 'the-first'));
  }, 60_000);
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await own?.[Symbol.asyncDispose]();
    certificates[Symbol.dispose]();
  });

  /** Serial of the certificate that a new handshake meets. */
  const shownSerial = async (): Promise<string> => {
    const [host = '', port = ''] = address.split(':');
    return new Promise((resolve, reject) => {
      const socket = connect(
        { host, port: Number(port), ALPNProtocols: ['h2'], rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        },
      );
      socket.on('error', reject);
    });
  };
  const streamCount = async () => {
    const text = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
    return Number(/^gatehouse_node_config_streams_total (\d+)$/m.exec(text)?.[1]);
  };
  /** Hours until the certificate ends that a plane says it uses. */
  const hoursLeft = async (url: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const end = /^gatehouse_\w+_tls_certificate_not_after_seconds (\d+)$/m.exec(text)?.[1];
    return (Number(end) * 1_000 - Date.now()) / 3_600_000;
  };
  const isServed = async (name: string, draft: PeerDraft) => {
    using peer = openConfigPeer(address, peerCredentials(certificates.write(name, draft)));
    peer.hello(name);
    return await eventually(() => {
      if (peer.received.length > 0) return true;
      if (peer.failure !== undefined) return false;
      throw new Error('no answer yet');
    });
  };

  test('files that make no sense change nothing', async () => {
    const before = await shownSerial();
    const files = certificates.controlPlane();
    await eventually(async () => expect(await shownSerial()).not.toBe(before), ROTATED_MS);
    const good = await shownSerial();
    writeFileSync(files.GATEHOUSE_CONFIG_TLS_KEY_FILE, 'half a ke');
    expect(await isServed('while-broken', {})).toBe(true);
    const other = certificates.write('other', {});
    writeFileSync(files.GATEHOUSE_CONFIG_TLS_CERT_FILE, other.certificateFile);
    // Two looks at the files, each at most a second away.
    const until = performance.now() + 2_500;
    while (performance.now() < until) expect(await shownSerial()).toBe(good);
    certificates.controlPlane();
    await eventually(async () => expect(await shownSerial()).not.toBe(good), ROTATED_MS);
    expect(await streamCount()).toBe(1);
  });

  test('both sides move to another authority, and the open stream stays', async () => {
    const next = createAuthority();
    const both = `${certificates.authority.certificate}${next.certificate}`;
    // First everybody trusts both, ...
    certificates.node('node-1', { trust: both });
    certificates.controlPlane({ trust: both });
    await eventually(
      async () => expect(await isServed('early', { authority: next })).toBe(true),
      ROTATED_MS,
    );
    // ... then shows the new one, ...
    const before = await shownSerial();
    certificates.node('node-1', { authority: next, trust: both });
    certificates.controlPlane({ authority: next, trust: both });
    await eventually(async () => expect(await shownSerial()).not.toBe(before), ROTATED_MS);
    // ... and then trusts only that.
    certificates.node('node-1', { authority: next, trust: next.certificate });
    certificates.controlPlane({ authority: next, trust: next.certificate });
    await eventually(async () => expect(await isServed('late', {})).toBe(false), ROTATED_MS);
    expect(await isServed('right', { authority: next, trust: next.certificate })).toBe(true);

    await awaitEnforced(node, await createTenant(own, 'over-the-old-stream'));
    expect(await streamCount()).toBe(1);
    await node.restart();
    await awaitEnforced(node, await createTenant(own, 'over-a-new-stream'));
  }, 60_000);

  test('a node that dials again uses the new files without a restart', async () => {
    const authority = createAuthority();
    const before = await shownSerial();
    const draft: PeerDraft = { authority, trust: authority.certificate, validHours: [-1, 30] };
    certificates.node('node-1', draft);
    certificates.controlPlane(draft);
    await eventually(async () => expect(await shownSerial()).not.toBe(before), ROTATED_MS);
    const streams = await streamCount();
    await own.bootstrap.mutate('revokeNode', { id: 'node-1', reason: 'test' }, '');
    await eventually(async () => expect(await streamCount()).toBeGreaterThan(streams), 15_000);
    await own.bootstrap.mutate('admitNode', { id: 'node-1' }, '');
    const revision = await createTenant(own, 'after-the-dial');
    await eventually(
      () => expect(node.plane.snapshot?.revision ?? 0n).toBeGreaterThanOrEqual(revision),
      20_000,
    );
    for (const url of [node.plane.adminUrl, own.controlPlane.adminUrl])
      expect(await hoursLeft(url)).toBeCloseTo(30, 1);
  }, 60_000);
});
