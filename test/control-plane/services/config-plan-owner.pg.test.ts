import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConfigPlan } from '../../../control-plane/domain/config-plan.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { changesOf, countRows, PlanningHouse } from './config-plan-house.ts';

/*
 * Goal: who may do what by a plan, and whose resources it touches.
 * Method: as in config-plan.
 */
let management: Management;
let house: PlanningHouse;
beforeAll(async () => {
  management = await openManagement(6);
  house = await PlanningHouse.open(management);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

describe('rights', () => {
  test('each part asks for the permission of its own mutation', async () => {
    const { tenant } = house.approval;
    const reviewer = await management.operation(['security-reviewer'], { tenantId: tenant.id });
    const plan = await house.plan(house.write(house.application('not-his')), { by: reviewer });
    expect(await failureOf(() => house.apply(plan, { by: reviewer }))).toMatchObject({
      code: 'PERMISSION_DENIED',
      permission: 'application:write',
    });
  });

  test('a tenant that one does not see is one that is not there, whatever is asked of it', async () => {
    const other = await PlanningHouse.open(management);
    const answers = [];
    for (const tenant of [other.approval.tenant.name, 'nobody'.padEnd(15, '-')]) {
      const documents = house
        .write(house.application('theirs'), house.route('theirs'))
        .replaceAll(house.approval.tenant.name, tenant);
      const failure = await failureOf(() => house.plan(documents));
      answers.push(JSON.stringify(failure).replaceAll(tenant, 'it'));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).toContain('There is no tenant');
  });

  test('a tenant is made by the platform only, also when somebody has the name', async () => {
    const other = await PlanningHouse.open(management);
    for (const name of ['brand-new', other.approval.tenant.name]) {
      const plan = await house.plan(house.write(['Tenant', name, {}]));
      expect(changesOf(plan)).toEqual([`create tenant ${name}`]);
      expect(await failureOf(() => house.apply(plan))).toMatchObject({
        permission: 'tenant:write',
      });
    }
    const { admin } = management;
    const plan = await house.plan(house.write(['Tenant', 'brand-new', {}]), { by: admin });
    expect(await house.apply(plan, { by: admin })).toMatchObject({ value: { createdCount: 1 } });
  });
});

test('a stored plan tells its author what became of it, and nobody else that it is there', async () => {
  const { services, admin } = management;
  const query = `query ($id: ID!) {
    configPlan(id: $id) { digest createCount appliedAt changeRequest { id kind } }
  }`;
  const read = async ({ id }: ConfigPlan, operation: Operation) =>
    (await ask({ services, operation }, query, { id: toGlobalId('config-plan', id) }))[
      'configPlan'
    ];
  const plan = await house.plan(house.write(house.application('told')));
  const { digest } = plan;
  const told = { digest, createCount: 1, appliedAt: null, changeRequest: null };
  expect(await read(plan, house.author)).toEqual(told);
  const colleague = await management.operation(['owner'], { tenantId: house.approval.tenant.id });
  for (const other of [admin, colleague]) expect(await read(plan, other)).toBeNull();
  await house.apply(plan);
  const appliedAt = house.author.now.toISOString();
  expect(await read(plan, house.author)).toEqual({ ...told, appliedAt });
  const reviewed = await house.plan(house.write(house.grant('told', { workloads: ['told'] })));
  await house.apply(reviewed).catch(() => undefined);
  const { id: requestId, ...kept } = Object(await read(reviewed, house.author)).changeRequest;
  expect(kept).toEqual({ kind: 'CONFIG_PLAN' });
  expect(requestId).toBeDefined();
  const tomorrow = new Date(house.author.now.getTime() + 86_400_000);
  const later = new Operation(house.author.principal, 'access_token', tomorrow);
  expect(await read(plan, later)).toBeNull();
});

test('tenants whose rules want nobody else are changed by one plan, as one revision', async () => {
  const other = await PlanningHouse.open(management);
  const { admin } = management;
  const both = [house, other].flatMap((one) => JSON.parse(one.write(one.application('of-both'))));
  const plan = await house.plan(JSON.stringify(both), { by: admin });
  const { revision } = await house.apply(plan, { by: admin });
  const sql = 'config_change WHERE revision = $1';
  expect(await countRows(management, sql, [String(revision)])).toBe(2);
});

describe('owners', () => {
  test('what another manages is refused unless it is adopted, and then it is theirs', async () => {
    const documents = house.write(house.application('contested'));
    await house.apply(await house.plan(documents, { owner: 'first' }));
    const refused = await failureOf(() => house.plan(documents, { owner: 'second' }));
    expect(refused).toMatchObject({ faults: [{ message: expect.stringContaining('"first"') }] });
    const plan = await house.plan(documents, { owner: 'second', adopt: true });
    expect(plan.actions).toMatchObject([
      { verb: 'unchanged', isAdopted: true, formerOwner: 'first', permission: 'application:write' },
    ]);
    const { revision, value } = await house.apply(plan);
    expect([revision, value.adoptedCount]).toEqual([undefined, 1]);
    expect(changesOf(await house.plan('', { owner: 'first', prune: true }))).toEqual([]);
    expect(changesOf(await house.plan('', { owner: 'second', prune: true }))).toEqual([
      'delete application contested',
    ]);
  });

  test('what was made by hand is never pruned; what no document names any more is, and a hand edit shows', async () => {
    const own = await PlanningHouse.open(management);
    const both = own.write(own.application('kept'), own.route('dropped'));
    await own.apply(await own.plan(both));
    const byHand = {
      id: (await own.plan(both)).actions[0]?.id ?? '',
      expectedVersion: 1,
      team: 'hand',
    };
    const { services, admin } = management;
    await services.applications.update(admin, call('updateApplication'), byHand);
    const plan = await own.plan(own.write(own.application('kept')), { prune: true });
    expect(plan.actions).toMatchObject([
      { verb: 'update', name: 'kept', isDrifted: true, paths: ['team'] },
      { verb: 'delete', name: 'dropped', isDrifted: false, after: null },
    ]);
    expect(plan.ownedCount).toBe(2);
    await own.apply(plan);
    const left = 'application WHERE tenant_id = $1 AND archived_at IS NULL';
    expect(await countRows(management, left, [own.approval.tenant.id])).toBe(2);
  });

  test('what somebody else uses is not pruned from under them', async () => {
    const own = await PlanningHouse.open(management);
    const rules = [{ name: 'no', detector: 'secret', action: 'block' }];
    await own.apply(await own.plan(own.write(['PromptPolicy', 'used', { rules }])));
    const route = own.write(own.route('user', { promptPolicy: 'used' }));
    await own.apply(await own.plan(route, { owner: 'somebody-else' }));
    expect(await failureOf(() => own.plan('', { prune: true }))).toMatchObject({
      faults: [{ path: 'prune', message: expect.stringContaining('route "user"') }],
    });
  });

  test('much is deleted only when that is said to be meant', async () => {
    const own = await PlanningHouse.open(management);
    const names = Array.from({ length: 6 }, (_, at) => own.application(`many-${at}`));
    await own.apply(await own.plan(own.write(...names)));
    const five = await own.plan(own.write(...names.slice(0, 1)), { prune: true });
    const plan = await own.plan('', { prune: true });
    expect(await failureOf(() => own.apply(plan))).toMatchObject({
      faults: [{ path: 'allowMassDelete' }],
    });
    await own.apply(five);
    expect(await failureOf(() => own.apply(plan, { allowMassDelete: true }))).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    await own.apply(await own.plan('', { prune: true }));
  });
});
