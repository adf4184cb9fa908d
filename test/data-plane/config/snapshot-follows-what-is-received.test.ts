import { expect, test } from '@jest/globals';
import { buildSnapshot } from '../../../data-plane/config/build-snapshot.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import { decodeResource } from '../../../proto/resource.ts';
import { digestOf, hashOf, keyOf, rawResource, resource } from '../../support/configuration.ts';
import { badRoute, built, good, receive, replaced, secrets } from './snapshot-fixture.ts';

test('a snapshot holds what calls look up, and hashes their keys', () => {
  const { snapshot } = built(receive(good));
  const [hash = ''] = snapshot.hasher.hashes(keyOf('a'));
  expect(hash).toBe(hashOf(keyOf('a')).toString('hex'));
  expect(snapshot.keysByHash.get(hash)).toMatchObject({
    tenantId: 'a',
    workloads: ['chat'],
    feature: 'search',
    notAfterMs: undefined,
  });
  expect(snapshot.routesByName.get('b')?.get('assistant')?.route.id).toBe('route-b');
  expect(snapshot.routes.get('route-b')?.inspect).toBeUndefined();
  expect(snapshot.targets.get('target-1')?.prices[0]).toMatchObject({
    effectiveFromMs: 1,
    input: 1_000_000n,
    output: 2_000_000n,
  });
  expect(snapshot.grants.get('a')).toHaveLength(1);
  expect([snapshot.epoch, snapshot.revision]).toEqual([1n, 1n]);
});

test('a kind that this build does not know is held, and holds nobody back', () => {
  const news = [
    rawResource('vector_store', 'x', 'a', Buffer.from('not for us')),
    rawResource('region', 'y', '', Buffer.from('not for us')),
  ];
  const after = built(receive([...good, ...news]));
  expect(after.heldBack.size).toBe(0);
  expect(after.snapshot.tenants.size).toBe(2);
  expect(after.enforced.digest).toEqual(digestOf([...good, ...news]));
});

test('a change of one tenant leaves what is ready of the others as it is', () => {
  const before = built(receive(good));
  const key = hashOf(keyOf('b')).toString('hex');
  const renamed = resource('tenant', { id: 'a', tenantId: 'a' }, { name: 'new', suspended: false });
  const after = built(receive(replaced(good, renamed), 2n, before.received), before);
  expect(after.parts.get('b')).toBe(before.parts.get('b'));
  expect(after.snapshot.keysByHash.get(key)).toBe(before.snapshot.keysByHash.get(key));
  expect(before.snapshot.tenants.get('a')?.name).toBe('a');
  expect(after.snapshot.tenants.get('a')?.name).toBe('new');
});

test('a key that somebody has called with is what it is at the moment, and gone when it is taken away', () => {
  const hash = hashOf(keyOf('a')).toString('hex');
  const key = good.find(({ id }) => id === 'key-a');
  const body = decodeResource('api_key', key?.body ?? Buffer.alloc(0));
  const named = resource('api_key', { id: 'key-a', tenantId: 'a' }, { ...body, name: 'second' });
  const before = built(receive(good));
  expect(before.snapshot.keysByHash.get(hash)?.name).toBe('first');
  const renamed = built(receive(replaced(good, named), 2n, before.received), before);
  expect(renamed.snapshot.keysByHash.get(hash)?.name).toBe('second');
  const left = good.filter(({ id }) => id !== 'key-a');
  const after = built(receive(left, 3n, renamed.received), renamed);
  expect(after.snapshot.keysByHash.get(hash)).toBeUndefined();
  expect(before.snapshot.keysByHash.get(hash)?.name).toBe('first');
});

test('what this program has judged before is not judged again, and serves the same', () => {
  const received = receive(replaced(good, badRoute));
  const input = { previous: undefined, received, secrets };
  const anew = runAtOnce(buildSnapshot(input));
  expect(anew.kind === 'built' && [...anew.built.heldBack.keys()]).toEqual(['a']);
  const trusted = runAtOnce(buildSnapshot({ ...input, judged: new Map() }));
  if (trusted.kind !== 'built') throw new Error('it was not built');
  const { heldBack, snapshot } = trusted.built;
  expect(heldBack.size).toBe(0);
  const judged = built(receive(good)).snapshot;
  const hash = hashOf(keyOf('b')).toString('hex');
  expect(snapshot.keysByHash.get(hash)).toEqual(judged.keysByHash.get(hash));
  expect(snapshot.routes.get('route-b')?.route).toEqual(judged.routes.get('route-b')?.route);
  expect(() => snapshot.routes.get('route-a')?.choose).toThrow();
});

test('what did not change is not built anew', () => {
  const first = receive(good);
  const before = built(first);
  const suspended = resource('tenant', { id: 'b', tenantId: 'b' }, { name: 'b', suspended: true });
  const after = built(receive(replaced(good, suspended), 2n, first), before);
  expect(after.parts.get('a')).toBe(before.parts.get('a'));
  expect(after.parts.get('b')).not.toBe(before.parts.get('b'));
});

test('a removed tenant is gone even while children of it remain', () => {
  const before = built(receive(good));
  const orphans = good.filter(({ kind, id }) => kind !== 'tenant' || id !== 'a');
  const after = built(receive(orphans, 2n), before);
  expect(after.heldBack.size).toBe(0);
  expect(after.snapshot.tenants.has('a')).toBe(false);
  expect(after.snapshot.keysByHash.has(hashOf(keyOf('a')).toString('hex'))).toBe(false);
});

test('what is cached for an hour costs what is cached for minutes, unless the price says otherwise', () => {
  const first = { effectiveFromUnixMs: 1, input: 4, output: 9, cachedWrite: 5 };
  const prices = [
    first,
    { ...first, effectiveFromUnixMs: 2, cachedWriteLong: 8 },
    {
      ...first,
      effectiveFromUnixMs: 3,
      cachedWriteLong: 0,
      tiers: [{ inputTokensAbove: 7, input: 6, output: 10, cachedWrite: 7 }],
    },
  ];
  const target = {
    name: 'target',
    providerId: 'provider-1',
    modelId: 'model-1',
    providerModel: 'm',
    enabled: true,
    prices,
  };
  const { snapshot } = built(
    receive(replaced(good, resource('target', { id: 'target-1' }, target))),
  );
  const read = snapshot.targets.get('target-1')?.prices;
  expect(read?.map(({ cachedWriteLong }) => cachedWriteLong)).toEqual([5n, 8n, 0n]);
  const tier = { inputTokensAbove: 7, input: 6n, output: 10n, cachedRead: 0n, reasoning: 0n };
  expect(read?.map(({ tiers }) => tiers)).toEqual([
    undefined,
    undefined,
    [{ ...tier, cachedWrite: 7n, cachedWriteLong: 7n }],
  ]);
});
