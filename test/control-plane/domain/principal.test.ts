import { expect, test } from '@jest/globals';
import { permissionsOfRoles, type Role, roles } from '../../../control-plane/domain/permission.ts';
import {
  createPrincipal,
  type PrincipalDraft,
  revisePrincipal,
} from '../../../control-plane/domain/principal.ts';
import { requireGivable } from '../../../control-plane/domain/role.ts';

const now = new Date('2030-01-01T00:00:00Z');
const ada: PrincipalDraft = {
  tenantId: null,
  kind: 'human',
  name: 'Ada',
  email: 'ada@example.com',
  roles: ['viewer'],
};
const pathsOf = (change: Partial<PrincipalDraft>) => {
  try {
    createPrincipal('1', { ...ada, ...change }, now);
  } catch (error) {
    return (error as { failure: { faults: { path: string }[] } }).failure.faults.map(
      ({ path }) => path,
    );
  }
  return [];
};

test('a principal begins with version 1', () => {
  expect(createPrincipal('1', ada, now)).toMatchObject({ ...ada, version: 1, archivedAt: null });
});

test.each([
  [{ name: '' }, ['name']],
  [{ name: 'x'.repeat(201) }, ['name']],
  [{ name: 'line\nbreak' }, ['name']],
  [{ name: 'system' }, ['name']],
  [{ name: ' System ' }, ['name']],
  [{ name: 'database:postgres' }, ['name']],
  [{ email: 'nobody' }, ['email']],
  [{ email: 'a b@example.com' }, ['email']],
  [{ kind: 'service' }, ['email']],
  [{ kind: 'service', email: null }, []],
  [{ roles: [] }, ['roles']],
  [{ roles: ['viewer', 'viewer'] }, ['roles']],
  [{ roles: ['owner'] }, ['roles']],
  [{ roles: ['owner'], tenantId: '1' }, []],
  [{ roles: [], roleIds: ['1'] }, []],
  [{ roleIds: ['1', '1'] }, ['customRoleIds']],
  [{ roleIds: Array.from({ length: 21 }, (_, id) => String(id)) }, ['customRoleIds']],
  [{ name: '', email: '@', roles: [] }, ['name', 'email', 'roles']],
] as const)('%j has faults at %j', (change, paths) => {
  expect(pathsOf(change)).toEqual(paths);
});

test('an edit without a field leaves it, null removes the e-mail address', () => {
  const principal = createPrincipal('1', ada, now);
  expect(revisePrincipal(principal, { name: 'Ada L.' }, now)).toMatchObject({
    name: 'Ada L.',
    email: 'ada@example.com',
    version: 2,
  });
  expect(revisePrincipal(principal, { email: null }, now).email).toBeNull();
});

const isGivable = (held: readonly Role[], given: readonly Role[]) => {
  try {
    requireGivable(permissionsOfRoles(held), permissionsOfRoles(given));
  } catch {
    return false;
  }
  return true;
};

test('a platform-admin gives every role; everybody gives the roles that he has', () => {
  for (const role of roles) {
    expect(isGivable(['platform-admin'], [role])).toBe(true);
    expect(isGivable([role], [role])).toBe(true);
  }
});

test('nobody but a platform-admin gives a role with more permissions than his own', () => {
  expect(isGivable(['developer'], ['platform-admin'])).toBe(false);
  expect(isGivable(['security-reviewer'], ['developer'])).toBe(false);
  expect(isGivable(['developer'], ['viewer', 'security-reviewer'])).toBe(false);
  expect(isGivable(['viewer'], ['developer'])).toBe(false);
});

test('what two roles carry together may be given', () => {
  expect(isGivable(['developer', 'finance'], ['viewer', 'finance'])).toBe(true);
  expect(isGivable(['developer'], ['viewer', 'finance'])).toBe(false);
  expect(isGivable(['finance', 'security-reviewer'], ['finance', 'viewer'])).toBe(true);
});

test('the refusal names the permission that is missing', () => {
  expect(() =>
    requireGivable(permissionsOfRoles(['viewer']), permissionsOfRoles(['developer'])),
  ).toThrow(/application:write/);
});
