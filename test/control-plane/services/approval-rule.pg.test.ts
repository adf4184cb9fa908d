import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RuledKind } from '../../../control-plane/domain/approval-rule.ts';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import type { Role } from '../../../control-plane/domain/permission.ts';
import type { Route } from '../../../control-plane/domain/route.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';
import { calling, createActs, createPlace, openReviewPlace, reviewed } from './course-house.ts';

/**
 * Goal: where a rule demands review nobody changes anything alone, by whatever way.
 * Method: people of one tenant and of the platform on a real database; an independent count of who approved what.
 */
const { at } = openReviewPlace();
const { rule, createRoute, approve } = createActs(at);
let management: Management;
let approval: Approval;
let second: Operation;
let third: Operation;
beforeAll(() => {
  ({ management, approval, second, third } = at());
});

describe('a rule', () => {
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
    await management.operation(['platform-admin']);
    await rule('prompt_policy', 1, { roles: ['platform-admin'] });
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
  const place = await createPlace(management);
  const { approval, second, third } = place;
  const { rule, createRoute, edit, approve, apply, find, traces } = createActs(() => place);
  const rename = (route: Route, into?: string) =>
    edit(route, { name: freshName('route') }, { changeRequestId: into });
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
      apply: async () => settle((await apply(request.id)).value),
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
