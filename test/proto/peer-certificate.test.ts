import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  CONTROL_PLANE_IDENTITY,
  identityOf,
  isCurrent,
  nodeIdentity,
  nodeOfIdentity,
  requireUsable,
} from '../../proto/peer-certificate.ts';
import { createAuthority } from '../support/certificates.ts';

const authority = createAuthority();
const HOUR_MS = 3_600_000;
const certify = (uri: string) =>
  authority.issue({
    uri,
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + HOUR_MS),
  });
const read = (uri: string) => new X509Certificate(certify(uri).certificate);

describe('the identity of a certificate', () => {
  test('is its URI', () => {
    expect(identityOf(read('spiffe://gatehouse/node/node-1'))).toBe(nodeIdentity('node-1'));
    expect(identityOf(read(CONTROL_PLANE_IDENTITY))).toBe(CONTROL_PLANE_IDENTITY);
  });

  test('is none when an authority without a URI shows itself', () => {
    expect(identityOf(new X509Certificate(authority.certificate))).toBeUndefined();
  });

  test.each([
    'https://evil.example/, URI:spiffe://gatehouse/node/node-1, x',
    'https://evil.example/", URI:spiffe://gatehouse/node/node-1, "',
  ])('cannot be smuggled inside of another name: %s', (uri) => {
    expect(identityOf(read(uri))).toBeUndefined();
  });

  test.each([
    ['spiffe://gatehouse/node/node-1', { nodeId: 'node-1', pool: '' }],
    ['spiffe://gatehouse/pool/eu/node/node-1', { nodeId: 'node-1', pool: 'eu' }],
    ['spiffe://gatehouse/pool//node/node-1', undefined],
    ['spiffe://gatehouse/pool/eu', undefined],
    ['spiffe://gatehouse/pool/a/b/node/node-1', undefined],
    ['spiffe://gatehouse/node/Node', undefined],
    ['spiffe://gatehouse/node/', undefined],
    ['spiffe://gatehouse/node/a/b', undefined],
    ['spiffe://elsewhere/node/node-1', undefined],
    ['spiffe://gatehouse/control-plane', undefined],
    [`spiffe://gatehouse/node/${'n'.repeat(65)}`, undefined],
    [undefined, undefined],
  ])('%s names the node %j', (identity, node) => {
    expect(nodeOfIdentity(identity)).toEqual(node);
    if (node) expect(nodeIdentity(node.nodeId, node.pool)).toBe(identity);
  });

  test('counts from its first second to its last', () => {
    const { validFrom, validTo } = read(CONTROL_PLANE_IDENTITY);
    const at = (nowMs: number) => isCurrent(read(CONTROL_PLANE_IDENTITY), nowMs);
    expect(at(Date.parse(validFrom) - 60_000)).toBe(false);
    expect(at(Date.parse(validTo) - 60_000)).toBe(true);
    expect(at(Date.parse(validTo) + 60_000)).toBe(false);
  });
});

describe('what a plane is given', () => {
  const pair = certify(CONTROL_PLANE_IDENTITY);
  const material = {
    certificate: Buffer.from(pair.certificate),
    key: Buffer.from(pair.key),
    ca: Buffer.from(authority.certificate),
  };

  test('is taken when it fits', () => {
    expect(() => requireUsable(material, CONTROL_PLANE_IDENTITY)).not.toThrow();
  });

  test.each([
    ['a certificate that is none', { certificate: Buffer.from('x') }, /the certificate cannot/],
    ['a key that is none', { key: Buffer.from('x') }, /the key cannot/],
    ['authorities that are none', { ca: Buffer.from('x') }, /authorities cannot/],
    ['a key of another', { key: Buffer.from(certify('x:y').key) }, /not the one of/],
  ])('is refused with %s', (_what, change, message) => {
    expect(() => requireUsable({ ...material, ...change }, CONTROL_PLANE_IDENTITY)).toThrow(
      message,
    );
  });

  test('is refused when it is that of somebody else', () => {
    expect(() => requireUsable(material, nodeIdentity('node-1'))).toThrow(
      /spiffe:\/\/gatehouse\/node\/node-1/,
    );
  });
});
