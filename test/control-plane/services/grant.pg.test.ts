import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Grant, GrantChange } from '../../../control-plane/domain/grant.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import {
  type Approval,
  approveGrant,
  createApproval,
  createGrant,
  requestGrant,
} from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
let approval: Approval;
beforeAll(async () => {
  management = await openManagement();
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const update = async (
  by: Operation,
  { id, version }: Grant,
  change: GrantChange & { readonly reason?: string },
) => {
  const edit = { id, expectedVersion: version, reason: undefined, ...change };
  return management.services.grants.update(by, call('updateGrant'), edit);
};
const june = new Date('2030-06-01T00:00:00Z');
const july = new Date('2030-07-01T00:00:00Z');

describe('a grant that is tightened', () => {
  test.each<[string, GrantChange]>([
    ['to fewer workloads', { workloads: ['chat'] }],
    ['to an end', { notAfter: july }],
    ['to one region', { regions: ['eu'] }],
    ['to a data class and an environment', { dataClasses: ['public'], environments: ['staging'] }],
    ['to both', { workloads: ['code'], notAfter: july }],
  ])('%s changes at once, for its nodes too', async (_how, change) => {
    const grant = await createGrant(management, approval);
    const { value, revision } = await update(approval.reviewer, grant, change);
    expect(value).toMatchObject({ grant: { ...change, version: 2 } });
    expect(revision).toBeGreaterThan(0n);
    const [event] = await management.query(
      `SELECT action FROM audit_event WHERE object = $1 ORDER BY id DESC LIMIT 1`,
      [`grant/${grant.id}`],
    );
    expect(event).toEqual({ action: 'grant.tighten' });
  });

  test('is changed by those who may, from the version that they saw', async () => {
    const grant = await createGrant(management, approval);
    const change = { workloads: ['chat'] };
    expect(await failureOf(() => update(approval.developer, grant, change))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:write',
    });
    const viewer = await management.operation(['viewer'], { tenantId: approval.tenant.id });
    expect((await failureOf(() => update(viewer, grant, change))).code).toBe('PERMISSION_DENIED');
    const stranger = (await createApproval(management)).reviewer;
    expect((await failureOf(() => update(stranger, grant, change))).code).toBe('NOT_FOUND');
    await update(approval.reviewer, grant, change);
    expect(await failureOf(() => update(approval.reviewer, grant, change))).toMatchObject({
      code: 'VERSION_CONFLICT',
      currentVersion: 2,
    });
  });

  test('does not end in the past', async () => {
    const grant = await createGrant(management, approval);
    const change = { notAfter: approval.reviewer.now };
    expect(await faultPathsOf(() => update(approval.reviewer, grant, change))).toEqual([
      'notAfter',
    ]);
  });
});

describe('a grant that is loosened', () => {
  test.each<[string, GrantChange]>([
    ['by a workload', { workloads: ['chat', 'code', 'batch'] }],
    ['to every workload', { workloads: [] }],
    ['by a later end', { notAfter: july }],
    ['by no end', { notAfter: null }],
    ['in one way and tightened in another', { workloads: ['chat'], notAfter: july }],
  ])('%s is proposed, and stays as it is until another person approves', async (_how, change) => {
    const { services } = management;
    const grant = await createGrant(management, approval, { notAfter: june });
    const { value, revision } = await update(approval.developer, grant, {
      ...change,
      reason: 'More of it.',
    });
    if (!('changeRequest' in value)) throw new Error('it was changed at once');
    expect(revision).toBeUndefined();
    expect(value.changeRequest).toMatchObject({
      state: 'in_review',
      subjectId: grant.id,
      baseVersion: 1,
      proposal: { applicationId: grant.applicationId, modelId: grant.modelId, ...change },
    });
    expect(await services.grants.find(approval.developer, grant.id)).toEqual(grant);
    const loosened = await approveGrant(management, approval, value.changeRequest);
    expect(loosened).toMatchObject({
      ...change,
      id: grant.id,
      version: 2,
      changeRequestId: value.changeRequest.id,
    });
  });

  test('by a condition is proposed too, and the digest covers it', async () => {
    const { services } = management;
    const place = { regions: ['eu'], dataClasses: ['internal'] as const };
    const grant = await createGrant(management, approval, { ...place, environments: [] });
    expect(grant).toMatchObject({ ...place, environments: [] });
    const wider = { regions: ['eu', 'us'], reason: 'More of it.' };
    const { value } = await update(approval.developer, grant, wider);
    if (!('changeRequest' in value)) throw new Error('it was changed at once');
    await management.query(
      `UPDATE change_request SET proposal = proposal || '{"regions": ["eu", "us", "moon"]}' WHERE id = $1`,
      [value.changeRequest.id],
    );
    const { id, digest } = value.changeRequest;
    expect(await faultPathsOf(() => approveGrant(management, approval, { id, digest }))).toEqual([
      'digest',
    ]);
    expect(await services.grants.find(approval.developer, grant.id)).toEqual(grant);
    const again = await update(approval.developer, grant, { regions: [], reason: 'All of it.' });
    if (!('changeRequest' in again.value)) throw new Error('it was changed at once');
    expect(await approveGrant(management, approval, again.value.changeRequest)).toMatchObject({
      regions: [],
      dataClasses: ['internal'],
    });
  });

  test('needs a reason, and the right to ask', async () => {
    const grant = await createGrant(management, approval);
    expect(await faultPathsOf(() => update(approval.developer, grant, { workloads: [] }))).toEqual([
      'reason',
    ]);
    const loosen = () => update(approval.reviewer, grant, { workloads: [], reason: 'More of it.' });
    expect(await failureOf(loosen)).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:request',
    });
  });

  test('is proposed once for one idempotency key, and tightened once likewise', async () => {
    const { services, admin } = management;
    const grant = await createGrant(management, approval);
    for (const workloads of [[], ['chat']]) {
      const edit = { id: grant.id, expectedVersion: 1, workloads, reason: 'It must be so.' };
      const once = call('updateGrant', edit, randomUUID());
      const first = await services.grants.update(admin, once, edit);
      const second = await services.grants.update(admin, once, edit);
      expect(second).toEqual({ ...first, repeated: true });
    }
  });
});

