import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RuledKind } from '../../../control-plane/domain/approval-rule.ts';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import type { Role } from '../../../control-plane/domain/permission.ts';
import type { Route } from '../../../control-plane/domain/route.ts';
import { ChangeRequestExpiry } from '../../../control-plane/jobs/change-request-expiry.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { freshName, routeDraft, ruleTo } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/**
 * Goal: where a rule demands review nobody changes anything alone, by whatever way.
 * Method: people of one tenant and of the platform on a real database; an independent count of who approved what.
 */
let management: Management;
let approval: Approval;
/** Reviewers of the tenant, besides `approval.reviewer`. */
let second: Operation;
let third: Operation;
beforeAll(async () => {
  management = await openManagement(8);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const setUp = async () => {
  approval = await createApproval(management);
  await createGrant(management, approval);
  const who = { tenantId: approval.tenant.id };
  second = await management.operation(['security-reviewer'], who);
  third = await management.operation(['security-reviewer'], who);
};
const rule = async (kind: RuledKind, quorum: number, roles: readonly Role[] = []) => {
  const draft = { tenantId: approval.tenant.id, kind, quorum, roles };
  const { approvalRules } = management.services;
  return (await approvalRules.create(management.admin, call('createApprovalRule'), draft)).value;
};
/** The request that was made instead of the change. */
const reviewed = async (work: () => Promise<unknown>): Promise<ChangeRequest> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof ReviewRequired) return error.changeRequest;
    throw error;
  }
  throw new Error('it was made at once');
};
const calling = (name: string, changeRequestId?: string) => ({
  ...call(name),
  review: { reason: 'It is needed.', changeRequestId },
});
const createRoute = (by: Operation = approval.developer) => {
  const draft = routeDraft(approval.tenant.id, [ruleTo(approval.target.id)]);
  return management.services.routes.create(by, calling('createRoute'), draft);
};
const rename = (route: Route, into?: string, by = approval.developer, name = freshName('route')) =>
  management.services.routes.update(by, calling('updateRoute', into), {
    id: route.id,
    expectedVersion: route.version,
    name,
  });
const approve = async (made: ChangeRequest, by: Operation, isApplied = true) => {
  const decision = { id: made.id, digest: made.digest, comment: 'Fine.', isApplied };
  const { changeRequests } = management.services;
  return (await changeRequests.approve(by, call('approveChange'), decision)).value;
};
const apply = (made: ChangeRequest, by = approval.developer) =>
  management.services.changeRequests.apply(by, call('applyChange'), made.id);
const find = (id: string) => management.services.changeRequests.find(management.admin, id);
const routeOf = (id: string) => management.services.routes.find(management.admin, id);
/** Audit rows that say it was applied, and revisions that the row took. */
const traces = async ({ id, subjectId }: ChangeRequest) => {
  const [row] = await management.query<{ applied: number; revisions: number }>(
    `SELECT (SELECT count(*)::integer FROM audit_event
          WHERE object = $1 AND action = 'change-request.apply') AS applied,
        (SELECT count(DISTINCT revision)::integer FROM config_change
          WHERE resource_id = $2) AS revisions`,
    [`change-request/${id}`, subjectId],
  );
  return row;
};

