import { expect, test } from '@jest/globals';
import {
  findGrant,
  type GrantQuestion,
  mayCallRoute,
  mayPerform,
  resolveWorkload,
} from '../../policy/authorise.ts';
import type { ApiKey, Grant } from '../../policy/resource.ts';

const grant: Grant = {
  id: 'grant-1',
  tenantId: 'tenant-1',
  applicationId: 'application-1',
  modelId: 'model-1',
  workloads: ['chat', 'code'],
  notAfterMs: 1000,
};
const application = {
  id: 'application-1',
  dataClass: 'internal',
  environment: 'production',
} as const;
const question = {
  application,
  modelId: 'model-1',
  region: 'eu',
  workload: 'code',
  nowMs: 999,
};

test.each<[string, Partial<Grant>, Partial<GrantQuestion>, boolean]>([
  ['all of it fits', {}, {}, true],
  ['its data class is named', { dataClasses: ['public', 'internal'] }, {}, true],
  ['another data class is named', { dataClasses: ['public'] }, {}, false],
  ['its environment is named', { environments: ['production'] }, {}, true],
  ['another environment is named', { environments: ['staging', 'development'] }, {}, false],
  ['its region is named', { regions: ['us', 'eu'] }, {}, true],
  ['another region is named', { regions: ['us'] }, {}, false],
  ['a region is named and nobody knows where it goes', { regions: ['eu'] }, { region: '' }, false],
  ['nothing is named', { dataClasses: [], environments: [], regions: [] }, { region: '' }, true],
  ['one of several conditions fails', { regions: ['eu'], environments: ['staging'] }, {}, false],
  ['the grant is for another application', { applicationId: 'application-2' }, {}, false],
  ['the grant is for every application', { applicationId: undefined }, {}, true],
  ['another model is asked for', {}, { modelId: 'model-2' }, false],
  ['another workload is asked for', {}, { workload: 'batch' }, false],
  ['the grant is for every workload', { workloads: [] }, { workload: 'batch' }, true],
  ['it ends at this very millisecond', {}, { nowMs: 1000 }, false],
  ['it ended long ago', {}, { nowMs: 5000 }, false],
  ['it never ends', { notAfterMs: undefined }, { nowMs: Number.MAX_SAFE_INTEGER }, true],
])('a grant when %s', (_, grantChanges, questionChanges, isFound) => {
  const held = { ...grant, ...grantChanges };
  const found = findGrant([held], { ...question, ...questionChanges });
  expect(found).toBe(isFound ? held : undefined);
});

test('the first grant that covers is the one', () => {
  const expired = { ...grant, id: 'expired', notAfterMs: 1 };
  const first = { ...grant, id: 'first' };
  const second = { ...grant, id: 'second' };
  expect(findGrant([expired, first, second], question)).toBe(first);
  expect(findGrant([], question)).toBeUndefined();
});

const key: ApiKey = {
  id: 'key-1',
  tenantId: 'tenant-1',
  applicationId: 'application-1',
  name: 'ci',
  workloads: ['chat', 'code'],
  routes: [],
  feature: '',
  attributes: {},
  scopes: [],
  notAfterMs: undefined,
};

test.each([
  [undefined, 'chat'],
  ['', 'chat'],
  ['code', 'code'],
  ['batch', undefined],
  ['Chat', undefined],
])('a requested workload of %j counts as %j', (requested, workload) => {
  expect(resolveWorkload(key, requested)).toBe(workload);
});

test('a key without workloads has none to give', () => {
  expect(resolveWorkload({ ...key, workloads: [] }, undefined)).toBeUndefined();
});

test('a key calls every route, or only those that it lists', () => {
  expect(mayCallRoute(key, 'assistant')).toBe(true);
  const restricted = { ...key, routes: ['assistant'] };
  expect(mayCallRoute(restricted, 'assistant')).toBe(true);
  expect(mayCallRoute(restricted, 'assistant-2')).toBe(false);
});

test.each([
  [undefined, true],
  [['embedding', 'chat'], true],
  [['embedding'], false],
  [[], false],
] as const)('a key for %j may chat: %j', (operations, isAllowed) => {
  expect(mayPerform({ ...key, operations }, 'chat')).toBe(isAllowed);
});
