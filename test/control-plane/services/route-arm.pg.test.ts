import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Decision } from '../../../control-plane/domain/decision.ts';
import type { UsageEvent } from '../../../control-plane/domain/usage.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createCatalog, createTenancy, routeDraft, ruleTo } from '../../support/catalog.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { attemptAt, type CallOwner, decisionOf, usageOf } from '../../support/telemetry.ts';

const HOUR_MS = 3_600_000;
const shifted = (ms: number) => new Date(managementNow.getTime() + ms);
const aroundNow = { from: shifted(-HOUR_MS), to: shifted(HOUR_MS) };

let management: Management;
let owner: CallOwner;
/** Two targets of the route. */
let [a, b]: readonly [string, string] = ['', ''];
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
  a = (await createCatalog(management)).target.id;
  b = (await createCatalog(management)).target.id;
  owner = await createOwner();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

/** A tenant of its own with a route. */
async function createOwner(): Promise<CallOwner> {
  const { services, admin } = management;
  const { tenant, application } = await createTenancy(management);
  const draft = routeDraft(tenant.id, [ruleTo(a)]);
  const { value } = await services.routes.create(admin, call('createRoute'), draft);
  return { tenantId: tenant.id, applicationId: application.id, routeId: value.id };
}

async function report(decisions: readonly Decision[], events: readonly UsageEvent[] = []) {
  await management.storage.transaction(PLATFORM, management.admin.actor, async (stores) => {
    await stores.decisions.insert(decisions);
    await stores.usage.insert(events);
  });
}

const armsOf = (routeId: string, span = aroundNow, operation = management.admin) =>
  management.services.routeArms.report(operation, { routeId, ...span });

describe('the arms of a route', () => {
  test('are told apart by rule and target: how attempts ended, how long they took, what they used', async () => {
    const answered = Array.from({ length: 99 }, (_, at) => {
      const attempt = attemptAt(a, { firstTokenMs: at + 1, totalMs: 2 * (at + 1) });
      return decisionOf(owner, [attempt]);
    });
    const failed = attemptAt(a, { verdict: 'server_error', status: 500, firstTokenMs: 0 });
    const rescued = decisionOf(owner, [failed, attemptAt(b, { number: 2, totalMs: 7 })]);
    const other = decisionOf(owner, [attemptAt(b)], { facts: { rule: 'night' } });
    const [first] = answered;
    await report(
      [...answered, rescued, other],
      [
        ...(first === undefined ? [] : [usageOf(first, attemptAt(a))]),
        usageOf(rescued, attemptAt(b, { number: 2 }), { costNanoUsd: 10n ** 15n }),
      ],
    );
    const none = { inputTokens: 0n, outputTokens: 0n, cost: 0n };
    expect(await armsOf(owner.routeId)).toEqual({
      calls: 101n,
      truncated: false,
      rows: [
        {
          rule: 'default',
          targetId: a,
          attempts: 100n,
          firstAttempts: 100n,
          verdicts: [
            { verdict: 'succeeded', attempts: 99n },
            { verdict: 'server_error', attempts: 1n },
          ],
          firstTokenMs: { p50: 50, p95: 95, p99: 99 },
          totalMs: { p50: 100, p95: 190, p99: 198 },
          inputTokens: 10n,
          outputTokens: 5n,
          cost: 100n,
        },
        {
          rule: 'default',
          targetId: b,
          attempts: 1n,
          firstAttempts: 0n,
          verdicts: [{ verdict: 'succeeded', attempts: 1n }],
          firstTokenMs: { p50: 1, p95: 1, p99: 1 },
          totalMs: { p50: 7, p95: 7, p99: 7 },
          inputTokens: 10n,
          outputTokens: 5n,
          cost: 10n ** 15n,
        },
        {
          rule: 'night',
          targetId: b,
          attempts: 1n,
          firstAttempts: 1n,
          verdicts: [{ verdict: 'succeeded', attempts: 1n }],
          firstTokenMs: { p50: 1, p95: 1, p99: 1 },
          totalMs: { p50: 2, p95: 2, p99: 2 },
          ...none,
        },
      ],
    });
  });

  test('count a call of a sample for those that were left out, and are not swayed by what was kept more often', async () => {
    const sampled = await createOwner();
    const answered = [10, 20].map((totalMs) =>
      decisionOf(sampled, [attemptAt(a, { totalMs, firstTokenMs: totalMs })], { sampleRate: 0.25 }),
    );
    const slow = decisionOf(sampled, [attemptAt(a, { totalMs: 90, firstTokenMs: 90 })]);
    const failed = decisionOf(sampled, [attemptAt(a, { verdict: 'timeout', firstTokenMs: 0 })]);
    const events = answered.map((decision) => usageOf(decision, attemptAt(a)));
    await report([...answered, slow, failed], events);
    expect(await armsOf(sampled.routeId)).toMatchObject({
      calls: 4n,
      rows: [
        {
          attempts: 10n,
          firstAttempts: 10n,
          verdicts: [
            { verdict: 'succeeded', attempts: 9n },
            { verdict: 'timeout', attempts: 1n },
          ],
          totalMs: { p50: 20, p95: 90, p99: 90 },
          inputTokens: 80n,
          cost: 800n,
        },
      ],
    });
  });

  test('are of the route and the time that were asked for, and have no times where nothing came', async () => {
    const own = await createOwner();
    const late = decisionOf(own, [attemptAt(a)], { at: shifted(2 * HOUR_MS) });
    const refused = decisionOf(own, []);
    const cut = attemptAt(a, { verdict: 'connect', status: 0, firstTokenMs: 0 });
    await report([late, refused, decisionOf(own, [cut])]);
    expect(await armsOf(own.routeId)).toMatchObject({
      calls: 2n,
      rows: [{ targetId: a, attempts: 1n, firstTokenMs: null, totalMs: null }],
    });
    const nothing = { from: shifted(3 * HOUR_MS), to: shifted(4 * HOUR_MS) };
    expect(await armsOf(own.routeId, nothing)).toEqual({ calls: 0n, rows: [], truncated: false });
  });

  test('are for those who may read the decisions of its tenant', async () => {
    const { tenant } = await createTenancy(management);
    const stranger = await management.operation(['developer'], { tenantId: tenant.id });
    expect(await failureOf(() => armsOf(owner.routeId, aroundNow, stranger))).toMatchObject({
      code: 'NOT_FOUND',
    });
    const neighbour = await management.operation(['developer'], { tenantId: owner.tenantId });
    expect((await armsOf(owner.routeId, aroundNow, neighbour)).calls).toBeGreaterThan(0n);
    expect(await failureOf(() => armsOf(randomUUID()))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([
    ['ends before it begins', { from: aroundNow.to, to: aroundNow.from }],
    ['is longer than decisions are kept', { from: shifted(-31 * 24 * HOUR_MS), to: managementNow }],
  ])('are not told of a span that %s', async (_, span) => {
    expect(await failureOf(() => armsOf(owner.routeId, span))).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'filter.to' }],
    });
  });
});
