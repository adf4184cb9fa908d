import { expect, test } from '@jest/globals';
import {
  type ApiKeyDraft,
  createApiKey,
  reviseApiKey,
  revokeApiKey,
  rotateApiKey,
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
  operations: ['chat', 'model_list'],
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
    replacesId: null,
    replacedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
});

test('a scope is named once, and an operation too', () => {
  expect(pathsOf({ operations: [] })).toEqual([]);
  expect(pathsOf({ operations: ['chat', 'embedding', 'chat'] })).toEqual(['operations']);
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
  [{ attributes: [{ name: 'a', value: 'x'.repeat(200) }] }, []],
  [{ attributes: [{ name: 'a', value: 'x'.repeat(201) }] }, ['attributes.0.value']],
  [{ attributes: [{ name: 'a', value: `x${' '.repeat(200)}` }] }, ['attributes.0.value']],
  [{ attributes: [{ name: 'a', value: ' ' }] }, ['attributes.0.value']],
  [{ attributes: [{ name: 'a', value: 'x\u0000' }] }, ['attributes.0.value']],
  [{ attributes: [{ name: 'a', value: 'x\ud800' }] }, ['attributes.0.value']],
  [{ attributes: [{ name: 'a', value: '\u{1f511}' }] }, []],
  [{ attributes: [{ name: 'Tier', value: 'x' }] }, ['attributes.0.name']],
  [{ attributes: [{ name: 'a'.repeat(64), value: 'x' }] }, ['attributes.0.name']],
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

const next = { id: '5', prefix: 'gth_sk_vwxyz', hash: Buffer.alloc(32, 1), pepperId: '6' };
const rotate = (overlapSeconds: number, notAfter?: Date | null) =>
  rotateApiKey(createApiKey(origin, draft, now), next, { overlapSeconds, notAfter }, now);

test('a successor has all that the key had, a secret of its own and a life from its start', () => {
  const key = createApiKey(origin, draft, now);
  const edited = reviseApiKey(key, { feature: 'other' }, now);
  const { successor } = rotateApiKey(edited, next, { overlapSeconds: 60, notAfter: null }, later);
  const life = { version: 1, createdAt: later, updatedAt: later, notAfter: null };
  expect(successor).toEqual({ ...edited, ...next, ...life, replacesId: '1' });
});

test('a replaced key ends with the overlap, never later than it would have; with none at once', () => {
  const minute = new Date('2030-01-01T00:01:00Z');
  expect(rotate(60).replaced).toMatchObject({ notAfter: minute, replacedAt: now, version: 2 });
  expect(rotate(60).replaced.revokedAt).toBeNull();
  expect(rotate(60).successor.notAfter).toEqual(later);
  expect(rotate(10 * 86_400).replaced.notAfter).toEqual(later);
  expect(rotate(0).replaced).toMatchObject({ notAfter: later, revokedAt: now });
});

test('an overlap has a bound, and a successor an end that is to come', () => {
  expect(() => rotate(-1)).toThrow(/0 to 2592000 seconds/);
  expect(() => rotate(30 * 86_400 + 1)).toThrow(/0 to 2592000 seconds/);
  expect(() => rotate(60, now)).toThrow(/in the future/);
});

test('the end of a replaced key is agreed: it is neither changed nor replaced again', () => {
  const { replaced } = rotate(60);
  const again = { overlapSeconds: 60, notAfter: undefined };
  expect(() => reviseApiKey(replaced, { notAfter: null }, now)).toThrow(/was replaced/);
  expect(() => rotateApiKey(replaced, next, again, now)).toThrow(/was replaced/);
  expect(revokeApiKey(replaced, now)).toMatchObject({ revokedAt: now, version: 3 });
});
