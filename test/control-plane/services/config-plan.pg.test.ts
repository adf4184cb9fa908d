import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { ask } from '../../support/ask.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';
import { raceBehind } from '../../support/race.ts';
import { changesOf, countRows, PlanningHouse } from './config-plan-house.ts';

/*
 * Goal: a plan says exactly what applying it does, applies all of it or nothing, as one revision, and only while nothing that it
 * touches has moved.
 * Method: people of one tenant on a real database; each test has a house, a tenant, of its own where it counts what there is.
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

const head = async () =>
  (await management.query<{ revision: string }>('SELECT revision FROM config_revision'))[0]
    ?.revision;

describe('a plan', () => {
  test('writes nothing but itself, and applying it makes one revision with an entry for each row', async () => {
    const before = await head();
    const plan = await house.plan(
      house.write(house.application('planned'), house.route('planned')),
    );
    expect(changesOf(plan)).toEqual(['create application planned', 'create route planned']);
    expect(await head()).toBe(before);
    const { revision, value } = await house.apply(plan);
    expect(revision).toBe(BigInt(before ?? 0) + 1n);
    expect(value).toMatchObject({ createdCount: 2, updatedCount: 0, deletedCount: 0 });
    const entries = await management.query<{ action: string; reason: string }>(
      'SELECT action, reason FROM audit_event WHERE revision = $1 ORDER BY id',
      [String(revision)],
    );
    expect(entries.map(({ action }) => action)).toEqual([
      'application.create',
      'route.create',
      'config-plan.apply',
    ]);
    expect(new Set(entries.map(({ reason }) => reason))).toEqual(
      new Set(['The repository says so.']),
    );
  });

  test('tells what an edit changes, and whether it tightens', async () => {
    const { target } = house.approval;
    const rule = { name: 'all', split: [{ target: target.name, weight: 1 }] };
    await house.apply(await house.plan(house.write(house.route('edited'))));
    const narrowed = { rules: [{ ...rule, constraints: { regions: ['eu'] } }] };
    const plan = await house.plan(house.write(house.route('edited', narrowed)));
    expect(plan.actions).toMatchObject([
      {
        verb: 'update',
        version: 1,
        paths: ['rules.0.constraints'],
        direction: 'tightening',
        permission: 'route:write',
        isDrifted: false,
        before: { rules: [rule] },
        after: narrowed,
      },
    ]);
    await house.apply(plan);
    const back = await house.plan(house.write(house.route('edited')));
    expect(back.actions).toMatchObject([{ verb: 'update', direction: 'loosening' }]);
  });

  test('refers to what it makes itself, in whatever order, and in circles', async () => {
    const rules = [{ name: 'move', detector: 'secret', action: 'reroute', route: 'circle-b' }];
    const documents = house.write(
      house.route('circle-b', { promptPolicy: 'circle' }),
      house.route('circle-a', { promptPolicy: 'circle' }),
      ['PromptPolicy', 'circle', { rules }],
    );
    await house.apply(await house.plan(documents));
    expect(changesOf(await house.plan(documents))).toEqual([]);
  });

  test('is refused with the line and the column of what is wrong', async () => {
    const { tenant, target } = house.approval;
    const documents = [
      'apiVersion: gatehouse/v1',
      'kind: Route',
      `metadata: {name: wrong, tenant: ${tenant.name}}`,
      'spec:',
      '  operation: chat',
      '  rules:',
      '    - name: first',
      '      when: "request.nothing =="',
      `      split: [{target: ${target.name}, weight: 1}]`,
      '    - name: second',
      '      split: [{target: nowhere, weight: 1}]',
      '---',
      'apiVersion: gatehouse/v1',
      'kind: Route',
      `metadata: {name: judged, tenant: ${tenant.name}}`,
      'spec:',
      '  operation: chat',
      '  rules:',
      '    - name: first',
      '      when: "request.nothing =="',
      `      split: [{target: ${target.name}, weight: 1}]`,
    ].join('\n');
    expect(await failureOf(() => house.plan(documents))).toMatchObject({
      faults: [
        {
          path: 'documents.0.spec.rules.1.split.0.target',
          line: 11,
          column: 24,
          message: expect.stringContaining('There is no target "nowhere"'),
        },
        { path: 'documents.1.spec.rules.0.when', line: 20, column: 13 },
      ],
    });
  });

  test('of a name that was archived is refused: names are not used again', async () => {
    await house.apply(await house.plan(house.write(house.application('over')), { owner: 'over' }));
    await house.apply(await house.plan('', { owner: 'over', prune: true }));
    const again = house.plan(house.write(house.application('over')), { owner: 'over' });
    expect(await failureOf(() => again)).toMatchObject({
      faults: [{ path: 'documents.0.metadata.name' }],
    });
  });

  test('of two documents for the same resource is refused', async () => {
    const twice = house.plan(house.write(house.application('twice'), house.application('twice')));
    expect(await failureOf(() => twice)).toMatchObject({
      faults: [{ path: 'documents.1.metadata.name' }],
    });
  });
});

describe('what moved since refuses the whole, and is named', () => {
  test.each(['edit', 'archive'] as const)('an %s by hand', async (how) => {
    const name = `moved-by-${how}`;
    await house.apply(await house.plan(house.write(house.application(name))));
    const documents = house.write(
      house.application(name, 'other team'),
      house.route(`${name}-new`),
    );
    const plan = await house.plan(documents);
    const id = plan.actions[0]?.id ?? '';
    const { applications } = management.services;
    const { admin } = management;
    const edit = { id, expectedVersion: 1 };
    if (how === 'edit')
      await applications.update(admin, call('updateApplication'), { ...edit, team: 'x' });
    else await applications.archive(admin, call('archiveApplication'), edit);
    const failure = await failureOf(() => house.apply(plan));
    if (how === 'edit') {
      expect(failure).toMatchObject({ code: 'VERSION_CONFLICT' });
      expect(failure.message).toContain(
        `application "${name}" of ${house.approval.tenant.name} (version 1`,
      );
    } else expect(failure).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await countRows(management, 'route WHERE name = $1', [`${name}-new`])).toBe(0);
  });

  test('something of the same name that was made by hand', async () => {
    const plan = await house.plan(house.write(house.application('made-meanwhile')));
    const { tenant } = house.approval;
    const [, name, spec] = house.application('made-meanwhile');
    await management.services.applications.create(management.admin, call('createApplication'), {
      tenantId: tenant.id,
      name,
      ...spec,
    } as Parameters<typeof management.services.applications.create>[2]);
    expect(await failureOf(() => house.apply(plan))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  test('a name that means another target by now', async () => {
    const plan = await house.plan(house.write(house.route('renamed')));
    const { target } = house.approval;
    const { targets } = management.services;
    const rename = (id: string, expectedVersion: number, name: string) =>
      targets.update(management.admin, call('updateTarget'), { id, expectedVersion, name });
    const other = (await PlanningHouse.open(management)).approval.target;
    await rename(target.id, target.version, 'aside');
    await rename(other.id, other.version, target.name);
    const failure = await failureOf(() => house.apply(plan));
    await rename(other.id, other.version + 1, other.name);
    await rename(target.id, target.version + 1, target.name);
    expect(failure).toMatchObject({ code: 'VERSION_CONFLICT' });
  });
});

describe('of one plan', () => {
  test('two applies at once make it once', async () => {
    const plan = await house.plan(house.write(house.application('at-once')));
    const sql = 'SELECT FROM config_plan WHERE id = $1 FOR UPDATE';
    const results = await raceBehind(management.url, { sql, values: [plan.id] }, [
      () => house.apply(plan),
      () => house.apply(plan),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await countRows(management, `application WHERE name = 'at-once'`)).toBe(1);
  });

  test('another apply is refused, and a repeat of the same call gives the first result', async () => {
    const plan = await house.plan(house.write(house.application('again')));
    const first = await house.apply(plan, { key: 'again' });
    expect(await house.apply(plan, { key: 'again' })).toEqual({ ...first, repeated: true });
    expect(await failureOf(() => house.apply(plan))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  test('nobody else applies it, not even with more rights', async () => {
    const plan = await house.plan(house.write(house.application('mine')));
    const applied = house.apply(plan, { by: management.admin });
    expect(await failureOf(() => applied)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a digest that was not read is refused, and so is a plan of yesterday', async () => {
    const plan = await house.plan(house.write(house.application('old')));
    const wrong = house.apply({ ...plan, digest: 'x' });
    expect(await failureOf(() => wrong)).toMatchObject({ faults: [{ path: 'expectedDigest' }] });
    await management.query('UPDATE config_plan SET expires_at = created_at WHERE id = $1', [
      plan.id,
    ]);
    expect(await failureOf(() => house.apply(plan))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  test('few are kept of one principal, and none past its time', async () => {
    const someone = await management.operation(['viewer'], { tenantId: house.approval.tenant.id });
    for (let made = 0; made < 22; made += 1) await house.plan('', { by: someone });
    const kept = 'config_plan WHERE principal_id = $1';
    expect(await countRows(management, kept, [someone.principal.id])).toBe(20);
  });
});

test('what a plan leans on and somebody archives at that moment refuses it', async () => {
  const own = await PlanningHouse.open(management);
  const rules = [{ name: 'no', detector: 'secret', action: 'block' }];
  const policy = await own.plan(own.write(['PromptPolicy', 'leant-on', { rules }]));
  await own.apply(policy);
  const plan = await own.plan(own.write(own.route('leaning', { promptPolicy: 'leant-on' })));
  const sql = 'UPDATE prompt_policy SET archived_at = now(), version = 2 WHERE id = $1';
  const race = raceBehind(management.url, { sql, values: [policy.actions[0]?.id] }, [
    () => own.apply(plan),
  ]);
  const [result] = await race;
  expect(result).toMatchObject({
    status: 'rejected',
    reason: { failure: { code: 'VERSION_CONFLICT' } },
  });
});

test('through GraphQL: documents in, a plan, one revision, and the refusals in their shape', async () => {
  const own = await PlanningHouse.open(management);
  const caller = { services: management.services, operation: own.author };
  const actions =
    'actions(verbs: [CREATE]) { verb kind tenant name before after direction permission adopted }';
  const made = (await mutate(caller, 'planConfig', {
    input: { documents: own.write(own.application('asked')), owner: 'team-repo' },
    selection: `... on ConfigPlanned { plan { id digest createCount ${actions} } }`,
  })) as { readonly plan: { readonly id: string; readonly digest: string } };
  expect(made.plan).toMatchObject({
    createCount: 1,
    actions: [
      { verb: 'CREATE', kind: 'APPLICATION', name: 'asked', before: null, direction: 'LOOSENING' },
    ],
  });
  const apply = (change: object) =>
    mutate(caller, 'applyPlan', {
      input: { planId: made.plan.id, expectedDigest: made.plan.digest, ...change },
      selection: '... on PlanApplied { createdCount revision }',
    });
  expect(await apply({ expectedDigest: 'no' })).toMatchObject({
    faults: [{ path: 'expectedDigest' }],
  });
  expect(await apply({})).toMatchObject({ createdCount: 1, revision: expect.any(String) });
  expect(await apply({})).toMatchObject({ __typename: 'VersionConflict' });
  const exported = await ask(
    caller,
    'query ($id: ID!) { exportConfig(tenantId: $id) { documents documentCount } }',
    {
      id: toGlobalId('tenant', own.approval.tenant.id),
    },
  );
  expect(exported).toMatchObject({ exportConfig: { documentCount: 3 } });
});
