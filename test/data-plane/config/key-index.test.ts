import { expect, test } from '@jest/globals';
import { KeyIndex } from '../../../data-plane/config/key/key-index.ts';
import { PackedDomain } from '../../../data-plane/config/packed/packed-domain.ts';
import { printOf } from '../../../data-plane/config/packed/packed-resource.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import { resource, tenantResources, testPepper } from '../../support/configuration.ts';
import { built, good, receive } from './snapshot-fixture.ts';

/** Goal: what is found by a print is the one that was asked for, and what is remembered is bounded. */

function keyOf(id: string, hash: Buffer) {
  const body = {
    tenantId: 'a',
    applicationId: 'application-a',
    name: id,
    hash,
    pepperId: testPepper.id,
    workloads: ['chat'],
  };
  return resource('api_key', { id, tenantId: 'a' }, body);
}

function indexOf(hashes: readonly Buffer[]): KeyIndex {
  const index = new KeyIndex();
  const keys = hashes.map((hash, number) => keyOf(`key-${number}`, hash));
  expect(runAtOnce(index.add(PackedDomain.of('a', keys)))).toBeUndefined();
  return index;
}

/** Hashes that are told apart at their ends only, or at their beginnings. */
function hashOf(number: number, at: 0 | 28): Buffer {
  const hash = Buffer.alloc(32, 7);
  hash.writeUInt32BE(number, at);
  return hash;
}

test('keys whose hashes begin alike are told apart, and one that begins like them is not found', () => {
  const hashes = [0, 1, 2].map((number) => hashOf(number, 28));
  const index = indexOf(hashes);
  const names = hashes.map((hash) => index.get(hash.toString('hex'))?.name);
  expect(names).toEqual(['key-0', 'key-1', 'key-2']);
  expect(index.get(hashOf(3, 28).toString('hex'))).toBeUndefined();
});

test('a key in use is read once, and of keys in use those of longest ago are forgotten', () => {
  const hashes = Array.from({ length: 8_194 }, (_, number) => hashOf(number, 0).toString('hex'));
  const index = indexOf(hashes.map((hash) => Buffer.from(hash, 'hex')));
  const [first = '', ...others] = hashes;
  const read = index.get(first);
  for (const hash of others.slice(0, 4_000)) index.get(hash);
  expect(index.get(first)).toBe(read);
  for (const hash of others) index.get(hash);
  for (const hash of others) index.get(hash);
  expect(index.get(first)).toEqual(read);
  expect(index.get(first)).not.toBe(read);
});

/** Two ids of one print. */
const [one, other] = ['608a2603-107d', 'a7b2408c-16022'] as const;

test('applications of two tenants whose ids have one print are told apart', () => {
  expect(printOf({ kind: 'application', id: one })).toBe(
    printOf({ kind: 'application', id: other }),
  );
  const named = (id: string, tenantId: string) => {
    const [application] = tenantResources(tenantId).filter(({ kind }) => kind === 'application');
    return { ...(application ?? keyOf(id, hashOf(0, 0))), id };
  };
  const both = [...good, named(one, 'a'), named(other, 'b')];
  const before = built(receive(both));
  const find = ({ snapshot }: typeof before, id: string) => snapshot.applications.get(id)?.tenantId;
  expect([find(before, one), find(before, other)]).toEqual(['a', 'b']);
  const without = both.filter(({ id }) => id !== one);
  const after = built(receive(without, 2n, before.received), before);
  expect([find(after, one), find(after, other)]).toEqual([undefined, 'b']);
  expect(after.snapshot.applications.has(one)).toBe(false);
});

test('resources of one tenant whose names have one print are told apart', () => {
  const key = keyOf(one, hashOf(0, 0));
  const domain = PackedDomain.of('a', [{ ...key, kind: 'application' }]);
  expect([domain.has(`application/${one}`), domain.has(`application/${other}`)]).toEqual([
    true,
    false,
  ]);
  const both = PackedDomain.of('a', [
    { ...key, kind: 'application' },
    { ...key, kind: 'application', id: other },
  ]);
  expect(both.get(`application/${other}`)?.id).toBe(other);
});

test('a key of a hash that is there already is given back, and not put in', () => {
  const index = indexOf([hashOf(1, 28)]);
  const domain = PackedDomain.of('a', [keyOf('second', hashOf(1, 28))]);
  expect(runAtOnce(index.add(domain))?.id).toBe('second');
  expect(index.get(hashOf(1, 28).toString('hex'))?.id).toBe('key-0');
});
