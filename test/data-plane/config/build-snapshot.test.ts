import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Built, buildSnapshot } from '../../../data-plane/config/build-snapshot.ts';
import {
  applyUpdate,
  EMPTY_SET,
  type ResourceSet,
} from '../../../data-plane/config/resource-store.ts';
import { SecretStore } from '../../../data-plane/config/secret-store.ts';
import { runAtOnce } from '../../../data-plane/config/slices.ts';
import {
  digestOf,
  hashOf,
  keyOf,
  rawResource,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
  testCredential,
  testPepper,
} from '../../support/configuration.ts';

const secrets = new SecretStore([
  { name: `api_key_pepper/${testPepper.id}`, generation: 1n, value: testPepper.secret },
  {
    name: 'provider_credential/provider-1',
    generation: 1n,
    value: Buffer.from(testCredential),
  },
]);

function receive(
  resources: readonly TestResource[],
  revision = 1n,
  held: ResourceSet = EMPTY_SET,
): ResourceSet {
  const result = runAtOnce(
    applyUpdate(held, {
      nonce: '1',
      from: held.position,
      to: { epoch: 1n, revision },
      full: true,
      upserts: resources,
      removals: [],
      digest: digestOf(resources),
      oldestCommitAtMs: 0,
    }),
  );
  if (result.kind !== 'applied') throw new Error(result.message);
  return result.set;
}

function build(received: ResourceSet, previous?: Built, store = secrets) {
  return runAtOnce(buildSnapshot({ previous, received, secrets: store }));
}

function built(received: ResourceSet, previous?: Built, store = secrets): Built {
  const result = build(received, previous, store);
  if (result.kind === 'rejected') throw new Error(JSON.stringify(result.faults));
  return result.built;
}

function replaced(resources: readonly TestResource[], next: TestResource): readonly TestResource[] {
  return resources.map((one) => (one.kind === next.kind && one.id === next.id ? next : one));
}

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const badRoute = resource(
  'route',
  { id: 'route-a', tenantId: 'a' },
  {
    tenantId: 'a',
    name: 'assistant',
    operation: 'chat',
    rules: [{ name: 'all', when: 'request.inputTokens + "x"', split: [] }],
    firstTokenTimeoutMs: 1,
    totalTimeoutMs: 1,
  },
);

test('a snapshot holds what calls look up, with the secrets beside it', () => {
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
  expect(snapshot.credentials.find('provider-1')).toBe(testCredential);
  expect([snapshot.epoch, snapshot.revision]).toEqual([1n, 1n]);
});

test('a tenant at fault stays as it was, the rest applies, and the digest counts what is enforced', () => {
  const before = built(receive(good));
  const suspended = resource('tenant', { id: 'b', tenantId: 'b' }, { name: 'b', suspended: true });
  const next = replaced(replaced(good, badRoute), suspended);
  const after = built(receive(next, 2n), before);
  expect(after.snapshot.tenants.get('b')?.suspended).toBe(true);
  expect(after.snapshot.routesByName.get('a')?.get('assistant')?.route.totalTimeoutMs).toBe(30_000);
  expect([...after.heldBack.keys()]).toEqual(['a']);
  expect(after.heldBack.get('a')?.[0]).toMatchObject({
    kind: 'route',
    id: 'route-a',
    tenantId: 'a',
  });
  expect(after.enforced.digest).toEqual(digestOf(replaced(good, suspended)));
  expect(after.enforced.position.revision).toBe(2n);
});

test('all of a tenant at fault is held back, also what is valid of it', () => {
  const before = built(receive(good));
  const other = resource(
    'grant',
    { id: 'grant-more', tenantId: 'a' },
    { tenantId: 'a', modelId: 'model-2' },
  );
  const after = built(receive([...replaced(good, badRoute), other], 2n), before);
  expect(after.snapshot.grants.get('a')?.map(({ id }) => id)).toEqual(['grant-a']);
  expect(built(receive([...good, other], 3n), after).snapshot.grants.get('a')).toHaveLength(2);
});

