import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Route } from '../../../control-plane/domain/route.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { createCatalog, routeDraft, ruleTo } from '../../support/catalog.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { release } from './noted-release.ts';

/*
 * Goal: a rollback makes routes, prompt policies and targets what they were, in one revision, and nothing else; it does
 * nothing that today's rules forbid.
 */

let management: Management;
let approval: Approval;
let route: Route;
let before: bigint;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  approval = await createApproval(management);
  await createGrant(management, approval);
  route = await createRoute(approval.target.id);
  before = await release(management);
});

async function head(): Promise<bigint> {
  return (await management.services.nodes.head(management.admin)).revision;
}

const create = async (draft: Parameters<Management['services']['routes']['create']>[2]) =>
  (await management.services.routes.create(management.admin, call('createRoute'), draft)).value;
const createRoute = (targetId: string) =>
  create(routeDraft(approval.tenant.id, [ruleTo(targetId)]));
const updateRoute = async (change: object) =>
  (
    await management.services.routes.update(management.admin, call('updateRoute'), {
      id: route.id,
      expectedVersion: route.version,
      ...change,
    })
  ).value;
const find = async ({ id }: Pick<Route, 'id'>) => {
  const found = await management.services.routes.find(management.admin, id);
  if (found === undefined) throw new Error('there is no such route');
  return found;
};
const rollback = async (
  change: { toRevision?: bigint; expectedHead?: bigint; reason?: string } = {},
  by: Operation = management.admin,
  key?: string,
) => {
  const expectedHead = await head();
  const request = { toRevision: before, expectedHead, reason: 'it was wrong', ...change };
  return management.services.releases.rollback(by, call('rollback', change, key), request);
};

