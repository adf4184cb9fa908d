import { describe, expect, test } from '@jest/globals';
import { permissions, permissionsOf, roles } from '../../../control-plane/domain/permission.ts';
import {
  type CustomRoleDraft,
  createRole,
  permissionsHeld,
  reviseRole,
} from '../../../control-plane/domain/role.ts';

const now = new Date('2030-01-01T00:00:00Z');
const draft: CustomRoleDraft = { tenantId: 'a', name: 'auditor', permissions: ['audit:read'] };
const create = (change: Partial<CustomRoleDraft> = {}) =>
  createRole('1', { ...draft, ...change }, now);
const pathsOf = (change: Partial<CustomRoleDraft>) => {
  try {
    create(change);
  } catch (error) {
    return (error as { failure: { faults: { path: string }[] } }).failure.faults.map(
      ({ path }) => path,
    );
  }
  return [];
};

test.each([
  [{}, []],
  [{ name: 'Not a slug' }, ['name']],
  [{ name: 'owner' }, ['name']],
  [{ permissions: [] }, ['permissions']],
  [{ permissions: ['audit:read', 'audit:fly'] }, ['permissions.1']],
  [{ permissions: ['audit:read', 'audit:read'] }, ['permissions.1']],
  [{ permissions: ['node:write'] }, ['permissions.0']],
  [{ permissions: ['node:write'], tenantId: null }, []],
] as const)('%j has faults at %j', (change, paths) => {
  expect(pathsOf(change)).toEqual(paths);
});

test('an edit is held to the same rules, and leaves what it does not name', () => {
  const role = create();
  expect(reviseRole(role, { name: 'reader' }, now)).toMatchObject({
    name: 'reader',
    permissions: ['audit:read'],
    version: 2,
  });
  expect(() => reviseRole(role, { permissions: ['tenant:write'] }, now)).toThrow(/of the platform/);
});

describe('what a principal holds', () => {
  const held = (tenantId: string | null, builtIn: Parameters<typeof permissionsHeld>[0]['roles']) =>
    permissionsHeld({ tenantId, roles: builtIn }, [
      create({ permissions: ['audit:read'] }),
      create({ tenantId: 'b', permissions: ['usage:read'] }),
      create({ tenantId: null, permissions: ['route:write', 'node:write'] }),
      { ...create({ permissions: ['principal:write'] }), archivedAt: now },
    ]);

  test('is the union of its roles, without those of other tenants and those that ended', () => {
    const finance = permissionsOf.finance.filter((one) => one !== 'usage:read');
    expect(held('a', ['finance'])).toEqual(
      new Set([...finance, 'usage:read', 'audit:read', 'route:write']),
    );
    expect([...held('a', [])].toSorted()).toEqual(['audit:read', 'route:write']);
    expect([...held(null, [])].toSorted()).toEqual(['node:write', 'route:write']);
  });

  test('has nothing of the platform in a tenant, whatever the roles say', () => {
    const confined = permissionsHeld({ tenantId: 'a', roles }, []);
    expect(confined).toEqual(new Set(permissionsOf.owner));
    expect(permissionsHeld({ tenantId: null, roles: ['platform-admin'] }, [])).toEqual(
      new Set(permissions),
    );
  });
});