describe('a route whose kind has a rule', () => {
  let route: Route;
  beforeAll(async () => {
    await setUp();
    route = (await createRoute()).value;
    await rule('route', 2);
  });

  test('is made by the second approval, once, with one revision', async () => {
    const made = await reviewed(() => createRoute());
    expect(made).toMatchObject({ kind: 'route', state: 'in_review', demand: { quorum: 2 } });
    expect(await routeOf(made.subjectId)).toBeUndefined();
    expect(await approve(made, second)).toMatchObject({ state: 'in_review' });
    expect(await approve(made, second)).toMatchObject({ state: 'in_review' });
    expect(await approve(made, third)).toMatchObject({ state: 'applied' });
    expect(await routeOf(made.subjectId)).toMatchObject({ version: 1 });
    expect(await traces(made)).toEqual({ applied: 1, revisions: 1 });
  });

  test('waits for a reason, and is repeated by its idempotency key', async () => {
    const { routes } = management.services;
    const edit = { id: route.id, expectedVersion: route.version, name: freshName('route') };
    const bare = () => routes.update(approval.developer, call('updateRoute'), edit);
    expect(await faultPathsOf(bare)).toEqual(['reason']);
    const keyed = { ...calling('updateRoute'), idempotencyKey: freshName('key') };
    const again = () => reviewed(() => routes.update(approval.developer, keyed, edit));
    expect((await again()).id).toBe((await again()).id);
  });

  test('is tightened and archived at once', async () => {
    await setUpRoute(async (fresh) => {
      const { routes } = management.services;
      const edit = { id: fresh.id, expectedVersion: fresh.version };
      const constraints = { regions: ['eu'], dataTerms: [] };
      const narrowed = { ...edit, constraints };
      const { value } = await routes.update(approval.developer, call('updateRoute'), narrowed);
      expect(value.version).toBe(fresh.version + 1);
      const end = { id: fresh.id, expectedVersion: value.version };
      await routes.archive(approval.developer, call('archiveRoute'), end);
    });
  });

  const setUpRoute = async (work: (fresh: Route) => Promise<void>) => {
    const made = await reviewed(() => createRoute());
    await approve(made, second);
    await approve(made, third);
    const fresh = await routeOf(made.subjectId);
    if (fresh === undefined) throw new Error('the route is not there');
    await work(fresh);
  };

  describe('is not approved by', () => {
    test('its requester, by another token of the same person', async () => {
      const admin = await management.operation(['platform-admin']);
      const made = await reviewed(() => createRoute(admin));
      const otherToken = new Operation(admin.principal, 'oidc', admin.now);
      const failure = await failureOf(() => approve(made, otherToken));
      expect(failure.code).toBe('PERMISSION_DENIED');
    });

    test('a service', async () => {
      const robot = await management.operation(['security-reviewer'], {
        tenantId: approval.tenant.id,
        kind: 'service',
      });
      const made = await reviewed(() => createRoute());
      expect(await failureOf(() => approve(made, robot))).toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('A service cannot review'),
      });
    });

    test('any of its editors, though another has edited it last', async () => {
      const admin = await management.operation(['platform-admin']);
      const made = await reviewed(() => rename(route));
      await reviewed(() => rename(route, made.id, admin));
      const edited = await reviewed(() => rename(route, made.id));
      expect((await failureOf(() => approve(edited, admin))).code).toBe('PERMISSION_DENIED');
    });

    test('people of another tenant, who do not see it', async () => {
      const other = await createApproval(management);
      const made = await reviewed(() => createRoute());
      expect((await failureOf(() => approve(made, other.reviewer))).code).toBe('NOT_FOUND');
    });
  });

  test('loses its approvals by an edit, also by one that is taken back', async () => {
    const name = freshName('route');
    const made = await reviewed(() => rename(route, undefined, approval.developer, name));
    await approve(made, second);
    await reviewed(() => rename(route, made.id));
    expect(await faultPathsOf(() => approve(made, third))).toEqual(['digest']);
    const back = await reviewed(() => rename(route, made.id, approval.developer, name));
    expect(back.digest).toBe(made.digest);
    expect(await approve(back, third)).toMatchObject({ state: 'in_review', round: 3 });
    expect(await approve(back, second, false)).toMatchObject({ state: 'approved' });
  });

  test('conflicts when its base moves, and is edited into review again', async () => {
    const made = await reviewed(() => rename(route));
    await approve(made, second);
    await management.query('UPDATE route SET version = version + 1 WHERE id = $1', [route.id]);
    expect(await failureOf(() => approve(made, third))).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await find(made.id)).toMatchObject({ state: 'conflicted' });
    const current = await routeOf(route.id);
    if (current === undefined) throw new Error('the route is gone');
    route = current;
    const edited = await reviewed(() => rename(route, made.id));
    expect(edited).toMatchObject({ state: 'in_review', baseVersion: route.version });
    expect(await approve(edited, third)).toMatchObject({ state: 'in_review' });
  });

  test('is back in review when a reviewer may review no longer', async () => {
    const { principals } = management.services;
    const leaving = await management.operation(['security-reviewer'], {
      tenantId: approval.tenant.id,
    });
    const made = await reviewed(() => createRoute());
    await approve(made, second);
    expect(await approve(made, leaving, false)).toMatchObject({ state: 'approved' });
    const { id, version } = leaving.principal;
    const demoted = { id, expectedVersion: version, roles: ['viewer'] as const };
    await principals.update(management.admin, call('updatePrincipal'), demoted);
    expect((await apply(made)).value).toMatchObject({ state: 'in_review' });
    expect(await routeOf(made.subjectId)).toBeUndefined();
    expect(await approve(made, third)).toMatchObject({ state: 'applied' });
  });

  test('is sent back, commented, withdrawn by its requester alone', async () => {
    const { changeRequests } = management.services;
    const made = await reviewed(() => createRoute());
    const said = { id: made.id, comment: 'Name the region.' };
    await changeRequests.comment(approval.developer, call('commentOnChange'), said);
    const sent = await changeRequests.requestChanges(second, call('requestChanges'), said);
    expect(sent.value.state).toBe('changes_requested');
    expect((await failureOf(() => approve(made, third))).code).toBe('VERSION_CONFLICT');
    const reviews = await changeRequests.listReviews(management.admin, [made.id]);
    const verdicts = reviews.map(({ verdict }) => verdict);
    expect(verdicts.toSorted()).toEqual(['changes_requested', 'commented']);
    const withdraw = (by: Operation) =>
      changeRequests.withdraw(by, call('withdrawChange'), made.id);
    expect((await failureOf(() => withdraw(management.admin))).code).toBe('PERMISSION_DENIED');
    expect((await withdraw(approval.developer)).value.state).toBe('withdrawn');
  });

  test('is made once by fifty who apply it at once', async () => {
    const made = await reviewed(() => createRoute());
    await approve(made, second, false);
    expect(await approve(made, third, false)).toMatchObject({ state: 'approved' });
    const applied = await Promise.all(Array.from({ length: 50 }, () => apply(made)));
    expect(new Set(applied.map(({ revision }) => revision)).size).toBe(1);
    expect(applied.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await traces(made)).toEqual({ applied: 1, revisions: 1 });
  });

  test('ends undecided after its time, whether or not the job has run', async () => {
    const made = await reviewed(() => createRoute());
    const late = new Operation(second.principal, 'access_token', made.expiresAt);
    expect((await failureOf(() => approve(made, late))).message).toContain('expired');
    const warn = () => {};
    const logger = { info: warn, warn, error: warn };
    const job = new ChangeRequestExpiry({ storage: management.storage, logger } as never);
    expect(await job.close(made.createdAt)).toBe(true);
    expect(await find(made.id)).toMatchObject({ state: 'in_review' });
    await job.close(made.expiresAt);
    expect(await find(made.id)).toMatchObject({ state: 'expired' });
  });
});

