import { expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { readApiKey } from '../../../data-plane/config/build/read-resource.ts';
import { SharedNames } from '../../../data-plane/config/resource-store.ts';

const id = 'key-1';
const tenantId = 'tenant-1';
const compile = (scopes: readonly string[]) =>
  compileResource('api_key', {
    id,
    tenant_id: tenantId,
    application_id: 'application-1',
    name: 'main',
    hash: Buffer.alloc(32),
    pepper_id: 'pepper-1',
    workloads: ['default'],
    routes: [],
    feature: null,
    attributes: {},
    scopes,
    not_after: null,
  });
const scopesAtNode = (scopes: readonly string[]) =>
  readApiKey(compile(scopes), new SharedNames()).key.scopes;

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