test('a tenant that is held back loses its revoked keys and grants all the same', () => {
  const before = built(receive(good));
  const gone = ['key-a', 'grant-a'];
  const withoutKey = replaced(good, badRoute).filter(({ id }) => !gone.includes(id));
  const after = built(receive(withoutKey, 2n), before);
  expect([...after.heldBack.keys()]).toEqual(['a']);
  expect(after.snapshot.keysByHash.has(hashOf(keyOf('a')).toString('hex'))).toBe(false);
  expect(after.snapshot.grants.get('a')).toEqual([]);
  expect(after.snapshot.routesByName.get('a')?.get('assistant')?.route.totalTimeoutMs).toBe(30_000);
  expect(after.enforced.digest).toEqual(digestOf(good.filter(({ id }) => !gone.includes(id))));
  const mended = built(
    receive(
      good.filter(({ id }) => id !== 'key-a'),
      3n,
    ),
    after,
  );
  expect(mended.heldBack.size).toBe(0);
  expect(mended.snapshot.grants.get('a')).toHaveLength(1);
  expect(mended.snapshot.keysByHash.has(hashOf(keyOf('a')).toString('hex'))).toBe(false);
  expect(mended.enforced.digest).toEqual(digestOf(good.filter(({ id }) => id !== 'key-a')));
});

test('a tenant that is held back is suspended all the same', () => {
  const before = built(receive(good));
  const suspended = resource('tenant', { id: 'a', tenantId: 'a' }, { name: 'a', suspended: true });
  const bad = replaced(replaced(good, badRoute), suspended);
  const after = built(receive(bad, 2n), before);
  expect([...after.heldBack.keys()]).toEqual(['a']);
  expect(after.snapshot.tenants.get('a')?.suspended).toBe(true);
  expect(after.enforced.digest).toEqual(digestOf(replaced(good, suspended)));
});