describe('a rule', () => {
  beforeAll(setUp);

  test('is tightened at once, and loosened by those whom it demands', async () => {
    const { approvalRules } = management.services;
    const made = await rule('grant', 1);
    const edit = (version: number, quorum: number) =>
      approvalRules.update(management.admin, calling('updateApprovalRule'), {
        id: made.id,
        expectedVersion: version,
        quorum,
      });
    expect((await edit(1, 2)).value).toMatchObject({ quorum: 2, version: 2 });
    const loosening = await reviewed(() => edit(2, 1));
    expect(loosening).toMatchObject({ kind: 'approval_rule', demand: { quorum: 2 } });
    expect(await approve(loosening, second)).toMatchObject({ state: 'in_review' });
    expect((await failureOf(() => approve(loosening, management.admin))).code).toBe(
      'PERMISSION_DENIED',
    );
    expect(await approve(loosening, third)).toMatchObject({ state: 'applied' });
    const [kept] = await approvalRules.list(management.admin, approval.tenant.id);
    expect(kept).toMatchObject({ quorum: 1, version: 3 });
  });

  test('that is weakened while a request waits does not help it; one that is strengthened binds it', async () => {
    const made = await rule('route', 2);
    const waiting = await reviewed(() => createRoute());
    const set = (quorum: number) =>
      management.query('UPDATE approval_rule SET quorum = $1 WHERE id = $2', [quorum, made.id]);
    await set(1);
    expect(await approve(waiting, second)).toMatchObject({ state: 'in_review' });
    await set(3);
    expect(await approve(waiting, third)).toMatchObject({ state: 'in_review' });
    expect(await approve(waiting, approval.reviewer)).toMatchObject({ state: 'applied' });
  });

  test('names roles that may review, and is not beyond those who are there', async () => {
    const create = (change: object) => {
      const base = { tenantId: approval.tenant.id, kind: 'prompt_policy', quorum: 1, roles: [] };
      const draft = { ...base, ...change } as const;
      const name = call('createApprovalRule');
      return management.services.approvalRules.create(approval.reviewer, name, draft as never);
    };
    expect(await faultPathsOf(() => create({ roles: ['developer'] }))).toEqual(['roles.0']);
    expect(await faultPathsOf(() => create({ quorum: 6 }))).toEqual(['quorum']);
    expect(await faultPathsOf(() => create({ quorum: 5 }))).toEqual(['quorum']);
    expect(await faultPathsOf(() => create({ kind: 'grant', quorum: 0 }))).toEqual(['quorum']);
    expect(await faultPathsOf(() => create({ kind: 'route' }))).toEqual(['kind']);
  });

  test('is met by people whose custom role may review, while it does', async () => {
    const { tenant, reviewer } = await createApproval(management);
    const { approvalRules, roles, principals } = management.services;
    const owned = { tenantId: tenant.id, name: freshName('review') };
    const create = (kind: RuledKind) => {
      const draft = { tenantId: tenant.id, kind, quorum: 1, roles: [] };
      return approvalRules.create(reviewer, call('createApprovalRule'), draft);
    };
    expect(await faultPathsOf(() => create('route'))).toEqual(['quorum']);
    const permissions = ['change-request:review'];
    const made = await roles.create(management.admin, call('createRole'), {
      ...owned,
      permissions,
    });
    const draft = { ...owned, kind: 'human', email: null, roles: [] } as const;
    const roleIds = [made.value.id];
    await principals.create(management.admin, call('createPrincipal'), { ...draft, roleIds });
    expect((await create('route')).value).toMatchObject({ quorum: 1 });
    await roles.archive(management.admin, call('archiveRole'), {
      id: made.value.id,
      expectedVersion: 1,
    });
    expect(await faultPathsOf(() => create('prompt_policy'))).toEqual(['quorum']);
  });

  test('counts the reviewers that it names only', async () => {
    await rule('prompt_policy', 1, ['platform-admin']);
    const { promptPolicies } = management.services;
    const rules = [
      { name: 'no-secrets', detector: 'secret', action: 'block', rerouteRouteId: undefined },
    ] as const;
    const draft = { tenantId: approval.tenant.id, name: freshName('policy'), rules };
    const create = call('createPromptPolicy');
    const { value: policy } = await promptPolicies.create(management.admin, create, draft);
    const renamed = { id: policy.id, expectedVersion: 1, name: freshName('policy') };
    const edit = () => promptPolicies.update(second, calling('updatePromptPolicy'), renamed);
    const made = await reviewed(edit);
    expect((await failureOf(() => approve(made, third))).message).toContain('platform-admin');
    expect(await approve(made, management.admin)).toMatchObject({ state: 'applied' });
    expect(await promptPolicies.find(management.admin, policy.id)).toMatchObject({
      name: renamed.name,
    });
  });
});

