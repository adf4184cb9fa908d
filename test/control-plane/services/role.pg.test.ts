import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Permission } from '../../../control-plane/domain/permission.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { freshName } from '../../support/catalog.ts';
import { call, type Management, managementNow as now } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';
import { openTwoTenants } from './two-tenants.ts';

let management: Management;
let tenantId: string;
let otherTenantId: string;
let owner: Operation;
beforeAll(async () => {
  ({ management, tenantId, otherTenantId } = await openTwoTenants());
  owner = await management.operation(['owner'], { tenantId });
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const createRole = async (
  operation: Operation,
  permissions: readonly string[],
  of: string | null = tenantId,
) =>
  (
    await management.services.roles.create(operation, call('createRole'), {
      tenantId: of,
      name: freshName('role'),
      permissions,
    })
  ).value;
const updateRole = (
  operation: Operation,
  { id, version }: { readonly id: string; readonly version: number },
  permissions: readonly string[],
) =>
  management.services.roles.update(operation, call('updateRole'), {
    id,
    expectedVersion: version,
    permissions,
  });
const createHolder = async (
  operation: Operation,
  roleIds: readonly string[],
  of: string | null = tenantId,
) =>
  (
    await management.services.principals.create(operation, call('createPrincipal'), {
      tenantId: of,
      kind: 'service',
      name: freshName('holder'),
      email: null,
      roles: [],
      roleIds,
    })
  ).value;
/** The principal as it comes with a new token. */
async function come(principalId: string): Promise<Operation> {
  const { services, admin, authenticator } = management;
  const draft = { principalId, name: 'ci', notAfter: undefined };
  const { secret } = await services.accessTokens.create(admin, call('createAccessToken'), draft);
  return authenticator.authenticate(`Bearer ${secret?.reveal()}`, now);
}
const denied = (permission: Permission) => ({
  failure: { code: 'PERMISSION_DENIED', permission },
});
const notFound = { failure: { code: 'NOT_FOUND' } };
const invalidAt = (path: string) => ({
  failure: { code: 'VALIDATION_FAILED', faults: [expect.objectContaining({ path })] },
});

test('its holders have what it gives, no longer than it gives it', async () => {
  const role = await createRole(owner, ['route:read', 'route:write']);
  const { id } = await createHolder(owner, [role.id]);
  const permissionsNow = async () => [...(await come(id)).permissions].toSorted();
  expect(await permissionsNow()).toEqual(['route:read', 'route:write']);
  const { value } = await updateRole(owner, role, ['usage:read']);
  expect(await permissionsNow()).toEqual(['usage:read']);
  await management.services.roles.archive(owner, call('archiveRole'), {
    id: role.id,
    expectedVersion: value.version,
  });
  expect(await permissionsNow()).toEqual([]);
  await expect(createHolder(owner, [role.id])).rejects.toMatchObject(invalidAt('customRoleIds'));
});

test('each change of it is in the audit of its owner, and no revision', async () => {
  const role = await createRole(owner, ['route:read']);
  const { revision } = await updateRole(owner, role, ['route:read', 'usage:read']);
  expect(revision).toBeUndefined();
  const events = await management.query(
    `SELECT tenant_id, action, changes FROM audit_event WHERE object = $1 ORDER BY id`,
    [`role/${role.id}`],
  );
  expect(events).toEqual([
    expect.objectContaining({ tenant_id: tenantId, action: 'role.create' }),
    {
      tenant_id: tenantId,
      action: 'role.update',
      changes: { permissions: [['route:read'], ['route:read', 'usage:read']] },
    },
  ]);
});

describe('nobody gives what he does not have', () => {
  let clerk: Operation;
  beforeAll(async () => {
    const role = await createRole(owner, ['principal:read', 'principal:write', 'role:write']);
    clerk = await come((await createHolder(owner, [role.id])).id);
  });

  test('by a new role, or by an edit of one', async () => {
    await expect(createRole(clerk, ['route:write'])).rejects.toMatchObject(denied('route:write'));
    const role = await createRole(clerk, ['principal:read']);
    await expect(updateRole(clerk, role, ['principal:read', 'audit:read'])).rejects.toMatchObject(
      denied('audit:read'),
    );
  });

  test('by an edit of a role that he holds himself', async () => {
    const [id = ''] = clerk.principal.roleIds;
    await expect(
      updateRole(clerk, { id, version: 1 }, [...clerk.permissions, 'grant:review']),
    ).rejects.toMatchObject(denied('grant:review'));
    const ownRole = await createRole(owner, ['route:write']);
    const self = { id: clerk.principal.id, expectedVersion: 1 };
    const { principals } = management.services;
    for (const change of [{ roleIds: [id, ownRole.id] }, { roles: ['developer'] as const }])
      await expect(
        principals.update(clerk, call('updatePrincipal'), { ...self, ...change }),
      ).rejects.toMatchObject({ failure: { code: 'PERMISSION_DENIED' } });
  });

  test('by giving a role to another, or by a token of one who holds it', async () => {
    const role = await createRole(owner, ['route:write']);
    await expect(createHolder(clerk, [role.id])).rejects.toMatchObject(denied('route:write'));
    const { id } = await createHolder(owner, [role.id]);
    const draft = { principalId: id, name: 'ci', notAfter: undefined };
    const { accessTokens } = management.services;
    await expect(
      accessTokens.create(clerk, call('createAccessToken'), draft),
    ).rejects.toMatchObject(denied('route:write'));
  });

  test('but takes away, and hands on what he has', async () => {
    const role = await createRole(owner, ['principal:read', 'route:write']);
    const { value } = await updateRole(clerk, role, ['principal:read']);
    expect(value.permissions).toEqual(['principal:read']);
    expect((await createHolder(clerk, [role.id])).roleIds).toEqual([role.id]);
  });
});

describe('an owner', () => {
  test('appoints every role within the tenant, also those that do more on the platform', async () => {
    for (const role of ['owner', 'platform-admin', 'security-reviewer', 'viewer'] as const) {
      const draft = { tenantId, kind: 'human', name: freshName('p'), email: null } as const;
      const { principals } = management.services;
      const { value } = await principals.create(owner, call('createPrincipal'), {
        ...draft,
        roles: [role],
      });
      expect(value.tenantId).toBe(tenantId);
    }
  });

  test('does nothing of the platform, and makes no role that would', async () => {
    const { tenants } = management.services;
    await expect(tenants.create(owner, call('createTenant'), 'x')).rejects.toMatchObject(
      denied('tenant:write'),
    );
    await expect(createRole(owner, ['node:write'])).rejects.toMatchObject(
      invalidAt('permissions.0'),
    );
    await expect(createRole(owner, ['route:read'], null)).rejects.toMatchObject(
      denied('role:write'),
    );
    await expect(createRole(owner, ['route:read'], otherTenantId)).rejects.toMatchObject(notFound);
  });
});

describe('a role', () => {
  const list = async (operation: Operation) => {
    const page = { first: 200, after: undefined };
    const filter = { tenantId: undefined, includeArchived: true };
    const { rows } = await management.services.roles.list(operation, { filter }, page);
    return rows.map(({ id }) => id);
  };

  test('of another tenant is not seen, not changed and not held', async () => {
    const role = await createRole(management.admin, ['route:read'], otherTenantId);
    expect(await management.services.roles.find(owner, role.id)).toBeUndefined();
    expect(await list(owner)).not.toContain(role.id);
    await expect(updateRole(owner, role, ['usage:read'])).rejects.toMatchObject(notFound);
    await expect(createHolder(owner, [role.id])).rejects.toMatchObject(invalidAt('customRoleIds'));
    await expect(createHolder(management.admin, [role.id])).rejects.toMatchObject(
      invalidAt('customRoleIds'),
    );
    await expect(createHolder(management.admin, [role.id], null)).rejects.toMatchObject(
      invalidAt('customRoleIds'),
    );
  });

  test('of the platform is held in tenants, without what is of the platform, and changed by none', async () => {
    const role = await createRole(management.admin, ['route:write', 'node:write'], null);
    expect(await list(owner)).toContain(role.id);
    const { id } = await createHolder(owner, [role.id]);
    expect([...(await come(id)).permissions]).toEqual(['route:write']);
    await expect(updateRole(owner, role, ['route:write'])).rejects.toMatchObject(
      denied('role:write'),
    );
    const [row] = await management.query('SELECT version FROM role WHERE id = $1', [role.id]);
    expect(row).toEqual({ version: 1 });
  });

  test('has a name of its own within its tenant, and among those of the platform', async () => {
    const named = (ownerId: string | null) =>
      management.services.roles.create(management.admin, call('createRole'), {
        tenantId: ownerId,
        name: 'same',
        permissions: ['route:read'],
      });
    for (const ownerId of [tenantId, otherTenantId, null]) {
      expect((await named(ownerId)).value.tenantId).toBe(ownerId);
      await expect(named(ownerId)).rejects.toMatchObject(invalidAt('name'));
    }
  });

  test('is made, given and shown over GraphQL', async () => {
    const { services } = management;
    const by = { services, operation: owner };
    const tenant = toGlobalId('tenant', tenantId);
    const made = (await mutate(by, 'createRole', {
      input: { tenantId: tenant, name: 'shown', permissions: ['route:read'] },
      selection: '... on RoleChanged { role { id name permissions tenant { id } } }',
    })) as { role: { id: string } };
    expect(made.role).toMatchObject({ permissions: ['route:read'], tenant: { id: tenant } });
    const given = await mutate(by, 'createPrincipal', {
      input: {
        tenantId: tenant,
        kind: 'SERVICE',
        name: freshName('bot'),
        roles: [],
        customRoleIds: [made.role.id],
      },
      selection: '... on PrincipalChanged { principal { roles customRoles { name } } }',
    });
    expect(given).toMatchObject({ principal: { roles: [], customRoles: [{ name: 'shown' }] } });
  });

  test('is shown to its holder, who may read no principals', async () => {
    const role = await createRole(owner, ['route:read']);
    const operation = await come((await createHolder(owner, [role.id])).id);
    const by = { services: management.services, operation };
    expect(await ask(by, '{ myPermissions me { customRoles { name } } }')).toEqual({
      myPermissions: ['route:read'],
      me: { customRoles: [{ name: role.name }] },
    });
    await expect(ask(by, '{ roles { edges { node { id } } } }')).rejects.toThrow(/principal:read/);
  });
});
