import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { ImpactReplay } from '../../../control-plane/jobs/impact-replay.ts';
import { ImpactRunner } from '../../../control-plane/services/impact/runner.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { ask } from '../../support/ask.ts';
import { ruleTo } from '../../support/catalog.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { type Approval, createApproval, requestGrant } from '../../support/grant.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { type Furnished, furnish, MINUTE_MS, record } from './impact-fixture.ts';

/**
 * Goal: a replay is of one content of one request, reads the calls of its tenant only, says what it looked at, and is run once
 * whatever becomes of who runs it. That it decides as nodes do is shown in test/e2e/impact.e2e.test.ts.
 */
const now = () => managementNow;
const never = () => false;

let management: Management;
let place: Place;
let runner: ImpactRunner;
beforeAll(async () => {
  management = await openManagement(8);
  await keepDecisionPartitions(management.storage, managementNow);
  runner = runnerOf({});
  place = await settle();
  await record(management, place, { count: 4 });
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

type Place = Approval & Furnished;
const settle = async (): Promise<Place> => {
  const approval = await createApproval(management);
  return { ...approval, ...(await furnish(management, approval)) };
};
const runnerOf = (change: object) =>
  new ImpactRunner(management.storage, { requestsMax: 1_000, days: 7, ...change });

/** Proposes that the route goes to the other target, or what the change says. */
async function propose(
  changeRequestId?: string,
  change: object = {},
  { route, otherTarget, developer }: Place = place,
): Promise<ChangeRequest> {
  const review = {
    reason: 'To see.',
    ...(changeRequestId === undefined ? {} : { changeRequestId }),
  };
  const edit = { id: route.id, expectedVersion: 1 };
  const rules = [ruleTo(otherTarget)];
  const { services } = management;
  try {
    const called = { ...call('updateRoute'), review };
    await services.routes.update(developer, called, {
      ...edit,
      rules,
      ...change,
    } as never);
  } catch (error) {
    if (error instanceof ReviewRequired) return error.changeRequest;
    throw error;
  }
  throw new Error('it was made at once');
}

const impactOf = async ({ id }: Pick<ChangeRequest, 'id'>, by = place.reviewer) =>
  (await management.services.impacts.listByChangeRequests(by, [id]))[0];
const take = (one = runner, isStopping = never) => one.runNext(now, isStopping);
const lapse = () =>
  management.query(`UPDATE impact SET held_until = clock_timestamp() WHERE state = 'running'`);
const claim = async () => {
  const { storage, admin } = management;
  const taken = await storage.transaction(PLATFORM, admin.actor, ({ impacts }) =>
    impacts.claim(60_000),
  );
  if (taken.value === undefined) throw new Error('nothing waits');
  return taken.value;
};

describe('what is looked at', () => {
  test('a replay waits from the moment of the proposal, and is done once', async () => {
    const made = await propose();
    expect(await impactOf(made)).toMatchObject({
      ...{
        state: 'waiting',
        round: 1,
        digest: made.digest,
        progress: 0,
        total: null,
        result: null,
      },
    });
    const both = await Promise.all([take(), take(runnerOf({}))]);
    expect(both.filter((one) => one !== undefined)).toEqual([{ outcome: 'done', requestCount: 4 }]);
    const impact = await impactOf(made);
    expect(impact).toMatchObject({ state: 'done', progress: 4, total: 4, fault: null });
    // 10 and 5 tokens: at 2.5 and 10 USD a million before, at 1 and 1 after.
    expect(impact?.result).toMatchObject({
      n: 4,
      calls: 4,
      reproduced: 4,
      applicationCount: 1,
      window: { from: '2029-12-25T00:00:00.000Z', to: managementNow.toISOString(), bound: null },
      totals: {
        counts: {
          routed_differently: { requests: 4, calls: 4 },
          unchanged: { requests: 0, calls: 0 },
        },
        pricedDifferently: { requests: 4, calls: 4 },
        ...{ costBefore: String(4 * 75_000), costAfter: String(4 * 15_000) },
      },
    });
  });

  test('a sampled request stands for as many as its chance says', async () => {
    const other = await settle();
    await record(management, other, { count: 3, sampleRate: 0.25 });
    const made = await propose(undefined, {}, other);
    await take();
    expect((await impactOf(made, other.reviewer))?.result).toMatchObject({
      n: 3,
      calls: 12,
      totals: {
        counts: { routed_differently: { requests: 3, calls: 12 } },
        costBefore: String(12 * 75_000),
      },
    });
  });

  test('what a record does not say is not replayable: of an older node, and without its key', async () => {
    const other = await settle();
    await record(management, other, { count: 2, facts: { request: undefined } });
    await record(management, { ...other, key: randomUUID() }, { count: 3 });
    const made = await propose(undefined, {}, other);
    await take();
    const result = (await impactOf(made, other.reviewer))?.result;
    expect(result).toMatchObject({ n: 5, reproduced: 0 });
    expect(result?.totals.counts).toMatchObject({
      not_replayable: { requests: 5 },
      unchanged: { requests: 0 },
    });
  });

  test('the newest, where there are too many; nothing after its time; and both are said', async () => {
    const made = await propose();
    await take(runnerOf({ requestsMax: 3 }));
    const from = new Date(managementNow.getTime() - 3 * MINUTE_MS).toISOString();
    const bounded = (await impactOf(made))?.result;
    expect(bounded).toMatchObject({ n: 3, window: { from, bound: 'requests' } });
    expect(bounded?.samples.map(({ at }) => at)).toContain(from);
    await management.services.impacts.replay(place.reviewer, call('replayChange'), made.id);
    await take(runnerOf({ durationMsMax: 0 }));
    expect((await impactOf(made))?.result).toMatchObject({ n: 0, window: { bound: 'time' } });
  });

  test('calls of the tenant only, though others have a route of that name; nor does another tenant see it', async () => {
    const made = await propose();
    await take();
    expect((await impactOf(made))?.result?.n).toBe(4);
    const stranger = await management.operation(['owner'], {
      tenantId: (await createApproval(management)).tenant.id,
    });
    expect(await impactOf(made, stranger)).toBeUndefined();
    const again = () => management.services.impacts.replay(stranger, call('replayChange'), made.id);
    expect((await failureOf(again)).code).toBe('NOT_FOUND');
    const scope = { kind: 'tenant', tenantId: stranger.principal.tenantId ?? '' } as const;
    const taken = await management.storage.transaction(scope, stranger.actor, ({ impacts }) =>
      impacts.restart(made.id),
    );
    expect(taken.value).toBe(false);
  });
});

describe('who runs it', () => {
  test('an edit takes it from who runs it: the old content leaves nothing, the new one is replayed', async () => {
    const made = await propose();
    const blocker = new pg.Client({ connectionString: management.url });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE');
    const running = take();
    await eventually(async () => expect((await impactOf(made))?.state).toBe('running'));
    const edited = await propose(made.id, {
      rules: [ruleTo(place.otherTarget, { name: 'edited' })],
    });
    await blocker.query('COMMIT');
    await blocker.end();
    expect((await running)?.outcome).toBe('lost');
    expect(await impactOf(made)).toMatchObject({ state: 'waiting', round: 2, result: null });
    expect((await take())?.outcome).toBe('done');
    const impact = await impactOf(made);
    expect(impact).toMatchObject({ round: 2, digest: edited.digest, state: 'done' });
    expect(impact?.result?.samples[0]?.after.rule).toBe('edited');
  });

  test('who died is followed by another, and who came back writes nothing; after three it is given up', async () => {
    const made = await propose();
    const dead = await claim();
    expect(await take()).toBeUndefined();
    await lapse();
    await claim();
    const { storage, admin } = management;
    const late = await storage.transaction(PLATFORM, admin.actor, async ({ impacts }) => {
      await impacts.release(dead);
      return [
        await impacts.advance(dead, { progress: 1, total: 1 }, 1_000),
        await impacts.end(dead, { state: 'failed', fault: 'late' }),
      ];
    });
    expect([late.value, (await impactOf(made))?.state]).toEqual([[false, false], 'running']);
    await lapse();
    expect((await take())?.outcome).toBe('done');
    expect((await impactOf(made))?.state).toBe('done');
    await management.services.impacts.replay(place.reviewer, call('replayChange'), made.id);
    for (let count = 0; count < 3; count += 1) {
      await claim();
      await lapse();
    }
    expect(await take()).toBeUndefined();
    expect(await impactOf(made)).toMatchObject({ state: 'failed', fault: expect.any(String) });
  });

  test('a replica that ends gives it back; one that was closed before its turn is cancelled', async () => {
    const made = await propose();
    expect((await take(runner, () => true))?.outcome).toBe('released');
    expect((await impactOf(made))?.state).toBe('waiting');
    const { changeRequests } = management.services;
    await changeRequests.withdraw(place.developer, call('withdrawChange'), made.id);
    const metrics = createMetrics();
    const job = new ImpactReplay({ runner, metrics, logger: createLogger('silent') });
    expect(await job.runAll()).toBe(1);
    expect((await impactOf(made))?.state).toBe('cancelled');
    const { values } = await metrics.impactReplays.get();
    expect(values).toMatchObject([{ labels: { outcome: 'cancelled' }, value: 1 }]);
  });

  test('is asked for again by who may read it, for open requests that are replayed; the audit says so', async () => {
    const { services } = management;
    const again = (id: string, by: Operation = place.developer) =>
      services.impacts.replay(by, call('replayChange'), id);
    const made = await propose();
    await again(made.id);
    await take();
    await again(made.id);
    const found = await management.query<{ actor: string }>(
      `SELECT actor FROM audit_event WHERE action = 'change-request.replay' AND object = $1`,
      [`change-request/${made.id}`],
    );
    expect(found).toEqual([{ actor: place.developer.principal.name }]);
    const grant = await requestGrant(management, place, { workloads: ['later'] });
    expect(await impactOf(grant)).toBeUndefined();
    expect(await faultPathsOf(() => again(grant.id))).toEqual(['changeRequestId']);
    await services.changeRequests.withdraw(place.developer, call('withdrawChange'), made.id);
    expect(await faultPathsOf(() => again(made.id))).toEqual(['changeRequestId']);
    const finance = await management.operation(['finance'], { tenantId: place.tenant.id });
    expect((await failureOf(() => again(made.id, finance))).code).toBe('PERMISSION_DENIED');
    await take();
  });

  test('single requests are shown to those who may read decisions', async () => {
    const made = await propose();
    await take();
    const { principal } = place.reviewer;
    const narrow = new Operation(principal, 'access_token', managementNow, {
      owned: new Set(['grant:read']),
      token: undefined,
    });
    const read = (operation: Operation, what: string) =>
      ask(
        { services: management.services, operation },
        `query ($id: ID!) { changeRequest(id: $id) { impact { ${what} } } }`,
        { id: toGlobalId('change-request', made.id) },
      );
    const samples = 'n samples { requestId }';
    const hidden = { n: 4, samples: null };
    expect(await read(narrow, samples)).toEqual({ changeRequest: { impact: hidden } });
    const shown = { samples: [{}, {}, {}, {}] };
    expect(await read(place.reviewer, samples)).toMatchObject({ changeRequest: { impact: shown } });
    // As a build wrote it that did not know one of the classes of today.
    await management.query(
      `UPDATE impact SET result = result #- '{totals,counts,redacted_differently}' WHERE change_request_id = $1`,
      [made.id],
    );
    const none = { class: 'REDACTED_DIFFERENTLY', requests: 0 };
    expect(await read(place.reviewer, 'totals { counts { class requests } }')).toMatchObject({
      changeRequest: { impact: { totals: { counts: expect.arrayContaining([none]) } } },
    });
  });
});
