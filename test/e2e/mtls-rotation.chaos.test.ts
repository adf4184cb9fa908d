import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority, type PeerDraft, type TestCertificates } from '../support/certificates.ts';
import {
  awaitEnforced,
  type CertifiedControlPlane,
  countConfigStreams,
  createTenant,
  readShownSerial,
  startCertifiedControlPlane,
  WITHOUT_TOKEN,
} from '../support/certified-control-plane.ts';
import { openConfigPeer, peerCredentials } from '../support/certified-peer.ts';
import type { OwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/** Shortly after the files were replaced, with room for a busy machine; the door looks at them each second. */
const ROTATED_MS = 10_000;

/**
 * Goal: certificates and authorities are replaced without a restart and without a lost stream.
 * Method: one node streams throughout; both sides move to another authority in the usual three steps.
 */
describe('mtls-rotation', () => {
  let certified: CertifiedControlPlane;
  let certificates: TestCertificates;
  let own: OwnControlPlane;
  let node: TestNode;
  let address: string;
  beforeAll(async () => {
    certified = await startCertifiedControlPlane();
    ({ certificates, own, address } = certified);
    node = await startTestNode(address, { ...certificates.node('node-1'), ...WITHOUT_TOKEN });
    await awaitEnforced(node, await createTenant(own, 'the-first'));
  }, 60_000);
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await certified?.[Symbol.asyncDispose]();
  });

  const shownSerial = () => readShownSerial(address);
  const streamCount = () => countConfigStreams(node.plane);
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
