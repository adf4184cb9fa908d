import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import type { ConfigPlan } from '../../../control-plane/domain/config-plan.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { ask } from '../../support/ask.ts';
import { freshName } from '../../support/catalog.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { raceBehind } from '../../support/race.ts';
import { countRows, PlanningHouse } from './config-plan-house.ts';

/*
 * Goal: no plan is a way around a review: what a rule demands of any part holds for the whole, at the moment of the change too.
 * Method: people of one tenant on a real database.
 */
let management: Management;
let house: PlanningHouse;
let reviewer: Operation;
beforeAll(async () => {
  management = await openManagement(6);
  house = await PlanningHouse.open(management);
  reviewer = house.approval.reviewer;
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

async function propose(plan: ConfigPlan, terms: Parameters<PlanningHouse['apply']>[1] = {}) {
  const outcome: unknown = await house.apply(plan, terms).catch((thrown: unknown) => thrown);
  if (!(outcome instanceof ReviewRequired)) throw outcome;
  return outcome.changeRequest as ChangeRequest<'config_plan'>;
}

const approve = ({ id, digest }: ChangeRequest, by: Operation = reviewer) =>
  management.services.changeRequests.approve(by, call('approveChange'), {
    id,
    digest,
    comment: null,
  });

describe('a plan with a part that must be reviewed', () => {
  test('is one request, and approved it is one revision, its grants made by that request', async () => {
    const plan = await house.plan(
      house.write(
        house.grant('asked', { application: 'with-it' }),
        house.application('with-it'),
        house.route('with-it', {}),
      ),
    );
    const request = await propose(plan);
    expect(request).toMatchObject({ kind: 'config_plan', state: 'in_review', subjectId: plan.id });
    expect(await countRows(management, `application WHERE name = 'with-it'`)).toBe(0);
    expect((await propose(plan)).id).toBe(request.id);
    const shown = await ask(
      { services: management.services, operation: reviewer },
      'query ($id: ID!) { changeRequest(id: $id) { kind planActions { verb kind name } } }',
      { id: toGlobalId('change-request', request.id) },
    );
    expect(shown).toMatchObject({
      changeRequest: {
        kind: 'CONFIG_PLAN',
        planActions: [{ kind: 'APPLICATION' }, { kind: 'GRANT', name: 'asked' }, { kind: 'ROUTE' }],
      },
    });
    const { value, revision } = await approve(request);
    expect(value.state).toBe('applied');
    const made = await management.query(
      'SELECT DISTINCT kind FROM config_change WHERE revision = $1 ORDER BY kind',
      [String(revision)],
    );
    expect(made).toEqual([{ kind: 'application' }, { kind: 'grant' }, { kind: 'route' }]);
    expect(
      await countRows(management, 'model_grant WHERE change_request_id = $1', [request.id]),
    ).toBe(1);
    expect(await approve(request)).toMatchObject({ repeated: true, revision });
    expect(await failureOf(() => house.apply(plan))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  test('is not approved by its author, nor by who may review only some of it', async () => {
    const request = await propose(
      await house.plan(house.write(house.grant('by-whom', { workloads: ['a'] }))),
    );
    expect(await failureOf(() => approve(request, house.author))).toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const { services, admin } = management;
    const role = await services.roles.create(admin, call('createRole'), {
      tenantId: house.approval.tenant.id,
      name: freshName('role'),
      permissions: ['change-request:review', 'grant:read'],
    });
    const who = { tenantId: house.approval.tenant.id };
    const { principal } = await management.operation(['viewer'], who);
    const half = await management.authenticator.authenticate(
      await tokenOf(principal.id, role.value.id),
      admin.now,
    );
    expect(await failureOf(() => approve(request, half))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'grant:review',
    });
    expect(await approve(request)).toMatchObject({ value: { state: 'applied' } });
  });

  test('conflicts when something that it touches has moved, and changes nothing', async () => {
    await house.apply(await house.plan(house.write(house.application('moving'))));
    const plan = await house.plan(
      house.write(
        house.application('moving', 'new team'),
        house.grant('moved', { workloads: ['b'] }),
      ),
    );
    const request = await propose(plan);
    const edit = { id: plan.actions[0]?.id ?? '', expectedVersion: 1, team: 'hand' };
    const { services, admin } = management;
    await services.applications.update(admin, call('updateApplication'), edit);
    expect(await failureOf(() => approve(request))).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(
      await countRows(management, `change_request WHERE id = $1 AND state = 'conflicted'`, [
        request.id,
      ]),
    ).toBe(1);
    expect(await countRows(management, `resource_owner WHERE name = 'moved'`)).toBe(0);
    const { changePreparation } = management.services;
    const why = { id: request.id, reason: 'It was wrong.' };
    const rebase = () => changePreparation.rebase(house.author, call('rebaseChange'), request.id);
    expect((await failureOf(rebase)).message).toContain('plan the same documents again');
    const again = await house.plan(
      house.write(
        house.application('moving', 'new team'),
        house.grant('moved', { workloads: ['b'] }),
      ),
    );
    const edited = await propose(again, { changeRequestId: request.id });
    expect(edited).toMatchObject({ id: request.id, round: 2, state: 'in_review' });
    expect(await approve(edited)).toMatchObject({ value: { state: 'applied' } });
    const undo = () => changePreparation.requestRollback(house.author, call('rollback'), why);
    expect((await failureOf(undo)).message).toContain('documents that were in force before');
  });

  test('needs whom each of its parts needs, by the rules of then and of now', async () => {
    const own = await PlanningHouse.open(management);
    const { services, admin } = management;
    const tenantId = own.approval.tenant.id;
    const owners: Operation[] = [];
    const reviewers = [own.approval.reviewer];
    for (let made = 0; made < 2; made += 1) {
      owners.push(await management.operation(['owner'], { tenantId }));
      reviewers.push(await management.operation(['security-reviewer'], { tenantId }));
    }
    const rules = [
      { kind: 'route', quorum: 2, roles: [] },
      { kind: 'grant', quorum: 1, roles: ['security-reviewer'] },
    ] as const;
    for (const rule of rules) {
      const draft = { ...rule, tenantId };
      await services.approvalRules.create(admin, call('createApprovalRule'), draft);
    }
    const documents = own.write(own.route('strict'), own.grant('strict', { workloads: ['s'] }));
    const outcome: unknown = await own
      .apply(await own.plan(documents))
      .catch((thrown: unknown) => thrown);
    if (!(outcome instanceof ReviewRequired)) throw outcome;
    const request = outcome.changeRequest;
    expect(request.demand.quorum).toBe(2);
    const weaken = `UPDATE approval_rule SET quorum = 1, roles = '{}' WHERE tenant_id = $1`;
    await management.query(weaken, [tenantId]);
    for (const owner of owners)
      expect(await approve(request, owner)).toMatchObject({ value: { state: 'in_review' } });
    const harden = `UPDATE approval_rule SET quorum = 4 WHERE tenant_id = $1 AND kind = 'route'`;
    await management.query(harden, [tenantId]);
    const [first, second] = reviewers;
    expect(await approve(request, first)).toMatchObject({ value: { state: 'in_review' } });
    expect(await approve(request, second)).toMatchObject({ value: { state: 'applied' } });
  });

  test('of two applies at once becomes one request', async () => {
    const plan = await house.plan(house.write(house.grant('at-once', { workloads: ['o'] })));
    const sql = 'SELECT FROM config_plan WHERE id = $1 FOR UPDATE';
    const race = await raceBehind(management.url, { sql, values: [plan.id] }, [
      () => propose(plan),
      () => propose(plan),
    ]);
    const ids = race.map((one) => (one.status === 'fulfilled' ? one.value.id : one.reason));
    expect(ids[0]).toBe(ids[1]);
    expect(await countRows(management, 'change_request WHERE subject_id = $1', [plan.id])).toBe(1);
  });

  test('is of one tenant that is there', async () => {
    const other = await PlanningHouse.open(management);
    const { admin } = management;
    const both = JSON.stringify([
      ...JSON.parse(house.write(house.grant('both', { workloads: ['x'] }))),
      ...JSON.parse(other.write(other.application('both'))),
    ]);
    const name = freshName('tenant');
    const made = house
      .write(house.grant('both', { workloads: ['x'] }))
      .replaceAll(house.approval.tenant.name, name);
    const withTenant = JSON.stringify([
      ...JSON.parse(house.write(['Tenant', name, {}])),
      ...JSON.parse(made),
    ]);
    for (const documents of [both, withTenant]) {
      const plan = await house.plan(documents, { by: admin });
      expect(await failureOf(() => house.apply(plan, { by: admin }))).toMatchObject({
        faults: [{ path: 'planId' }],
      });
    }
  });

  test('what only tightens is made at once, and a grant names the request that loosened it last', async () => {
    const request = await propose(
      await house.plan(house.write(house.grant('narrow', { workloads: ['p', 'q'] }))),
    );
    await approve(request);
    const plan = await house.plan(house.write(house.grant('narrow', { workloads: ['p'] })));
    expect(plan.actions).toMatchObject([
      { verb: 'update', direction: 'tightening', permission: 'grant:write' },
    ]);
    expect(await house.apply(plan)).toMatchObject({ value: { updatedCount: 1 } });
    expect(
      await countRows(management, 'model_grant WHERE change_request_id = $1', [request.id]),
    ).toBe(1);
    const wider = house.write(house.grant('narrow', { workloads: ['p', 'r'] }));
    const again = await propose(await house.plan(wider));
    await approve(again);
    expect(
      await countRows(management, 'model_grant WHERE change_request_id = $1', [request.id]),
    ).toBe(0);
    expect(
      await countRows(management, 'model_grant WHERE change_request_id = $1', [again.id]),
    ).toBe(1);
  });
});

async function tokenOf(principalId: string, roleId: string): Promise<string> {
  const { services, admin, query } = management;
  await query('UPDATE principal SET role_ids = ARRAY[$2::uuid] WHERE id = $1', [
    principalId,
    roleId,
  ]);
  const made = await services.accessTokens.create(admin, call('createAccessToken'), {
    principalId,
    name: freshName('token'),
    notAfter: undefined,
  });
  return `Bearer ${made.secret?.reveal()}`;
}
