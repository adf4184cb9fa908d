import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RouteDraft } from '../../../control-plane/domain/route.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import {
  type Catalog,
  createCatalog,
  createTenancy,
  freshName,
  routeDraft,
  ruleTo,
  type Tenancy,
} from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
/** A tenant that was granted the model of the catalogue. */
let tenancy: Tenancy;
let catalog: Catalog;
beforeAll(async () => {
  management = await openManagement();
  const approval = await createApproval(management);
  await createGrant(management, approval);
  tenancy = approval;
  catalog = approval;
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const createRoute = async (
  rules: readonly RoutingRule[] = [ruleTo(catalog.target.id)],
  change: Partial<RouteDraft> = {},
) => {
  const draft = routeDraft(tenancy.tenant.id, rules, change);
  const { services, admin } = management;
  return (await services.routes.create(admin, call('createRoute'), draft)).value;
};
const createPolicy = async (tenantId: string, rerouteRouteId?: string) => {
  const { services, admin } = management;
  const action = rerouteRouteId === undefined ? 'block' : 'reroute';
  const rules = [{ name: 'no-secrets', detector: 'secret', action, rerouteRouteId }] as const;
  const draft = { tenantId, name: freshName('policy'), rules };
  const policies = services.promptPolicies;
  return (await policies.create(admin, call('createPromptPolicy'), draft)).value;
};

describe('routes', () => {
  test('are stored with their rules as they were given', async () => {
    const rule = ruleTo(catalog.target.id, {
      when: 'workload == "chat"',
      fallbackTargetIds: [catalog.target.id],
    });
    const route = await createRoute([rule]);
    expect(await management.services.routes.find(management.admin, route.id)).toEqual(route);
    expect(route.rules).toEqual([rule]);
  });

  test('are refused with line and column of a condition that does not type-check', async () => {
    const rules = [ruleTo(catalog.target.id, { when: 'request.stream == "yes"' })];
    expect(await failureOf(() => createRoute(rules))).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'rules.0.when', line: 1, column: expect.any(Number) }],
    });
  });

  test('name targets that are in use', async () => {
    const { services, admin } = management;
    const { target } = await createCatalog(management);
    const edit = { id: target.id, expectedVersion: 1 };
    const route = await createRoute([ruleTo(target.id)]);
    await services.targets.archive(admin, call('archiveTarget'), edit);
    const path = ['rules.0.split.0.targetId'];
    expect(await faultPathsOf(() => createRoute([ruleTo(target.id)]))).toEqual(path);
    expect(await faultPathsOf(() => createRoute([ruleTo(randomUUID())]))).toEqual(path);
    const update = (change: Partial<RouteDraft>) =>
      services.routes.update(admin, call('updateRoute'), {
        id: route.id,
        expectedVersion: 1,
        ...change,
      });
    expect(await faultPathsOf(() => update({ rules: route.rules }))).toEqual(path);
    expect((await update({ totalTimeoutMs: 60_000 })).value.version).toBe(2);
  });

  test('are inspected by a policy of their own tenant that is in use', async () => {
    const other = await createTenancy(management);
    const foreign = await createPolicy(other.tenant.id);
    const own = await createPolicy(tenancy.tenant.id);
    const create = (promptPolicyId: string) => () => createRoute(undefined, { promptPolicyId });
    expect((await failureOf(create(foreign.id))).code).toBe('NOT_FOUND');
    expect((await failureOf(create(randomUUID()))).code).toBe('NOT_FOUND');
    const route = await create(own.id)();
    expect(route.promptPolicyId).toBe(own.id);
    const { services, admin } = management;
    const edit = { id: own.id, expectedVersion: 1 };
    const archive = () => services.promptPolicies.archive(admin, call('archivePromptPolicy'), edit);
    expect(await faultPathsOf(archive)).toEqual(['id']);
    const bare = { id: route.id, expectedVersion: 1, promptPolicyId: null };
    await services.routes.update(admin, call('updateRoute'), bare);
    await archive();
    expect(await faultPathsOf(create(own.id))).toEqual(['promptPolicyId']);
  });

  test('are not archived while a prompt policy reroutes to them', async () => {
    const { services, admin } = management;
    const route = await createRoute();
    const policy = await createPolicy(tenancy.tenant.id, route.id);
    const edit = { id: route.id, expectedVersion: 1 };
    const archive = () => services.routes.archive(admin, call('archiveRoute'), edit);
    expect(await failureOf(archive)).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining(policy.name),
    });
    await services.promptPolicies.archive(admin, call('archivePromptPolicy'), {
      id: policy.id,
      expectedVersion: 1,
    });
    expect((await archive()).value.archivedAt).toEqual(admin.now);
  });

  test('take no policy that is archived at the same moment', async () => {
    const { services, admin } = management;
    for (let round = 0; round < 5; round += 1) {
      const policy = await createPolicy(tenancy.tenant.id);
      const edit = { id: policy.id, expectedVersion: 1 };
      const results = await Promise.allSettled([
        createRoute(undefined, { promptPolicyId: policy.id }),
        services.promptPolicies.archive(admin, call('archivePromptPolicy'), edit),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('have names that differ within their tenant only', async () => {
    const name = freshName('route');
    await createRoute(undefined, { name });
    expect(await faultPathsOf(() => createRoute(undefined, { name }))).toEqual(['name']);
    const other = await createTenancy(management);
    const elsewhere = await createRoute(undefined, { name, tenantId: other.tenant.id });
    expect(elsewhere.name).toBe(name);
  });

  test('are seen and changed within their tenant only', async () => {
    const { services } = management;
    const route = await createRoute();
    const other = await createTenancy(management);
    const stranger = await management.operation(['platform-admin'], { tenantId: other.tenant.id });
    const edit = { id: route.id, expectedVersion: 1, totalTimeoutMs: 60_000 };
    expect(await services.routes.find(stranger, route.id)).toBeUndefined();
    for (const work of [
      () => services.routes.update(stranger, call('updateRoute'), edit),
      () => services.routes.create(stranger, call('createRoute'), routeDraft(route.tenantId, [])),
    ])
      expect((await failureOf(work)).code).toBe('NOT_FOUND');
    const filter = { tenantId: undefined, includeArchived: true };
    const page = { first: 10, after: undefined };
    expect((await services.routes.list(stranger, { filter }, page)).rows).toEqual([]);
    const developer = await management.operation(['developer'], { tenantId: route.tenantId });
    const changed = await services.routes.update(developer, call('updateRoute'), edit);
    expect(changed.value.version).toBe(2);
  });

  test('of an archived tenant stay as they are', async () => {
    const { services, admin } = management;
    const other = await createTenancy(management);
    const tenantId = other.tenant.id;
    const route = await createRoute(undefined, { tenantId });
    await services.tenants.archive(admin, call('archiveTenant'), {
      id: tenantId,
      expectedVersion: 1,
    });
    const edit = { id: route.id, expectedVersion: 1, totalTimeoutMs: 60_000 };
    const work = () => services.routes.update(admin, call('updateRoute'), edit);
    expect((await failureOf(work)).code).toBe('NOT_FOUND');
    expect((await failureOf(() => createRoute(undefined, { tenantId }))).code).toBe('NOT_FOUND');
  });
});
