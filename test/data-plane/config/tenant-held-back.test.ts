import { expect, test } from '@jest/globals';
import { SecretStore } from '../../../data-plane/config/secret-store.ts';
import { digestOf, hashOf, keyOf, resource } from '../../support/configuration.ts';
import { tokenIssuerResource } from '../../support/token.ts';
import { badRoute, built, good, receive, replaced } from './snapshot-fixture.ts';

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

test('a tenant that is held back takes no token of an issuer, or for an application, that is gone', () => {
  const named = { applicationId: '', applicationClaim: 'tool' };
  const login = tokenIssuerResource('a', [], named);
  const whole = [...good, login, tokenIssuerResource('b', [], { audience: 'second' })];
  const before = built(receive(whole));
  const applicationsOf = (ids: readonly string[]) => {
    const left = replaced(whole, badRoute).filter(({ id }) => !ids.includes(id));
    const after = built(receive(left, 2n), before);
    expect([...after.heldBack.keys()]).toEqual(['a']);
    const issuers = [...after.snapshot.tokenIssuers.values()];
    return issuers
      .map(({ issuer, applicationIds }) => [issuer.id, ...(applicationIds?.keys() ?? [])])
      .toSorted();
  };
  expect(applicationsOf([])).toEqual([['issuer-a', 'tool'], ['issuer-b']]);
  expect(applicationsOf(['issuer-a'])).toEqual([['issuer-b']]);
  expect(applicationsOf(['application-a', 'key-a', 'grant-a'])).toEqual([
    ['issuer-a'],
    ['issuer-b'],
  ]);
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

test('a tenant that was never valid is not there at all', () => {
  const after = built(receive(replaced(good, badRoute)));
  expect([...after.snapshot.tenants.keys()]).toEqual(['b']);
  const rest = good.filter(({ tenantId }) => tenantId !== 'a');
  expect(after.enforced.digest).toEqual(digestOf(rest));
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

test('a key whose pepper is not held keeps its tenant back', () => {
  const after = built(receive(good), undefined, new SecretStore([]));
  expect([...after.heldBack.keys()].toSorted()).toEqual(['a', 'b']);
  expect(after.snapshot.tenants.size).toBe(0);
});
