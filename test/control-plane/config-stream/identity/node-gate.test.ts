import { X509Certificate } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import {
  type NodeCall,
  NodeGate,
} from '../../../../control-plane/config-stream/identity/node-gate.ts';
import { nodeIdentity } from '../../../../proto/peer-certificate.ts';
import { createAuthority } from '../../../support/certificates.ts';

const HOUR_MS = 3_600_000;
const token = 'a-node-token-of-at-least-32-characters';
const authority = createAuthority();

/** What the handshake has let through: the certificate of a node, valid for some hours from now. */
function callOf(identity: string | undefined, options: CallOptions = {}): NodeCall {
  const { peer = '10.0.0.5:50000', presented, validHours: [from, to] = [-1, 1] } = options;
  const metadata = new Metadata();
  if (presented !== undefined) metadata.set('authorization', `Bearer ${presented}`);
  const sslPeerCertificate =
    identity === undefined
      ? undefined
      : new X509Certificate(
          authority.issue({
            uri: identity,
            notBefore: new Date(Date.now() + from * HOUR_MS),
            notAfter: new Date(Date.now() + to * HOUR_MS),
          }).certificate,
        ).toLegacyObject();
  return {
    metadata,
    getPeer: () => peer,
    getAuthContext: () => (sslPeerCertificate === undefined ? {} : { sslPeerCertificate }),
  };
}

interface CallOptions {
  readonly peer?: string;
  readonly presented?: string;
  readonly validHours?: readonly [from: number, to: number];
}

describe('with TLS', () => {
  const revoked = new Set(['node-9']);
  const isRevoked = (nodeId: string) => revoked.has(nodeId);
  const gate = new NodeGate({ tls: true, nodeToken: undefined, isRevoked });

  test('a node of another machine comes in, in its own name', () => {
    const call = callOf(nodeIdentity('node-1'));
    expect(gate.admit(call)).toBeUndefined();
    expect(gate.vouch(call, { nodeId: 'node-1' })).toBeUndefined();
    expect(gate.vouch(call, { nodeId: 'node-2' })).toContain('/node/node-2');
  });

  test('a node speaks for its workers, and for no other’s', () => {
    const call = callOf(nodeIdentity('node-1', 'eu'));
    for (const nodeId of ['node-1/1', 'node-1/64'])
      expect(gate.vouch(call, { nodeId, pool: 'eu' })).toBeUndefined();
    expect(gate.vouch(call, { nodeId: 'node-1/1', pool: 'us' })).toContain('not of');
    expect(gate.vouch(call, { nodeId: 'node-2/1' })).toContain('/node/node-2');
    const misnamed = [
      'node-1/',
      'node-1/0',
      'node-1/01',
      'node-1/65',
      'node-1/1/1',
      'node-1/x',
      '',
    ];
    for (const nodeId of misnamed)
      expect(gate.vouch(call, { nodeId })).toContain('neither that of a node nor of a worker');
  });

  test('the pool is the one of the certificate, whatever the node says', () => {
    const call = callOf(nodeIdentity('node-1', 'eu'));
    expect(gate.admit(call)).toBeUndefined();
    expect(gate.poolOf(call)).toBe('eu');
    expect(gate.vouch(call, { nodeId: 'node-1', pool: 'eu' })).toBeUndefined();
    expect(gate.vouch(call, { nodeId: 'node-1' })).toBeUndefined();
    for (const pool of ['', 'us'])
      expect(gate.vouch(call, { nodeId: 'node-1', pool })).toContain(
        '/pool/eu/node/node-1, not of',
      );
    const outside = callOf(nodeIdentity('node-1'));
    expect(gate.poolOf(outside)).toBe('');
    expect(gate.vouch(outside, { nodeId: 'node-1', pool: 'eu' })).toContain('not of');
  });

  test('the end of a certificate holds for new calls over an old connection', () => {
    const call = callOf(nodeIdentity('node-1'), { validHours: [-2, -1] });
    expect(gate.admit(call)).toContain('not valid');
    expect(gate.vouch(call, { nodeId: 'node-1' })).toBeDefined();
  });

  test.each([undefined, 'spiffe://gatehouse/control-plane', 'spiffe://elsewhere/node/node-1'])(
    'the identity %s is refused',
    (identity) => {
      expect(gate.admit(callOf(identity))).toContain('not that of a node');
    },
  );

  test('a revoked node is refused at the door and by name', () => {
    const call = callOf(nodeIdentity('node-9'));
    expect(gate.admit(call)).toContain('revoked');
    for (const nodeId of ['node-9', 'node-9/2'])
      expect(gate.vouch(call, { nodeId })).toContain('node node-9 is revoked');
    revoked.clear();
    expect(gate.admit(call)).toBeUndefined();
  });

  test('a token that is set is asked for beside the certificate', () => {
    const strict = new NodeGate({ tls: true, nodeToken: token, isRevoked });
    const identity = nodeIdentity('node-1');
    expect(strict.admit(callOf(identity))).toContain('token');
    expect(strict.admit(callOf(identity, { presented: token }))).toBeUndefined();
    expect(strict.admit(callOf(undefined, { presented: token }))).toContain('certificate');
  });
});

describe('without TLS', () => {
  const gate = new NodeGate({ tls: false, nodeToken: token, isRevoked: () => false });

  test('nobody of another machine is served, whatever he knows', () => {
    const call = callOf(undefined, { presented: token });
    expect(gate.admit(call)).toContain('without TLS');
  });

  test('who is on this machine and knows the token is who he says', () => {
    const call = callOf(undefined, { peer: '127.0.0.1:50000', presented: token });
    expect(gate.admit(call)).toBeUndefined();
    expect(gate.vouch(call, { nodeId: 'node-7', pool: 'any' })).toBeUndefined();
    expect(gate.poolOf(call)).toBeUndefined();
  });
});
