import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createCatalog, routeDraft, ruleTo } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import type { Approval } from '../../support/grant.ts';
import { call, managementNow } from '../../support/management.ts';
import { attemptAt, decisionOf, usageOf } from '../../support/telemetry.ts';
import { at, openReviewHouse, type ReviewHouse, reviewed, soon, why } from './review-house.ts';

/**
 * Goal: a request says whom it touches, and where that is much, or not known, more people must approve it.
 * Method: a ledger and a request log with known calls, of two tenants, on a real database.
 */
let management: ReviewHouse['management'];
let author: Operation;
let own: Approval;
let other: Approval;
let house: ReviewHouse;
beforeAll(async () => {
  house = await openReviewHouse();
  ({ management, author, own, other } = house);
  await keepDecisionPartitions(management.storage, managementNow);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await management.query('DELETE FROM approval_rule');
  await management.query('TRUNCATE usage_event, decision');
});

/** Calls of an application to the target, each with two attempts, and a copy that does not count. */
const callTimes = async (count: number, { tenant, application }: Approval, targetId: string) => {
  const owner = { tenantId: tenant.id, applicationId: application.id, routeId: own.model.id };
  const [first, second] = [attemptAt(targetId), attemptAt(targetId, { number: 2 })];
  const calls = Array.from({ length: count }, () => decisionOf(owner, [first, second]));
  const tokens = { inputTokens: 1_000_000n, outputTokens: 0n, modelId: own.model.id };
  const shadow = { verdict: 'succeeded' } as never;
  await management.storage.transaction(PLATFORM, author.actor, ({ usage }) =>
    usage.insert(
      calls.flatMap((made) => [
        usageOf(made, first, tokens),
        usageOf(made, second, tokens),
        usageOf(made, attemptAt(targetId, { number: 3 }), { ...tokens, shadow }),
      ]),
    ),
  );
};
const setTarget = (change: object, into?: string) =>
  management.services.targets.update(at(soon, author), why('updateTarget', into), {
    id: own.target.id,
    expectedVersion: 1,
    ...change,
  });

describe('the risk of a request', () => {
  test('tells requests, applications and tenants of the last 7 days, and the money', async () => {
    await callTimes(3, own, own.target.id);
    await callTimes(2, other, own.target.id);
    await callTimes(5, own, other.target.id);
    await management.query(
      `UPDATE usage_event SET at = at - interval '8 days' WHERE request_id IN (SELECT request_id
        FROM usage_event WHERE tenant_id = $1 ORDER BY request_id LIMIT 3)`,
      [other.tenant.id],
    );
    await house.rule('price');
    const prices = [{ input: 2_600_000_000n, output: 10_000_000_000n }];
    const { risk } = await reviewed(() => setTarget({ prices }));
    // 4 requests of two attempts of a million tokens each, 0.1 USD dearer.
    expect(risk).toMatchObject({
      requestsLast7Days: '4',
      applications: 2,
      tenants: 2,
      costChange: '800000000',
      direction: 'loosening',
      level: 'high',
    });
    await house.rule('provider');
    const { value: provider } = await management.services.providers
      .update(author, why('updateProvider'), {
        id: own.provider.id,
        expectedVersion: 1,
        region: 'us',
      })
      .catch((thrown: { changeRequest: ChangeRequest }) => ({ value: thrown.changeRequest }));
    expect(provider).toMatchObject({ risk: { requestsLast7Days: '4', tenants: 2 } });
  });

  test('weighs sampled calls by their chance, those of the tenant alone, refused ones too', async () => {
    const draft = routeDraft(own.tenant.id, [ruleTo(own.target.id)]);
    const { services, storage } = management;
    await services.grants.request(own.developer, call('requestGrant'), {
      tenantId: own.tenant.id,
      applicationId: null,
      modelId: own.model.id,
      workloads: [],
      notAfter: null,
      reason: 'It is needed.',
    });
    await management.query(
      `INSERT INTO model_grant (id, tenant_id, model_id, workloads, change_request_id, version, created_at, updated_at)
        SELECT subject_id, tenant_id, $1, '{}', id, 1, now(), now() FROM change_request WHERE kind = 'grant'
          AND tenant_id = $2`,
      [own.model.id, own.tenant.id],
    );
    const { value: route } = await services.routes.create(author, call('createRoute'), draft);
    const decide = ({ tenant, application }: Approval, sampleRate: number, outcome = 'allowed') =>
      decisionOf({ tenantId: tenant.id, applicationId: application.id, routeId: route.id }, [], {
        requestedRoute: route.name,
        sampleRate,
        outcome,
      } as never);
    await storage.transaction(PLATFORM, author.actor, ({ decisions }) =>
      decisions.insert([
        decide(own, 0.01),
        decide(own, 0.5),
        decide(own, 1, 'refused'),
        decide(other, 0.001),
        { ...decide(own, 0.01), requestedRoute: 'elsewhere' },
      ]),
    );
    await house.rule('route', own.tenant.id);
    const rules = [ruleTo(own.target.id, { name: 'another' })];
    const edit = { id: route.id, expectedVersion: 1, rules };
    const update = (by: Operation) => services.routes.update(by, why('updateRoute'), edit);
    for (const by of [own.developer, author])
      expect((await reviewed(() => update(by))).risk).toMatchObject({
        requestsLast7Days: '103',
        applications: 1,
        tenants: 1,
        level: 'medium',
      });
  });

  test('reads so many rows and no more, and infers the days before from them', async () => {
    await management.query(
      `INSERT INTO usage_event SELECT (jsonb_populate_record(source, jsonb_build_object('request_id',
          gen_random_uuid(), 'at', $2::timestamptz - n * interval '3 seconds'))).*
        FROM generate_series(1, 25000) AS n, jsonb_populate_record(NULL::usage_event, $1) AS source`,
      [JSON.stringify(await storedUsage()), managementNow],
    );
    await house.rule('target');
    const { risk } = await reviewed(() => setTarget({ providerModel: 'x' }));
    // 2,000 rows are 6,000 s; a week has 604,800.
    const requests = Number(risk?.requestsLast7Days);
    expect(Math.abs(requests - (2_000 * 604_800) / 6_000)).toBeLessThan(10_000);
    expect(risk?.level).toBe('high');
  });

  const storedUsage = async () => {
    await callTimes(1, own, own.target.id);
    const [row] = await management.query<{ row: object }>(
      'SELECT to_jsonb(usage_event) AS row FROM usage_event WHERE shadow IS NULL LIMIT 1',
    );
    await management.query('TRUNCATE usage_event');
    return row?.row;
  };
});

