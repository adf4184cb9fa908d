import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
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

/**
 * Goal: nobody uses a model because of one person, and an approval applies exactly what was reviewed, once.
 * Method: people of one tenant on a real database; races run both sides at once, several rounds.
 */
const ROUNDS = 5;
let management: Management;
let approval: Approval;
beforeAll(async () => {
  management = await openManagement(8);
  approval = await createApproval(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const request = (change: Parameters<typeof requestGrant>[2] = {}) =>
  requestGrant(management, approval, change);
const approve = (made: Pick<ChangeRequest, 'id' | 'digest'>, by?: Operation) =>
  approveGrant(management, approval, made, by);
const withdraw = (id: string, by: Operation = approval.developer) =>
  management.services.changeRequests.withdraw(by, call('withdrawGrantRequest'), id);
const reject = (id: string, by: Operation = approval.reviewer, comment = 'Too broad.') =>
  management.services.changeRequests.reject(by, call('rejectGrant'), { id, comment });
const find = (id: string) => management.services.changeRequests.find(approval.reviewer, id);
const countGrants = async (requestId: string) => {
  const sql = 'SELECT count(*)::integer AS count FROM model_grant WHERE change_request_id = $1';
  const [row] = await management.query<{ count: number }>(sql, [requestId]);
  return row?.count;
};
const auditOf = (made: ChangeRequest) =>
  management.query<{
    action: string;
    actor: string;
    reason: string | null;
    revision: string | null;
  }>(
    `SELECT action, actor, reason, revision FROM audit_event WHERE object IN ($1, $2) ORDER BY id`,
    [`change-request/${made.id}`, `grant/${made.subjectId}`],
  );

describe('a requested grant', () => {
  test('is a proposal in review; nothing is granted and no node hears of it', async () => {
    const before = await management.query('SELECT revision FROM config_revision');
    const made = await request();
    expect(made).toMatchObject({ state: 'in_review', baseVersion: 0, kind: 'grant' });
    expect(await countGrants(made.id)).toBe(0);
    expect(await management.query('SELECT revision FROM config_revision')).toEqual(before);
    expect(await find(made.id)).toEqual(made);
    expect(await auditOf(made)).toMatchObject([
      { action: 'change-request.create', reason: made.reason, revision: null },
    ]);
  });

  test('names a model and an application that are in use, of that tenant', async () => {
    const { services, admin } = management;
    const other = await createApproval(management);
    const foreign = () => request({ applicationId: other.application.id, by: admin });
    expect((await failureOf(foreign)).code).toBe('NOT_FOUND');
    const missing = () => request({ modelId: randomUUID() });
    expect((await failureOf(missing)).code).toBe('NOT_FOUND');
    const edit = { id: other.application.id, expectedVersion: 1 };
    await services.applications.archive(admin, call('archiveApplication'), edit);
    const archived = () => requestGrant(management, other, { applicationId: other.application.id });
    expect(await faultPathsOf(archived)).toEqual(['applicationId']);
  });

  test('is asked for with a permission, in one’s own tenant', async () => {
    const { tenant } = approval;
    const viewer = await management.operation(['viewer'], { tenantId: tenant.id });
    expect(await failureOf(() => request({ by: viewer }))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:request',
    });
    const stranger = (await createApproval(management)).developer;
    expect((await failureOf(() => request({ by: stranger }))).code).toBe('NOT_FOUND');
  });

  test('asked for twice with one idempotency key is one request', async () => {
    const { services } = management;
    const wanted = {
      tenantId: approval.tenant.id,
      applicationId: null,
      modelId: approval.model.id,
      workloads: [],
      notAfter: new Date('2031-01-01T00:00:00Z'),
      reason: 'Everyone needs it.',
    };
    const once = call('requestGrant', wanted, randomUUID());
    const first = await services.grants.request(approval.developer, once, wanted);
    const second = await services.grants.request(approval.developer, once, wanted);
    expect(second).toMatchObject({ repeated: true, value: first.value });
  });
});

describe('an approval', () => {
  test('makes the grant, its revision, the review and the audit in one transaction', async () => {
    const { services } = management;
    const made = await request({ notAfter: new Date('2031-01-01T00:00:00Z') });
    const decision = { id: made.id, digest: made.digest, comment: 'Fine.' };
    const { value: grant, revision } = await services.changeRequests.approve(
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
      { action: 'grant.create', reason: made.reason, ...stamped },
      { action: 'change-request.approve', reason: 'Fine.', ...stamped },
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
      services.changeRequests.approve(by, call('approveGrant'), decision);
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
    const first = await services.changeRequests.approve(approval.reviewer, once, decision);
    const second = await services.changeRequests.approve(approval.reviewer, once, decision);
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
    const made = await request({ notAfter: new Date('2030-02-01T00:00:00Z') });
    const { principal } = approval.reviewer;
    const late = new Operation(principal, 'access_token', new Date('2030-03-01T00:00:00Z'));
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
    expect(await find(other.changeRequest.id)).toMatchObject({ state: 'in_review' });
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

describe('a rejection', () => {
  test('ends the request, with a comment', async () => {
    const made = await request();
    expect(await faultPathsOf(() => reject(made.id, approval.reviewer, ' '))).toEqual(['comment']);
    const { value, revision } = await reject(made.id);
    expect(value).toMatchObject({ state: 'rejected', version: 2 });
    expect(revision).toBeUndefined();
    expect((await failureOf(() => approve(made))).code).toBe('VERSION_CONFLICT');
    expect((await failureOf(() => reject(made.id))).code).toBe('VERSION_CONFLICT');
    const { services } = management;
    expect(await services.changeRequests.listReviews(approval.reviewer, [made.id])).toMatchObject([
      { verdict: 'rejected', comment: 'Too broad.' },
    ]);
    expect((await auditOf(made))[1]).toMatchObject({
      action: 'change-request.reject',
      reason: 'Too broad.',
    });
  });

  test('is not the requester’s', async () => {
    const made = await request({ by: management.admin });
    expect((await failureOf(() => reject(made.id, management.admin))).code).toBe(
      'PERMISSION_DENIED',
    );
  });
});

describe('a withdrawal', () => {
  test('is the requester’s alone, and ends the request', async () => {
    const made = await request();
    const { tenantId } = approval.developer.principal;
    const colleague = await management.operation(['developer'], { tenantId: tenantId ?? '' });
    for (const other of [colleague, management.admin])
      expect((await failureOf(() => withdraw(made.id, other))).code).toBe('PERMISSION_DENIED');
    expect((await withdraw(made.id)).value.state).toBe('withdrawn');
    expect((await failureOf(() => approve(made))).code).toBe('VERSION_CONFLICT');
  });
});

describe('at the same moment', () => {
  test('two approvals make one grant, and both give it', async () => {
    const second = await management.operation(['security-reviewer'], {
      tenantId: approval.tenant.id,
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = await request();
      const grants = await Promise.all([approve(made), approve(made, second)]);
      expect(grants[0]).toEqual(grants[1]);
      expect(await countGrants(made.id)).toBe(1);
      const { services } = management;
      const reviews = await services.changeRequests.listReviews(second, [made.id]);
      expect(reviews).toHaveLength(1);
    }
  });

  test.each(['withdrawal', 'rejection'] as const)(
    'of an approval and a %s one wins, and the grant is there only when the approval did',
    async (end) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const made = await request();
        const other = end === 'withdrawal' ? withdraw(made.id) : reject(made.id, management.admin);
        const [approved, ended] = await Promise.allSettled([approve(made), other]);
        expect([approved.status, ended.status].toSorted()).toEqual(['fulfilled', 'rejected']);
        expect(await countGrants(made.id)).toBe(approved.status === 'fulfilled' ? 1 : 0);
        const closed = end === 'withdrawal' ? 'withdrawn' : 'rejected';
        const state = approved.status === 'fulfilled' ? 'applied' : closed;
        expect(await find(made.id)).toMatchObject({ state });
      }
    },
  );

  test('two approvals of changes of one base apply one of them', async () => {
    const { services } = management;
    for (let round = 0; round < ROUNDS; round += 1) {
      const grant = await createGrant(management, approval);
      const propose = async (workloads: readonly string[]) => {
        const edit = { id: grant.id, expectedVersion: 1, workloads, reason: 'More of it.' };
        const proposed = await services.grants.update(
          approval.developer,
          call('updateGrant'),
          edit,
        );
        if (!('changeRequest' in proposed.value)) throw new Error('it was not proposed');
        return proposed.value.changeRequest;
      };
      const requests = [await propose([]), await propose(['chat', 'code', 'batch'])];
      const results = await Promise.allSettled(requests.map((made) => approve(made)));
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await services.grants.find(approval.reviewer, grant.id)).toMatchObject({ version: 2 });
    }
  });

  test('an approval and the end of its application leave no live grant of an archived one', async () => {
    const { services, admin } = management;
    for (let round = 0; round < ROUNDS; round += 1) {
      const fresh = await createApproval(management);
      const made = await requestGrant(management, fresh);
      const edit = { id: fresh.application.id, expectedVersion: 1 };
      const [approved] = await Promise.allSettled([
        approveGrant(management, fresh, made),
        services.applications.archive(admin, call('archiveApplication'), edit),
      ]);
      const [order] = await management.query<{ late: boolean }>(
        `SELECT granted.revision > archived.revision AS late
          FROM config_change granted, config_change archived
          WHERE granted.resource_id = $1 AND archived.resource_id = $2
            AND archived.operation = 'update'`,
        [made.subjectId, fresh.application.id],
      );
      expect(order?.late ?? false).toBe(false);
      expect(await countGrants(made.id)).toBe(approved.status === 'fulfilled' ? 1 : 0);
    }
  });
});

describe('lists of change requests', () => {
  test('run newest first, narrowed by state, within the tenant', async () => {
    const { services } = management;
    const fresh = await createApproval(management);
    const made: ChangeRequest[] = [];
    for (let day = 1; day <= 3; day += 1) {
      const { principal } = fresh.developer;
      const by = new Operation(principal, 'access_token', new Date(Date.UTC(2030, 0, day)));
      made.push(await requestGrant(management, fresh, { by }));
    }
    const [first] = made;
    if (first === undefined) throw new Error('nothing was requested');
    await approveGrant(management, fresh, first);
    const listBy = async (by: Operation, state?: ChangeRequest['state']) => {
      const filter = { tenantId: undefined, state };
      const rows: string[] = [];
      let after: string | undefined;
      do {
        const page = await services.changeRequests.list(by, filter, { first: 2, after });
        rows.push(...page.rows.map(({ id }) => id));
        const last = page.rows.at(-1);
        after = page.hasNextPage && last !== undefined ? page.cursorOf(last) : undefined;
      } while (after !== undefined);
      return rows;
    };
    const newestFirst = made.map(({ id }) => id).toReversed();
    expect(await listBy(fresh.developer)).toEqual(newestFirst);
    expect(await listBy(fresh.developer, 'in_review')).toEqual(newestFirst.slice(0, 2));
    expect(await listBy(fresh.developer, 'applied')).toEqual([first.id]);
    expect(await listBy((await createApproval(management)).developer)).toEqual([]);
  });
});
