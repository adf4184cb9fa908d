import { expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { checkPublicName } from '../../../control-plane/domain/name.ts';
import { readApiKey } from '../../../data-plane/config/build/read-resource.ts';
import { readTokenIssuer } from '../../../data-plane/config/build/read-token-issuer.ts';
import { decodeResource } from '../../../proto/resource.ts';

const id = 'key-1';
const tenantId = 'tenant-1';
const compile = (scopes: readonly string[], operations: readonly string[] = []) =>
  compileResource('api_key', {
    id,
    tenant_id: tenantId,
    application_id: 'application-1',
    name: 'main',
    hash: Buffer.alloc(32),
    pepper_id: 'pepper-1',
    workloads: ['default'],
    routes: ['assistant'],
    feature: null,
    attributes: {},
    scopes,
    operations,
    not_after: null,
  });
const scopesAtNode = (scopes: readonly string[]) => readApiKey(compile(scopes)).key.scopes;

test('a scope reaches the node, and a key without one has none', () => {
  expect(scopesAtNode(['explain'])).toEqual(['explain']);
  expect(scopesAtNode([])).toEqual([]);
});

test('a node passes over a scope of a later build: the key stays valid and may do no more', () => {
  expect(scopesAtNode(['a-later-one'])).toEqual([]);
  expect(scopesAtNode(['a-later-one', 'explain'])).toEqual(['explain']);
});

test('a key without a scope is the same bytes as before there were any', () => {
  expect(compile([]).body.includes(0x5a)).toBe(false);
  expect(compile(['explain']).body.includes(Buffer.from([0x5a, 7]))).toBe(true);
});

const confinedAtNode = (operations: readonly string[]) => readApiKey(compile([], operations)).key;

test('what a key is for reaches the node beside its routes; a key that names nothing is for all', () => {
  const bounded = confinedAtNode(['model_list', 'chat']);
  expect(bounded).toMatchObject({ operations: ['chat', 'model_list'], routes: ['assistant'] });
  expect(confinedAtNode([])).toMatchObject({ operations: undefined, routes: ['assistant'] });
});

test('a node passes over an operation of a later build, and a key with no other may do nothing', () => {
  expect(confinedAtNode(['a-later-one', 'chat']).operations).toEqual(['chat']);
  expect(confinedAtNode(['a-later-one']).operations).toEqual([]);
});

test('a node that does not know the bounds of a key lets it call nothing', () => {
  const { body } = compile([], ['chat']);
  const { bounds, ...asOlderNodesRead } = decodeResource('api_key', body);
  expect(bounds).not.toBeNull();
  expect(asOlderNodesRead.routes.map((route) => checkPublicName('', route).length)).toEqual([1]);
  expect(asOlderNodesRead).toMatchObject({ workloads: ['default'] });
});

test('a key without bounds is the same bytes as before there were any', () => {
  const tag = Buffer.from([0xa2, 0x01]);
  expect(compile([]).body.includes(tag)).toBe(false);
  expect(compile([], ['chat']).body.includes(tag)).toBe(true);
});

test('so it is with tokens of an issuer', () => {
  const compileIssuer = (operations: readonly string[]) =>
    compileResource('token_issuer', {
      id,
      tenant_id: tenantId,
      name: 'login',
      issuer: 'https://login.example.com',
      audience: 'gatehouse',
      algorithms: ['ES256'],
      leeway_seconds: 60,
      lifetime_seconds_max: 3_600,
      application_id: 'application-1',
      application_claim: null,
      workloads: ['default'],
      routes: ['assistant'],
      operations,
      scopes: [],
      facts: [],
      keys: [],
    });
  const { routes } = decodeResource('token_issuer', compileIssuer(['chat']).body);
  expect(routes.map((route) => checkPublicName('', route).length)).toEqual([1]);
  const { issuer } = readTokenIssuer(compileIssuer(['chat']));
  expect(issuer).toMatchObject({ routes: ['assistant'], operations: ['chat'] });
  expect(readTokenIssuer(compileIssuer([])).issuer.operations).toBeUndefined();
});