describe('a rollback', () => {
  test('is refused where a rule of the tenant demands review of what it would change', async () => {
    await updateRoute({ totalTimeoutMs: 60_000 });
    const rule = { tenantId: approval.tenant.id, kind: 'route', quorum: 1, roles: [] } as const;
    const { approvalRules } = management.services;
    await management.operation(['security-reviewer'], { tenantId: approval.tenant.id });
    await approvalRules.create(approval.reviewer, call('createApprovalRule'), rule);
    expect(await faultPathsOf(() => rollback())).toEqual(['toRevision']);
  });

  test('is refused where a rule of the platform demands review of prices', async () => {
    const { services, admin } = management;
    const edit = { id: approval.target.id, expectedVersion: 1, providerModel: 'another' };
    await services.targets.update(admin, call('updateTarget'), edit);
    await management.operation(['security-reviewer']);
    const rule = {
      tenantId: null,
      kind: 'price',
      quorum: 0,
      roles: [],
      highRiskQuorum: 1,
    } as const;
    await services.approvalRules.create(admin, call('createApprovalRule'), rule);
    expect((await failureOf(() => rollback())).message).toContain('rule of the platform');
    await management.query('DELETE FROM approval_rule');
  });

  test('gives routes, prompt policies and targets their old content, in one new revision', async () => {
    const { services, admin } = management;
    const { target, tenant } = approval;
    const policy = await services.promptPolicies.create(admin, call('createPromptPolicy'), {
      tenantId: tenant.id,
      name: 'guard',
      rules: [{ name: 'secrets', detector: 'secret', action: 'reroute', rerouteRouteId: route.id }],
    });
    route = await updateRoute({ promptPolicyId: policy.value.id });
    before = await release(management);
    await services.promptPolicies.update(admin, call('updatePromptPolicy'), {
      id: policy.value.id,
      expectedVersion: 1,
      name: 'guard-two',
      rules: [{ name: 'secrets', detector: 'secret', action: 'block', rerouteRouteId: undefined }],
    });
    await services.targets.update(admin, call('updateTarget'), {
      id: target.id,
      expectedVersion: target.version,
      providerModel: 'another',
      prices: [{ input: 1n, output: 2n, cachedWriteLong: 3n }],
    });
    const edited = await updateRoute({ promptPolicyId: null, totalTimeoutMs: 400_000 });
    const headBefore = await head();
    const { value, revision } = await rollback();
    expect([revision, await head()]).toEqual([headBefore + 1n, headBefore + 1n]);
    expect(value).toMatchObject({ toRevision: before, changedCount: 3 });
    const { version, updatedAt, ...restored } = await find(route);
    expect([version, route]).toEqual([edited.version + 1, expect.objectContaining(restored)]);
    const [policyNow] = await services.promptPolicies.listByIds(admin, [policy.value.id]);
    expect(policyNow).toMatchObject({ name: 'guard', rules: policy.value.rules, version: 3 });
    const [targetNow] = await services.targets.listByIds(admin, [target.id]);
    expect(targetNow).toMatchObject({ providerModel: 'gpt', prices: target.prices });
  });

  test('leaves prices that have begun, and lets the old one begin anew', async () => {
    const { services, admin } = management;
    const from = (year: number) => ({ effectiveFrom: new Date(Date.UTC(year, 0)) });
    const old = { ...from(2028), input: 1n, output: 2n };
    const { target } = await createCatalog(management, { target: { prices: [old] } });
    before = await release(management);
    // As if it had been planned then, and begun since.
    await management.query(
      `UPDATE target SET prices = prices || (prices->0 || '{"effectiveFrom": "2029-01-01T00:00:00.000Z", "input": "9"}')
        WHERE id = $1`,
      [target.id],
    );
    await rollback();
    const [restored] = await services.targets.listByIds(admin, [target.id]);
    expect(restored?.prices).toMatchObject([
      old,
      { ...from(2029), input: 9n },
      { ...from(2030), input: 1n },
    ]);
    expect(await faultPathsOf(() => rollback())).toEqual(['toRevision']);
  });

  test('brings back what was archived since, and archives what was made since', async () => {
    const { services, admin } = management;
    const edit = { id: route.id, expectedVersion: route.version };
    await services.routes.archive(admin, call('archiveRoute'), edit);
    const made = await createRoute(approval.target.id);
    expect((await rollback()).value.changedCount).toBe(2);
    expect(await find(route)).toMatchObject({ archivedAt: null, rules: route.rules });
    expect((await find(made)).archivedAt).not.toBeNull();
  });

  test('is audited row by row, with its reason and revision', async () => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    const { revision } = await rollback({ reason: 'calls hang' });
    const events = await management.query(
      'SELECT action, object, reason, changes FROM audit_event WHERE revision = $1 ORDER BY id',
      [String(revision)],
    );
    expect(events).toMatchObject([
      { action: 'configuration.rollback', object: `revision/${before}`, reason: 'calls hang' },
      {
        action: 'route.rollback',
        object: `route/${route.id}`,
        reason: 'calls hang',
        changes: { totalTimeoutMs: [400_000, 300_000] },
      },
    ]);
  });

  test('leaves keys, grants, suspensions and whether a target is enabled as they are', async () => {
    const { services, admin } = management;
    const { target, tenant } = approval;
    await services.targets.update(admin, call('updateTarget'), {
      id: target.id,
      expectedVersion: target.version,
      enabled: false,
    });
    await services.tenants.update(admin, call('updateTenant'), {
      id: tenant.id,
      expectedVersion: tenant.version,
      suspended: true,
    });
    await updateRoute({ totalTimeoutMs: 400_000 });
    expect((await rollback()).value.changedCount).toBe(1);
    const [targetNow] = await services.targets.listByIds(admin, [target.id]);
    expect(targetNow?.enabled).toBe(false);
    expect((await services.tenants.find(admin, tenant.id))?.suspended).toBe(true);
  });

  test('is refused where a route would reach a model without a grant of today', async () => {
    const other = await createCatalog(management);
    route = await updateRoute({ rules: [ruleTo(other.target.id)] });
    await management.query('UPDATE model_grant SET revoked_at = now() WHERE tenant_id = $1', [
      approval.tenant.id,
    ]);
    expect(await faultPathsOf(() => rollback())).toContain(`route.${route.name}.rules`);
    expect((await find(route)).rules).toEqual(route.rules);
    await createGrant(management, approval);
    await rollback();
    expect((await find(route)).rules).toEqual([ruleTo(approval.target.id)]);
  });

  test('is refused where what it names is archived', async () => {
    const { target, provider } = approval;
    const { services, admin } = management;
    await services.targets.update(admin, call('updateTarget'), {
      id: target.id,
      expectedVersion: target.version,
      providerModel: 'another',
    });
    await management.query('UPDATE provider SET archived_at = now() WHERE id = $1', [provider.id]);
    expect(await faultPathsOf(() => rollback())).toEqual([`target.${target.name}.providerId`]);
    await management.query('UPDATE provider SET archived_at = NULL WHERE id = $1', [provider.id]);
  });

  test('passes over tenants that are archived for good', async () => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    await management.query('UPDATE tenant SET archived_at = now() WHERE id = $1', [
      approval.tenant.id,
    ]);
    expect(await faultPathsOf(() => rollback())).toEqual(['toRevision']);
    expect((await find(route)).totalTimeoutMs).toBe(400_000);
  });

  test('is refused when not everything of the release is kept', async () => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    await management.query('DELETE FROM release_change WHERE resource_id = $1', [route.id]);
    expect(await faultPathsOf(() => rollback())).toEqual(['toRevision']);
    expect(await find(route)).toMatchObject({ archivedAt: null, totalTimeoutMs: 400_000 });
  });

  test('is refused when the head moved, the revision is unknown, or nothing would change', async () => {
    expect(await faultPathsOf(() => rollback())).toEqual(['toRevision']);
    await updateRoute({ totalTimeoutMs: 400_000 });
    expect(await faultPathsOf(() => rollback({ expectedHead: before }))).toEqual(['expectedHead']);
    expect(await faultPathsOf(() => rollback({ toRevision: before + 1n }))).toEqual(['toRevision']);
    expect(await faultPathsOf(() => rollback({ reason: ' ' }))).toEqual(['reason']);
    expect((await find(route)).totalTimeoutMs).toBe(400_000);
  });

  test('is refused when another change is committed while it is being made', async () => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    const expectedHead = await head();
    const other = new pg.Client({ connectionString: management.url });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE model SET output_tokens_max = 77`);
      await other.query('SET CONSTRAINTS ALL IMMEDIATE');
      const refused = faultPathsOf(() => rollback({ expectedHead }));
      await eventually(async () => {
        const [row] = await management.query<{ count: string }>(
          `SELECT count(*) FROM pg_locks WHERE NOT granted
            AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
        );
        expect(Number(row?.count)).toBeGreaterThan(0);
      });
      await other.query('COMMIT');
      expect(await refused).toEqual(['expectedHead']);
    } finally {
      await other.end();
    }
    expect(await head()).toBe(expectedHead + 1n);
    expect((await find(route)).totalTimeoutMs).toBe(400_000);
  });

  test('is made once, however often it is sent', async () => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    const first = await rollback({}, management.admin, `once ${before}`);
    const again = await rollback({}, management.admin, `once ${before}`);
    expect(again).toEqual({ ...first, repeated: true });
    expect(await head()).toBe(first.revision);
  });

  test.each([
    ['a reviewer', ['security-reviewer' as const], false],
    ['a developer', ['developer' as const], false],
    ['an administrator of a tenant', ['platform-admin' as const], true],
  ])('is not for %s', async (_name, roles, isOfTenant) => {
    await updateRoute({ totalTimeoutMs: 400_000 });
    const who = isOfTenant ? { tenantId: approval.tenant.id } : {};
    const by = await management.operation(roles, who);
    expect(await failureOf(() => rollback({}, by))).toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});
