import { Server, ServerCredentials } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { configContract } from '../../proto/contract/config.ts';
import { TestCertificates } from '../support/certificates.ts';
import { countConfigStreams, WITHOUT_TOKEN } from '../support/certified-control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode } from '../support/node.ts';

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
    const streamCount = () => countConfigStreams(node.plane);
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
