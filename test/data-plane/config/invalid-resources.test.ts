import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hashOf,
  keyOf,
  rawResource,
  resource,
  type TestResource,
  testPepper,
} from '../../support/configuration.ts';
import { createSigner, tokenIssuerResource } from '../../support/token.ts';
import { build, built, good, receive, replaced } from './snapshot-fixture.ts';

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

const signer = createSigner('RS256');
const smallSigner = createSigner('RS256', { modulusLength: 1_024 });
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
    'a mode that nobody knows',
    resource(
      'prompt_policy',
      { id: 'x', ...own },
      {
        ...own,
        name: 'p',
        rules: [{ name: 'r', detector: 'secret', action: 'block', mode: 'perhaps' }],
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
  ['a token issuer without an audience', tokenIssuerResource('a', [signer], { audience: '' })],
  [
    'a token issuer that takes HS256',
    tokenIssuerResource('a', [signer], { algorithms: ['HS256'] }),
  ],
  ['a token issuer that takes nothing', tokenIssuerResource('a', [signer], { algorithms: [] })],
  ['a token issuer with too small a key', tokenIssuerResource('a', [smallSigner])],
  [
    'a token issuer with a key that is none',
    tokenIssuerResource('a', [{ ...signer, spki: 'AAAA' }]),
  ],
  ['a token issuer with a clock of its own', tokenIssuerResource('a', [signer], { leewayS: 301 })],
  [
    'a token issuer without an application',
    tokenIssuerResource('a', [signer], { applicationId: '' }),
  ],
  [
    'a token issuer with two ways to its application',
    tokenIssuerResource('a', [signer], { applicationClaim: 'tool' }),
  ],
  [
    'a token issuer with a missing application',
    tokenIssuerResource('a', [signer], { applicationId: 'application-b' }),
  ],
  [
    'a token issuer with a fact of no type',
    tokenIssuerResource('a', [signer], { facts: [{ name: 'x', claim: 'x', type: 'dyn' }] }),
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

test('what two tenants claim alike rejects the whole: nobody could say whose call it is', () => {
  const issuers = ['a', 'b'].map((tenantId) => tokenIssuerResource(tenantId, [signer]));
  expect(build(receive([...good, ...issuers]))).toMatchObject({
    kind: 'rejected',
    faults: [{ kind: 'token_issuer', message: expect.stringContaining('another tenant') }],
  });
  const apart = tokenIssuerResource('b', [signer], { audience: 'second' });
  const [first] = issuers;
  expect(build(receive([...good, apart, ...(first === undefined ? [] : [first])])).kind).toBe(
    'built',
  );
});

test('no bytes whatsoever make the build throw', () => {
  const kinds = [
    'tenant',
    'application',
    'api_key',
    'grant',
    'route',
    'prompt_policy',
    'token_issuer',
    'outside_detector',
    'limit',
    'budget',
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