type Act = 'approve' | 'edit' | 'apply' | 'demote' | 'rule' | 'move';

/**
 * Goal: nothing is ever applied without a quorum of people in office over exactly what is applied.
 * Method: random walks; beside them, who has approved since the last edit, as plain sets.
 */
test('no walk applies what its quorum has not approved', async () => {
  await setUp();
  const made = await rule('route', 1);
  const people = [approval.reviewer, second, third];
  const setQuorum = (quorum: number) =>
    management.query('UPDATE approval_rule SET quorum = $1 WHERE id = $2', [quorum, made.id]);
  const setRole = (id: string, role: Role) =>
    management.query('UPDATE principal SET roles = ARRAY[$1] WHERE id = $2', [role, id]);
  let appliedCount = 0;

  const walk = async (quorum: number, steps: readonly (readonly [Act, number])[]) => {
    await setQuorum(0);
    for (const { principal } of people) await setRole(principal.id, 'security-reviewer');
    const route = (await createRoute()).value;
    await setQuorum(quorum);
    let request = await reviewed(() => rename(route));
    let demanded = quorum;
    let isMoved = false;
    let isApplied = false;
    const approvedBy = new Set<number>();
    const demoted = new Set<number>();
    const settle = (settled: ChangeRequest) => {
      if (settled.state !== 'applied' || isApplied) return;
      isApplied = true;
      const counted = [...approvedBy].filter((who) => !demoted.has(who));
      expect(counted.length).toBeGreaterThanOrEqual(Math.max(quorum, demanded));
      expect([settled.digest, isMoved]).toEqual([request.digest, false]);
    };
    const acts: Readonly<Record<Act, (who: number) => Promise<void>>> = {
      approve: async (who) => {
        approvedBy.add(who);
        settle(await approve(request, people[who] ?? second, who > 0));
      },
      apply: async () => settle((await apply(request)).value),
      edit: async () => {
        request = await reviewed(() => rename(route, request.id));
        approvedBy.clear();
      },
      demote: async (who) => {
        demoted.add(who);
        await setRole(people[who]?.principal.id ?? '', 'viewer');
      },
      rule: async (who) => {
        demanded = who + 1;
        await setQuorum(demanded);
      },
      move: async () => {
        isMoved = true;
        await management.query('UPDATE route SET version = version + 1 WHERE id = $1', [route.id]);
      },
    };
    for (const [act, who] of steps) {
      const before = new Set(approvedBy);
      await acts[act](who).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        if (act !== 'approve') return;
        approvedBy.clear();
        for (const one of before) approvedBy.add(one);
      });
    }
    const end = await find(request.id);
    expect(end?.state === 'applied').toBe(isApplied);
    if (isApplied) appliedCount += 1;
    expect((await traces(request))?.applied).toBe(isApplied ? 1 : 0);
  };

  const step = fc.tuple(
    fc.constantFrom<Act>(
      'approve',
      'approve',
      'approve',
      'apply',
      'edit',
      'demote',
      'rule',
      'move',
    ),
    fc.nat(2),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 12 }), walk),
    { numRuns: 25, endOnFailure: true, examples: [[1, [['approve', 1]]]] },
  );
  expect(appliedCount).toBeGreaterThan(0);
});