describe('a rule that demands more of a high risk', () => {
  const strict = async (quorum: number, highRiskQuorum: number) => {
    const draft = { tenantId: null, kind: 'target', quorum, roles: [], highRiskQuorum } as const;
    const { approvalRules } = management.services;
    return (await approvalRules.create(author, call('createApprovalRule'), draft)).value;
  };

  test('lets a small one be made directly, and holds a high one back', async () => {
    await strict(0, 2);
    const fresh = await createCatalog(management);
    const edit = (expectedVersion: number, change: object) =>
      management.services.targets.update(author, why('updateTarget'), {
        id: fresh.target.id,
        expectedVersion,
        ...change,
      });
    expect((await edit(1, { providerModel: 'x' })).value.version).toBe(2);
    const made = await reviewed(() => edit(2, { region: 'us' }));
    expect(made).toMatchObject({ demand: { quorum: 2 }, risk: { level: 'high' } });
    expect(await house.approve(made)).toMatchObject({ state: 'in_review' });
    expect(await house.approve(made, management.admin)).toMatchObject({ state: 'applied' });
  });

  test('is not passed by an edit that lowers the risk, nor by one that raises it', async () => {
    await strict(1, 2);
    const region = own.target.region === 'us' ? 'eu' : 'us';
    const made = await reviewed(() => setTarget({ region }));
    await house.approve(made);
    const lower = await reviewed(() => setTarget({ providerModel: 'x' }, made.id));
    expect(lower).toMatchObject({ state: 'in_review', round: 2, risk: { level: 'medium' } });
    expect(lower.demand).toMatchObject({ quorum: 2, roles: [] });
    expect((await failureOf(() => house.approve(made))).code).toBe('VALIDATION_FAILED');
    expect(await house.approve(lower)).toMatchObject({ state: 'in_review' });
    const small = await reviewed(() => setTarget({ providerModel: 'y' }));
    expect(small.demand).toMatchObject({ quorum: 1, roles: [] });
    const raised = await reviewed(() => setTarget({ region }, small.id));
    expect(raised).toMatchObject({ demand: { quorum: 2 }, risk: { level: 'high' } });
    expect(await house.approve(raised)).toMatchObject({ state: 'in_review' });
  });

  test('counts what has no risk yet as high', async () => {
    await strict(1, 2);
    const made = await reviewed(() => setTarget({ providerModel: 'x' }));
    await management.query('UPDATE change_request SET risk = NULL WHERE id = $1', [made.id]);
    expect(await house.approve(made)).toMatchObject({ state: 'in_review' });
  });

  test('is loosened by those whom it demands, and is refused when they are not there', async () => {
    const { approvalRules } = management.services;
    expect(await faultPathsOf(() => strict(2, 1))).toEqual(['highRiskQuorum']);
    expect(await faultPathsOf(() => strict(1, 5))).toEqual(['quorum']);
    const { id } = await strict(1, 2);
    const edit = { id, expectedVersion: 1, highRiskQuorum: null };
    const made = await reviewed(() =>
      approvalRules.update(author, why('updateApprovalRule'), edit),
    );
    expect(made).toMatchObject({ demand: { quorum: 2 }, risk: { level: 'high' } });
    await house.approve(made);
    await house.approve(made, management.admin);
    expect(await approvalRules.find(author, id)).toMatchObject({
      version: 2,
      highRiskQuorum: null,
    });
  });
});