describe('a grant that is revoked', () => {
  test('ends at once, for good', async () => {
    const { services } = management;
    const grant = await createGrant(management, approval);
    const edit = { id: grant.id, expectedVersion: 1 };
    const revoke = () => services.grants.revoke(approval.reviewer, call('revokeGrant'), edit);
    const { value, revision } = await revoke();
    expect(value).toMatchObject({ version: 2, revokedAt: approval.reviewer.now });
    expect(revision).toBeGreaterThan(0n);
    expect((await failureOf(revoke)).code).toBe('NOT_FOUND');
    expect((await failureOf(() => update(approval.reviewer, value, {}))).code).toBe('NOT_FOUND');
  });

  test('is revoked by those who may', async () => {
    const { services } = management;
    const grant = await createGrant(management, approval);
    const edit = { id: grant.id, expectedVersion: 1 };
    const revoke = () => services.grants.revoke(approval.developer, call('revokeGrant'), edit);
    expect(await failureOf(revoke)).toMatchObject({ permission: 'grant:write' });
  });

  test('is listed only when it is asked for', async () => {
    const { services } = management;
    const fresh = await createApproval(management);
    const kept = await createGrant(management, fresh);
    const everyone = await createGrant(management, fresh, { applicationId: null });
    const revoked = await createGrant(management, fresh);
    const edit = { id: revoked.id, expectedVersion: 1 };
    await services.grants.revoke(fresh.reviewer, call('revokeGrant'), edit);
    const page = { first: 10, after: undefined };
    const list = async (applicationId: string | undefined, includeRevoked: boolean) => {
      const filter = { tenantId: fresh.tenant.id, applicationId, includeRevoked };
      const { rows } = await services.grants.list(fresh.developer, { filter }, page);
      return new Set(rows.map(({ id }) => id));
    };
    expect(await list(undefined, false)).toEqual(new Set([kept.id, everyone.id]));
    expect(await list(fresh.application.id, false)).toEqual(new Set([kept.id]));
    expect(await list(undefined, true)).toEqual(new Set([kept.id, everyone.id, revoked.id]));
  });

  test('does not stand in the way of a new request for the same', async () => {
    const { services } = management;
    const grant = await createGrant(management, approval);
    await services.grants.revoke(approval.reviewer, call('revokeGrant'), {
      id: grant.id,
      expectedVersion: 1,
    });
    const again = await requestGrant(management, approval);
    expect((await approveGrant(management, approval, again)).id).not.toBe(grant.id);
  });
});
