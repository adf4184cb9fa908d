import { expect, test } from '@jest/globals';
import { HmacFingerprinter } from '../../../data-plane/config/fingerprinter.ts';
import { SecretStore } from '../../../data-plane/config/secret-store.ts';

/*
 * Goal: equal values of a kind have one name in a tenant, on every node; whoever has no key learns nothing from it.
 * Method: values written in several ways, tenants and kinds apart, stores of two nodes that got their secrets in another order.
 */

const pepper = (id: string, byte: number) => ({
  name: `api_key_pepper/${id}`,
  generation: 1n,
  value: Buffer.alloc(32, byte),
});
const nodeWith = (...secrets: readonly ReturnType<typeof pepper>[]) =>
  new SecretStore(secrets).fingerprinter;
const name = (kind: string, value: string, tenant = 't1', node = nodeWith(pepper('a', 1))) =>
  node.forTenant(tenant)?.(kind, value);

test('the same value has the same name on all nodes, whatever order their secrets came in', () => {
  const [one, other] = [pepper('a', 1), pepper('b', 2)];
  const named = [nodeWith(one, other), nodeWith(other, one), nodeWith(one)].map((node) =>
    name('email', 'anna@corp.com', 't1', node),
  );
  expect(new Set(named).size).toBe(1);
  expect(named[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(name('email', 'anna@corp.com', 't1', nodeWith(other))).not.toBe(named[0]);
});

test('another tenant, another kind and another value have another name', () => {
  const names = [
    name('email', 'anna@corp.com'),
    name('email', 'anna@corp.com', 't2'),
    name('jwt', 'anna@corp.com'),
    name('npm_token', 'anna@corp.com'),
    name('email', 'eve@corp.com'),
  ];
  expect(new Set(names).size).toBe(5);
});

test.each([
  ['email', 'Anna@Corp.com', 'anna@corp.com'],
  ['email', 'anna\u200b@corp.com', 'anna@corp.com'],
  ['card', '4111 1111-1111.1111', '4111111111111111'],
  ['iban', 'DE89 3704 0044 0532 0130 00', 'de89370400440532013000'],
  ['aws_access_key', 'ＡKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
])('%s: %s is the same as %s', (kind, written, other) => {
  expect(name(kind, written)).toBe(name(kind, other));
});

test.each([
  ['ip_address', '10.1.12.3', '10.11.2.3'],
  ['email', 'a.b@corp.com', 'ab@corp.com'],
  ['jwt', 'eyJa', 'eyJA'],
])('%s: %s is another than %s', (kind, written, other) => {
  expect(name(kind, written)).not.toBe(name(kind, other));
});

test('a node without a pepper names nothing', () => {
  expect(nodeWith().forTenant('t1')).toBeUndefined();
  expect(JSON.stringify(new HmacFingerprinter(Buffer.alloc(32, 7)))).toBe('{}');
});
