import { describe, expect, test } from '@jest/globals';
import {
  createNodePool,
  type MembershipChange,
  NAMED_TENANTS_MAX,
  reviseNodePool,
} from '../../../control-plane/domain/node-pool.ts';
import { faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const later = new Date('2030-01-02T00:00:00Z');
const tenants = [
  { id: 'acme', archivedAt: null },
  { id: 'bank', archivedAt: null },
  { id: 'clinic', archivedAt: null },
  { id: 'gone', archivedAt: now },
];
const create = (name: string, tenantIds: readonly string[] = []) =>
  createNodePool('id', { name, tenantIds }, { now, tenants });
const edit = (change: Partial<MembershipChange>, held: readonly string[] = []) =>
  reviseNodePool(
    create('eu'),
    { addTenantIds: [], removeTenantIds: [], ...change },
    { now: later, tenants, heldTenantIds: new Set(held) },
  );
const tooMany = Array.from({ length: NAMED_TENANTS_MAX + 1 }, (_, number) => `tenant-${number}`);

describe('a pool of nodes', () => {
  test.each(['a', '-', 'eu-1', 'x'.repeat(64)])('may be named %s', (name) => {
    expect(create(name, ['acme'])).toEqual({
      id: 'id',
      name,
      version: 1,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
    });
  });

  test.each(['', 'EU', 'eu_1', 'eu/1', 'eü', 'x'.repeat(65)])(
    'is never named "%s"',
    async (name) => {
      expect(await faultPathsOf(() => create(name))).toEqual(['name']);
    },
  );

  test('is made with tenants that are in use, each named once, and tells every fault', async () => {
    const named = ['acme', 'nobody', 'gone', 'acme'];
    const paths = ['name', 'tenantIds.1', 'tenantIds.2', 'tenantIds.3'];
    expect(await faultPathsOf(() => create('E U', named))).toEqual(paths);
  });
});

describe('an edit of a pool', () => {
  test('tells what it really moves, and makes the next version', () => {
    const change = { addTenantIds: ['clinic', 'acme', 'bank'], removeTenantIds: ['gone'] };
    expect(edit(change, ['bank', 'gone'])).toEqual({
      pool: { ...create('eu'), version: 2, updatedAt: later },
      moved: { addTenantIds: ['acme', 'clinic'], removeTenantIds: ['gone'] },
    });
  });

  test('is none when the pool holds already what it shall hold', () => {
    expect(edit({ addTenantIds: ['acme'], removeTenantIds: ['bank'] }, ['acme'])).toBeUndefined();
    expect(edit({})).toBeUndefined();
  });

  test.each<[string, Partial<MembershipChange>, readonly string[]]>([
    ['adds no tenant that is unknown', { addTenantIds: ['acme', 'nobody'] }, ['addTenantIds.1']],
    ['adds no tenant that is archived', { addTenantIds: ['gone'] }, ['addTenantIds.0']],
    ['removes no tenant that is unknown', { removeTenantIds: ['nobody'] }, ['removeTenantIds.0']],
    ['names a tenant once', { addTenantIds: ['acme', 'acme'] }, ['addTenantIds.1']],
    [
      'does not add and remove the same tenant',
      { addTenantIds: ['acme', 'bank'], removeTenantIds: ['clinic', 'bank'] },
      ['removeTenantIds.1'],
    ],
    ['adds no more than there may be at once', { addTenantIds: tooMany }, ['addTenantIds']],
    [
      'removes no more than there may be at once',
      { removeTenantIds: tooMany },
      ['removeTenantIds'],
    ],
  ])('%s', async (_rule, change, paths) => {
    expect(await faultPathsOf(() => edit(change))).toEqual(paths);
  });

  test('may name as many as there may be at once', async () => {
    const addTenantIds = tooMany.slice(1);
    const all = addTenantIds.map((id) => ({ id, archivedAt: null }));
    const context = { now, tenants: all, heldTenantIds: new Set<string>() };
    const revised = reviseNodePool(create('eu'), { addTenantIds, removeTenantIds: [] }, context);
    expect(revised?.moved.addTenantIds).toHaveLength(NAMED_TENANTS_MAX);
  });
});
