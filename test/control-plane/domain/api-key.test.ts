import { expect, test } from '@jest/globals';
import {
  type ApiKeyDraft,
  createApiKey,
  reviseApiKey,
  revokeApiKey,
} from '../../../control-plane/domain/api-key.ts';

const now = new Date('2030-01-01T00:00:00Z');
const later = new Date('2030-01-02T00:00:00Z');
const origin = {
  id: '1',
  tenantId: '2',
  applicationId: '3',
  prefix: 'gth_sk_abcde',
  hash: Buffer.alloc(32),
  pepperId: '4',
};
const draft: ApiKeyDraft = {
  name: 'production',
  workloads: ['chat', 'batch-summary'],
  routes: ['gpt-4o', 'team/model:1'],
  feature: 'search',
  attributes: [{ name: 'cost_center', value: '42' }],
  scopes: ['explain'],
  notAfter: later,
};
const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`);
const facts = (count: number) => words(count).map((name) => ({ name, value: 'x' }));
const pathsOf = (change: Partial<ApiKeyDraft>) => {
  try {
    createApiKey(origin, { ...draft, ...change }, now);
  } catch (error) {
    return (error as { failure: { faults: { path: string }[] } }).failure.faults.map(
      ({ path }) => path,
    );
  }
  return [];
};

test('a key holds its facts by name', () => {
  expect(createApiKey(origin, draft, now)).toEqual({
    ...origin,
    ...draft,
    attributes: { cost_center: '42' },
    revokedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
});

test('a scope is named once', () => {
  expect(pathsOf({ scopes: [] })).toEqual([]);
  expect(pathsOf({ scopes: ['explain', 'explain'] })).toEqual(['scopes']);
});

test.each([
  [{ name: '' }, ['name']],
  [{ workloads: [] }, ['workloads']],
  [{ workloads: words(16) }, []],
  [{ workloads: words(17) }, ['workloads']],
  [{ workloads: ['chat', 'Not A Word'] }, ['workloads.1']],
  [{ workloads: ['chat', 'chat'] }, ['workloads']],
  [{ routes: [] }, []],
  [{ routes: words(64) }, []],
  [{ routes: words(65) }, ['routes']],
  [{ routes: ['a route'] }, ['routes.0']],
  [{ routes: ['a', 'a'] }, ['routes']],
  [{ feature: null }, []],
  [{ feature: 'Not A Slug' }, ['feature']],
  [{ attributes: facts(16) }, []],
  [{ attributes: facts(17) }, ['attributes']],
  [{ attributes: [{ name: '__proto__', value: 'x' }] }, ['attributes.0.name']],
  [{ attributes: [{ name: 'a', value: 'x'.repeat(201) }] }, ['attributes.0.value']],
  [{ attributes: [...facts(1), ...facts(1)] }, ['attributes']],
  [{ notAfter: null }, []],
  [{ notAfter: now }, ['notAfter']],
  [{ name: '', workloads: [], notAfter: now }, ['name', 'workloads', 'notAfter']],
])('a key with %j has faults at %j', (change, paths) => {
  expect(pathsOf(change)).toEqual(paths);
});

test('an edit checks only what it gives: a key past its end can still be renamed', () => {
  const key = createApiKey(origin, draft, now);
  const afterEnd = new Date('2031-01-01T00:00:00Z');
  expect(reviseApiKey(key, { name: 'old' }, afterEnd)).toMatchObject({
    name: 'old',
    notAfter: later,
    attributes: { cost_center: '42' },
    version: 2,
  });
  expect(() => reviseApiKey(key, { notAfter: later }, afterEnd)).toThrow(/in the future/);
});

test('null removes the feature and the end, an empty list removes the facts', () => {
  const key = createApiKey(origin, draft, now);
  const change = { feature: null, notAfter: null, attributes: [] };
  expect(reviseApiKey(key, change, now)).toMatchObject({
    feature: null,
    notAfter: null,
    attributes: {},
  });
});

test('a revoked key is the next version', () => {
  const key = createApiKey(origin, draft, now);
  expect(revokeApiKey(key, later)).toMatchObject({ revokedAt: later, version: 2 });
});
