import { connect } from 'node:tls';
import { expect } from '@jest/globals';
import { TestCertificates } from './certificates.ts';
import { type OwnControlPlane, startOwnControlPlane } from './control-plane.ts';
import { eventually } from './eventually.ts';
import type { TestNode } from './node.ts';

/** A control plane whose door for nodes asks for certificates, and the authority of all peers. */
export interface CertifiedControlPlane extends AsyncDisposable {
  readonly certificates: TestCertificates;
  readonly own: OwnControlPlane;
  /** Of the door for nodes, as it was at the start. */
  readonly address: string;
}

/** Starts with certificates and without a token for nodes. Disposing of it deletes the files too. */
export async function startCertifiedControlPlane(): Promise<CertifiedControlPlane> {
  const certificates = new TestCertificates();
  try {
    const own = await startOwnControlPlane({
      ...certificates.controlPlane(),
      GATEHOUSE_NODE_TOKEN: undefined,
    });
    return {
      certificates,
      own,
      address: own.controlPlane.configAddress ?? '',
      [Symbol.asyncDispose]: async () => {
        await own[Symbol.asyncDispose]();
        certificates[Symbol.dispose]();
      },
    };
  } catch (error) {
    certificates[Symbol.dispose]();
    throw error;
  }
}

/** Variables of a node that shows its certificate only. */
export const WITHOUT_TOKEN = { GATEHOUSE_NODE_TOKEN: '' };

/** Makes a new revision, and gives its number. */
export async function createTenant({ bootstrap }: OwnControlPlane, name: string): Promise<bigint> {
  const made = await bootstrap.mutate(
    'createTenant',
    { name },
    '... on TenantChanged { revision }',
  );
  return BigInt(made['revision']);
}

/** Waits until the node enforces that revision, or a later one. */
export async function awaitEnforced({ plane }: TestNode, revision: bigint): Promise<void> {
  await eventually(() => expect(plane.snapshot?.revision ?? 0n).toBeGreaterThanOrEqual(revision));
}

/** How many streams to the control plane the node says it has opened. */
export async function countConfigStreams(node: { readonly adminUrl: string }): Promise<number> {
  const text = await (await fetch(`${node.adminUrl}/metrics`)).text();
  return Number(/^gatehouse_node_config_streams_total (\d+)$/m.exec(text)?.[1]);
}

/** Serial of the certificate that a new handshake with the door for nodes meets. */
export async function readShownSerial(address: string): Promise<string> {
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
}
