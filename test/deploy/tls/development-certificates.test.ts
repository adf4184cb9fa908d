import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeDevelopmentCertificates } from '../../../deploy/tls/development-certificates.ts';
import {
  CONTROL_PLANE_IDENTITY,
  identityOf,
  nodeIdentity,
  requireUsable,
} from '../../../proto/peer-certificate.ts';

const DAY_MS = 86_400_000;
const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const make = (nodeIds: readonly string[], at = now) =>
  makeDevelopmentCertificates(directory, nodeIds, at);
const read = (name: string) => readFileSync(join(directory, name));
const certificate = (name: string) => new X509Certificate(read(`${name}/certificate.pem`));

test('each peer gets what it can use, and only its owner may read a key', () => {
  expect(make(['node-1'])).toEqual(['authority', 'control-plane', 'node/node-1']);
  for (const [name, identity] of [
    ['control-plane', CONTROL_PLANE_IDENTITY],
    ['node/node-1', nodeIdentity('node-1')],
  ] as const) {
    const material = {
      certificate: read(`${name}/certificate.pem`),
      key: read(`${name}/key.pem`),
      ca: read(`${name}/ca.pem`),
    };
    expect(() => requireUsable(material, identity)).not.toThrow();
    expect(certificate(name).verify(certificate('authority').publicKey)).toBe(true);
    expect(statSync(join(directory, name, 'key.pem')).mode & 0o077).toBe(0);
  }
  expect(statSync(join(directory, 'authority/key.pem')).mode & 0o077).toBe(0);
});

test('what lasts is left as it is, what is missing or ends soon is made', () => {
  make(['node-1']);
  const before = read('node/node-1/certificate.pem');
  expect(make(['node-1'], inDays(59))).toEqual([]);
  expect(make(['node-1', 'node-2'], inDays(59))).toEqual(['node/node-2']);
  expect(make(['node-1'], inDays(61))).toEqual(['control-plane', 'node/node-1']);
  expect(read('node/node-1/certificate.pem').equals(before)).toBe(false);
});

test('a node of a pool has the pool in its name, and a new certificate when it moves', () => {
  expect(make(['eu/node-1'])).toContain('node/node-1');
  expect(identityOf(certificate('node/node-1'))).toBe(nodeIdentity('node-1', 'eu'));
  expect(make(['eu/node-1'])).toEqual([]);
  expect(make(['node-1'])).toEqual(['node/node-1']);
  expect(identityOf(certificate('node/node-1'))).toBe(nodeIdentity('node-1'));
});

test('a new authority makes all certificates anew', () => {
  make(['node-1']);
  rmSync(join(directory, 'authority'), { recursive: true });
  expect(make(['node-1'])).toEqual(['authority', 'control-plane', 'node/node-1']);
});

test.each(['Node', '../escape', '', 'eu/', '/node-1', 'a/b/c'])(
  '"%s" is no name of a node',
  (nodeId) => {
    expect(() => make([nodeId])).toThrow(/no name of a node/);
  },
);