test('a kind that this build does not know is held, and holds nobody back', () => {
  const news = [
    rawResource('budget', 'x', 'a', Buffer.from('not for us')),
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

test('a tenant that was never valid is not there at all', () => {
  const after = built(receive(replaced(good, badRoute)));
  expect([...after.snapshot.tenants.keys()]).toEqual(['b']);
  const rest = good.filter(({ tenantId }) => tenantId !== 'a');
  expect(after.enforced.digest).toEqual(digestOf(rest));
});

test('an invalid shared resource rejects the whole', () => {
  const before = built(receive(good));
  const odd = resource('provider', { id: 'provider-1' }, { name: 'demo', kind: 'telepathy' });
  expect(build(receive(replaced(good, odd), 2n), before)).toMatchObject({
    kind: 'rejected',
    faults: [{ kind: 'provider', id: 'provider-1', tenantId: '' }],
  });
});

test('a target whose provider is missing rejects the whole: both are shared', () => {
  const without = good.filter(({ kind }) => kind !== 'provider');
  expect(build(receive(without))).toMatchObject({ kind: 'rejected' });
});

test('a route may refer to a target that is missing: it is shared', () => {
  const without = good.filter(({ kind }) => kind !== 'target');
  const { snapshot, heldBack } = built(receive(without));
  expect(heldBack.size).toBe(0);
  expect(snapshot.routes.has('route-a')).toBe(true);
});

test('a held-back tenant is put beside the shared resources of today', () => {
  const before = built(receive(good));
  const disabled = resource(
    'target',
    { id: 'target-1' },
    {
      name: 'demo/gpt-test',
      providerId: 'provider-1',
      modelId: 'model-1',
      providerModel: 'gpt-test',
      enabled: false,
    },
  );
  const after = built(receive(replaced(replaced(good, badRoute), disabled), 2n), before);
  expect(after.snapshot.targets.get('target-1')?.enabled).toBe(false);
  expect(after.parts.get('a')?.shared).toBe(after.shared);
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

test('a key whose pepper is not held keeps its tenant back', () => {
  const after = built(receive(good), undefined, new SecretStore([]));
  expect([...after.heldBack.keys()].toSorted()).toEqual(['a', 'b']);
  expect(after.snapshot.tenants.size).toBe(0);
});

const own = { tenantId: 'a' } as const;
const route = { ...own, name: 'r', operation: 'chat', firstTokenTimeoutMs: 1, totalTimeoutMs: 1 };
const key = {
  ...own,
  applicationId: 'application-a',
  name: 'k',
  hash: hashOf('other'),
  pepperId: testPepper.id,
  workloads: ['chat'],
};
test.each<[string, TestResource]>([
  ['a route without a name', resource('route', { id: 'x', ...own }, { ...route, name: '' })],
  [
    'a route with an unknown operation',
    resource('route', { id: 'x', ...own }, { ...route, operation: 'sing' }),
  ],
  [
    'a route without a timeout',
    resource('route', { id: 'x', ...own }, { ...route, totalTimeoutMs: 0 }),
  ],
  [
    'a route with the name of another',
    resource('route', { id: 'x', ...own }, { ...route, name: 'assistant' }),
  ],
  [
    'a route with a missing prompt policy',
    resource('route', { id: 'x', ...own }, { ...route, promptPolicyId: 'none' }),
  ],
  [
    'a route of another tenant',
    resource('route', { id: 'x', ...own }, { ...route, tenantId: 'b' }),
  ],
  [
    'a grant for a missing application',
    resource('grant', { id: 'x', ...own }, { ...own, modelId: 'm', applicationId: 'none' }),
  ],
  [
    'a key of a missing application',
    resource('api_key', { id: 'x', ...own }, { ...key, applicationId: 'none' }),
  ],
  ['a key without a workload', resource('api_key', { id: 'x', ...own }, { ...key, workloads: [] })],
  [
    'a key with a short hash',
    resource('api_key', { id: 'x', ...own }, { ...key, hash: Buffer.alloc(8) }),
  ],
  [
    'a key with the hash of another',
    resource('api_key', { id: 'x', ...own }, { ...key, hash: hashOf(keyOf('a')) }),
  ],
  [
    'a reroute to nowhere',
    resource(
      'prompt_policy',
      { id: 'x', ...own },
      {
        ...own,
        name: 'p',
        rules: [{ name: 'r', detector: 'secret', action: 'reroute', rerouteRouteId: 'none' }],
      },
    ),
  ],
  [
    'a block that names a route',
    resource(
      'prompt_policy',
      { id: 'x', ...own },
      {
        ...own,
        name: 'p',
        rules: [{ name: 'r', detector: 'secret', action: 'block', rerouteRouteId: 'route-a' }],
      },
    ),
  ],
  [
    'an unknown data class',
    resource(
      'application',
      { id: 'x', ...own },
      { ...own, name: 'n', environment: 'production', dataClass: 'cosmic', rolloutStage: 'direct' },
    ),
  ],
  ['a shared kind within a tenant', rawResource('model', 'x', 'a', Buffer.alloc(0))],
  ['bytes that are no message', rawResource('route', 'x', 'a', Buffer.from([0xff, 0xff, 0xff]))],
  ['the resource of another tenant', resource('tenant', { id: 'x', ...own }, { name: 'x' })],
])('%s holds back its tenant and no other', (_, bad) => {
  const after = built(receive([...good, bad]));
  expect([...after.heldBack.keys()]).toEqual(['a']);
  expect(after.snapshot.tenants.has('b')).toBe(true);
});

test.each<[string, TestResource]>([
  [
    'a provider with a password in its URL',
    resource(
      'provider',
      { id: 'x' },
      { name: 'x', kind: 'openai', baseUrl: 'http://me:hunter2@host/v1' },
    ),
  ],
  [
    'a provider whose URL is a file',
    resource('provider', { id: 'x' }, { name: 'x', kind: 'openai', baseUrl: 'file:///etc' }),
  ],
  [
    'a model with an unknown capability',
    resource('model', { id: 'x' }, { name: 'x', capabilities: ['levitation'] }),
  ],
  [
    'prices out of order',
    resource(
      'target',
      { id: 'x' },
      {
        name: 'x',
        providerId: 'provider-1',
        modelId: 'model-1',
        providerModel: 'x',
        prices: [{ effectiveFromUnixMs: 2 }, { effectiveFromUnixMs: 1 }],
      },
    ),
  ],
  ['a route that says that it is shared', resource('route', { id: 'x' }, route)],
])('%s rejects the whole and shows no secret', (_, bad) => {
  const result = build(receive([...good, bad]));
  expect(result.kind).toBe('rejected');
  expect(JSON.stringify(result.kind === 'rejected' ? result.faults : [])).not.toContain('hunter2');
});

test('no bytes whatsoever make the build throw', () => {
  const kinds = [
    'tenant',
    'application',
    'api_key',
    'grant',
    'route',
    'prompt_policy',
    'provider',
    'model',
    'target',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.constantFrom('', 'a', 'c'),
      fc.uint8Array({ maxLength: 40 }),
      (kind, tenantId, body) => {
        const result = build(
          receive([...good, rawResource(kind, 'x', tenantId, Buffer.from(body))]),
        );
        if (result.kind === 'built') expect(result.built.snapshot.tenants.has('b')).toBe(true);
      },
    ),
  );
});
