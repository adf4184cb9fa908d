import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import {
  type Approval,
  approveGrant,
  createApproval,
  createGrant,
  requestGrant,
} from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { createReviewActs } from './change-request-fixture.ts';

/**
 * Goal: an approval by another person applies exactly what was reviewed, once.
 * Method: people of one tenant on a real database.
 */
let management: Management;
let approval: Approval;
const { request, approve, reject, find, countGrants, auditOf } = createReviewActs(() => ({
  management,
  approval,
}));
beforeAll(async () => {
  management = await openManagement(8);
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

describe('an approval', () => {
  test('makes the grant, its revision, the review and the audit in one transaction', async () => {
    const { services } = management;
    const made = await request({ notAfter: new Date('2031-01-01T00:00:00Z') });
    const decision = { id: made.id, digest: made.digest, comment: 'Fine.' };
    const { value: grant, revision } = await services.changeRequests.approveGrant(
      approval.reviewer,
      call('approveGrant'),
      decision,
    );
    expect(grant).toMatchObject({ id: made.subjectId, version: 1, ...made.proposal });
    expect(await services.grants.find(approval.reviewer, grant.id)).toEqual(grant);
    expect(await find(made.id)).toMatchObject({ state: 'applied', version: 2 });
    const reviewerId = approval.reviewer.principal.id;
    expect(await services.changeRequests.listReviews(approval.reviewer, [made.id])).toMatchObject([
      { reviewerId, verdict: 'approved', digest: made.digest, comment: 'Fine.' },
    ]);
    const stamped = { actor: approval.reviewer.principal.name, revision: revision?.toString() };
    expect((await auditOf(made)).slice(1)).toEqual([
      { action: 'change-request.approve', reason: 'Fine.', ...stamped },
      { action: 'grant.create', reason: made.reason, ...stamped },
      { action: 'change-request.apply', reason: made.reason, ...stamped },
    ]);
    const [change] = await management.query(
      'SELECT operation FROM config_change WHERE resource_id = $1 AND revision = $2',
      [grant.id, revision?.toString()],
    );
    expect(change).toEqual({ operation: 'insert' });
  });

  test('is refused to the requester, whatever their roles', async () => {
    const made = await request({ by: management.admin });
    expect(await failureOf(() => approve(made, management.admin))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('another person'),
    });
    expect(await find(made.id)).toMatchObject({ state: 'in_review' });
    expect(await countGrants(made.id)).toBe(0);
  });

  test('is refused to services', async () => {
    const made = await request();
    const robot = await management.operation(['platform-admin'], { kind: 'service' });
    expect(await failureOf(() => approve(made, robot))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('service'),
    });
    expect((await failureOf(() => reject(made.id, robot))).code).toBe('PERMISSION_DENIED');
    expect(await countGrants(made.id)).toBe(0);
  });

  test('is refused to those without the role, and to reviewers of another tenant', async () => {
    const made = await request();
    const { tenantId } = approval.developer.principal;
    const colleague = await management.operation(['developer'], { tenantId: tenantId ?? '' });
    expect((await failureOf(() => approve(made, colleague))).code).toBe('PERMISSION_DENIED');
    const stranger = (await createApproval(management)).reviewer;
    expect((await failureOf(() => approve(made, stranger))).code).toBe('NOT_FOUND');
    expect((await failureOf(() => reject(made.id, stranger))).code).toBe('NOT_FOUND');
    expect(await countGrants(made.id)).toBe(0);
  });

  test('is refused to reviewers of another tenant even where the database would show the row', async () => {
    class Unconfined extends Operation {
      override get scope() {
        return PLATFORM;
      }
    }
    const made = await request();
    const { principal } = (await createApproval(management)).reviewer;
    const stranger = new Unconfined(principal, 'access_token', management.admin.now);
    expect((await failureOf(() => approve(made, stranger))).code).toBe('PERMISSION_DENIED');
    expect((await failureOf(() => reject(made.id, stranger))).code).toBe('PERMISSION_DENIED');
    expect(await find(made.id)).toMatchObject({ state: 'in_review' });
  });

  test('is given by a person of the platform as well', async () => {
    const made = await request();
    expect((await approve(made, management.admin)).id).toBe(made.subjectId);
  });

  test('binds to the digest that was reviewed', async () => {
    const made = await request();
    const other = await request({ workloads: [] });
    const wrong = () => approve({ id: made.id, digest: other.digest });
    expect(await faultPathsOf(wrong)).toEqual(['digest']);
    expect(await countGrants(made.id)).toBe(0);
  });

  test('does not apply a proposal that was changed behind its back', async () => {
    const made = await request();
    await management.query(
      `UPDATE change_request SET proposal = jsonb_set(proposal, '{workloads}', '[]') WHERE id = $1`,
      [made.id],
    );
    expect(await faultPathsOf(() => approve(made))).toEqual(['digest']);
    expect(await countGrants(made.id)).toBe(0);
  });

  test('given again gives the first result, by whomever, and adds no review', async () => {
    const { services, admin } = management;
    const made = await request();
    const decision = { id: made.id, digest: made.digest, comment: null };
    const approveBy = (by: Operation) =>
      services.changeRequests.approveGrant(by, call('approveGrant'), decision);
    const first = await approveBy(approval.reviewer);
    const again = await approveBy(approval.reviewer);
    const other = await approveBy(admin);
    expect(again).toEqual({ ...first, repeated: true });
    expect(other).toEqual({ ...first, repeated: true });
    expect(await services.changeRequests.listReviews(admin, [made.id])).toHaveLength(1);
  });

  test('repeated with its idempotency key gives the first result', async () => {
    const { services } = management;
    const made = await request();
    const decision = { id: made.id, digest: made.digest, comment: null };
    const once = call('approveGrant', decision, randomUUID());
    const first = await services.changeRequests.approveGrant(approval.reviewer, once, decision);
    const second = await services.changeRequests.approveGrant(approval.reviewer, once, decision);
    expect(second).toEqual({ ...first, repeated: true });
  });

  test.each(['application', 'model', 'tenant'] as const)(
    'is refused when the %s was archived meanwhile',
    async (noun) => {
      const { services, admin } = management;
      const fresh = await createApproval(management);
      const made = await requestGrant(management, fresh);
      const edit = { id: fresh[noun].id, expectedVersion: 1 };
      if (noun === 'model')
        await services.targets.archive(admin, call('archiveTarget'), {
          id: fresh.target.id,
          expectedVersion: 1,
        });
      const archive = {
        application: () => services.applications.archive(admin, call('archiveApplication'), edit),
        model: () => services.models.archive(admin, call('archiveModel'), edit),
        tenant: () => services.tenants.archive(admin, call('archiveTenant'), edit),
      };
      await archive[noun]();
      const failure = await failureOf(() => approveGrant(management, fresh, made));
      expect(failure.code).toBe(noun === 'tenant' ? 'NOT_FOUND' : 'VALIDATION_FAILED');
      expect(await countGrants(made.id)).toBe(0);
    },
  );

  test('is refused when the grant would have ended already', async () => {
    const made = await request({ notAfter: new Date('2030-01-15T00:00:00Z') });
    const { principal } = approval.reviewer;
    const late = new Operation(principal, 'access_token', new Date('2030-01-20T00:00:00Z'));
    expect(await faultPathsOf(() => approve(made, late))).toEqual(['changeRequestId']);
  });

  test('is refused once its base has moved', async () => {
    const { services } = management;
    const grant = await createGrant(management, approval);
    const propose = () =>
      services.grants.update(approval.developer, call('updateGrant'), {
        id: grant.id,
        expectedVersion: 1,
        workloads: [],
        reason: 'More of it.',
      });
    const [{ value: one }, { value: other }] = [await propose(), await propose()];
    if (!('changeRequest' in one && 'changeRequest' in other))
      throw new Error('it was not proposed');
    expect(await approve(one.changeRequest)).toMatchObject({ version: 2, workloads: [] });
    expect(await failureOf(() => approve(other.changeRequest))).toMatchObject({
      code: 'VERSION_CONFLICT',
      currentVersion: 2,
    });
    expect(await find(other.changeRequest.id)).toMatchObject({ state: 'conflicted' });
  });

  test('of a change is refused once the grant is revoked', async () => {
    const { services } = management;
    const grant = await createGrant(management, approval);
    const edit = { id: grant.id, expectedVersion: 1 };
    const proposed = await services.grants.update(approval.developer, call('updateGrant'), {
      ...edit,
      workloads: [],
      reason: 'More of it.',
    });
    await services.grants.revoke(approval.reviewer, call('revokeGrant'), edit);
    const { value } = proposed;
    if (!('changeRequest' in value)) throw new Error('it was not proposed');
    expect((await failureOf(() => approve(value.changeRequest))).code).toBe('VERSION_CONFLICT');
    const [row] = await management.query('SELECT workloads FROM model_grant WHERE id = $1', [
      grant.id,
    ]);
    expect(row).toEqual({ workloads: ['chat', 'code'] });
  });
});
