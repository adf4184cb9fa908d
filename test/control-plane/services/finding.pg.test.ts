import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Decision, DecisionFinding } from '../../../control-plane/domain/decision.ts';
import type { FindingDimension, FindingFilter } from '../../../control-plane/domain/finding.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createTenancy } from '../../support/catalog.ts';
import { failureOf } from '../../support/failure.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { type CallOwner, decisionOf, finding } from '../../support/telemetry.ts';

/*
 * Goal: findings are counted next to what became of the same requests, and a value is followed by its fingerprint, within a tenant.
 * Method: decisions as nodes report them, also as older and as odd ones would, each test in a tenant of its own.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const shifted = (ms: number) => new Date(managementNow.getTime() + ms);

let management: Management;
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const createOwner = async (): Promise<CallOwner> => {
  const { tenant, application } = await createTenancy(management);
  return { tenantId: tenant.id, applicationId: application.id, routeId: '' };
};
const keep = (...decisions: readonly Decision[]) =>
  management.storage.transaction(PLATFORM, management.admin.actor, ({ decisions: store }) =>
    store.insert(decisions),
  );

const foundIn = (
  owner: CallOwner,
  findings: readonly DecisionFinding[],
  change: Partial<Omit<Decision, 'facts'>> = {},
) => decisionOf(owner, [], { ...change, facts: { findings } });

interface Asked extends Partial<FindingFilter> {
  readonly by?: readonly FindingDimension[];
}

const count = (
  { tenantId }: CallOwner,
  { by = ['RULE'], ...change }: Asked = {},
  operation: Operation = management.admin,
) => {
  const none = { applicationId: undefined, policy: undefined, rule: undefined, kind: undefined };
  const span = { from: shifted(-HOUR_MS), to: shifted(HOUR_MS) };
  const filter = { ...none, part: undefined, direction: undefined, ...span, tenantId, ...change };
  return management.services.findings.report(operation, filter, by);
};

describe('findings', () => {
  test('are counted by rule, a request once in each row, next to what became of the requests', async () => {
    const owner = await createOwner();
    const phone = finding({ kind: 'phone', count: 2 });
    const watched = finding({ policy: 'keys', rule: 'watch', monitored: true });
    await keep(
      foundIn(owner, [finding({ count: 3 }), phone], { outcome: 'blocked' }),
      foundIn(owner, [finding(), watched], { outcome: 'blocked' }),
      foundIn(owner, [watched]),
      foundIn(owner, []),
    );
    const { rows, total, truncated, since } = await count(owner);
    const none = { day: null, applicationId: null, route: null, kind: null, action: null };
    const row = { ...none, part: null, direction: null, redacted: 0n };
    const [blocked, allowed] = ['blocked', 'allowed'] as const;
    expect(rows).toEqual([
      {
        ...{ ...row, policy: 'keys', rule: 'watch', requests: 2n, findings: 2n, decisions: 2n },
        outcomes: [
          { outcome: allowed, requests: 1n },
          { outcome: blocked, requests: 1n },
        ],
        monitored: 2n,
      },
      {
        ...{ ...row, policy: 'mails', rule: 'no-mails', requests: 2n, findings: 6n, decisions: 2n },
        outcomes: [{ outcome: blocked, requests: 2n }],
        monitored: 0n,
      },
    ]);
    expect(total).toMatchObject({ requests: 3n, findings: 8n, decisions: 3n, monitored: 1n });
    expect([truncated, since]).toEqual([false, null]);
  });

  test('of a sample stand for those that were left out', async () => {
    const owner = await createOwner();
    await keep(
      foundIn(owner, [finding({ count: 2 })], { sampleRate: 0.1, outcome: 'blocked' }),
      foundIn(owner, [finding()], { sampleRate: 1 }),
    );
    const { rows } = await count(owner);
    expect(rows).toMatchObject([
      {
        ...{ requests: 11n, findings: 21n, decisions: 2n },
        outcomes: [
          { outcome: 'blocked', requests: 10n },
          { outcome: 'allowed', requests: 1n },
        ],
      },
    ]);
  });

  test('are told apart by part, kind, direction, application and day, and narrowed by each', async () => {
    const owner = await createOwner();
    const both = finding({
      count: 5,
      parts: [
        { part: 'user', count: 2 },
        { part: 'file', count: 3 },
      ],
    });
    const answer = finding({ kind: 'card', direction: 'output', parts: [], count: 4 });
    await keep(
      foundIn(owner, [both]),
      foundIn(owner, [answer], { at: shifted(DAY_MS) }),
      // As a node of before said it.
      foundIn(owner, [{ ...finding({ kind: 'iban' }), policy: undefined, parts: undefined }]),
    );
    const to = shifted(2 * DAY_MS);
    const parts = await count(owner, { to, by: ['PART', 'DIRECTION'] });
    const told = parts.rows.map(({ part, direction, findings }) => [part, direction, findings]);
    expect(told.toSorted()).toEqual(
      [
        ['file', 'input', 3n],
        ['user', 'input', 2n],
        [null, 'input', 1n],
        [null, 'output', 4n],
      ].toSorted(),
    );
    const days = await count(owner, { to, by: ['DAY', 'APPLICATION', 'KIND', 'POLICY'] });
    expect(days.rows.map(({ day, kind, policy }) => [day, kind, policy])).toEqual([
      ['2030-01-02', 'card', 'mails'],
      ['2030-01-01', 'email', 'mails'],
      ['2030-01-01', 'iban', null],
    ]);
    expect(days.rows[0]?.applicationId).toBe(owner.applicationId);
    const requestsOf = async (asked: Asked) => (await count(owner, { to, ...asked })).total;
    expect(await requestsOf({ part: 'file' })).toMatchObject({ requests: 1n, findings: 3n });
    expect(await requestsOf({ kind: 'iban' })).toMatchObject({ requests: 1n, findings: 1n });
    expect(await requestsOf({ policy: 'mails' })).toMatchObject({ requests: 2n });
    expect(await requestsOf({ direction: 'output' })).toMatchObject({ requests: 1n });
    expect(await requestsOf({ rule: "no-mails'; --" })).toMatchObject({ requests: 0n });
    expect(await requestsOf({ applicationId: owner.tenantId })).toMatchObject({ requests: 0n });
  });

  test('that were taken out are those of requests that went on', async () => {
    const owner = await createOwner();
    const redacting = finding({ action: 'redact' });
    await keep(
      foundIn(owner, [redacting]),
      foundIn(owner, [redacting], { outcome: 'failed' }),
      foundIn(owner, [redacting], { outcome: 'rerouted' }),
      foundIn(owner, [redacting], { outcome: 'blocked' }),
      foundIn(owner, [{ ...redacting, monitored: true }]),
      foundIn(owner, [{ ...redacting, exception: 'samples' }]),
    );
    expect((await count(owner)).total).toMatchObject({ requests: 6n, redacted: 2n, monitored: 2n });
  });

  test('are cut to 1,000 rows, and the total says all', async () => {
    const owner = await createOwner();
    const rules = Array.from({ length: 1_001 }, (_, at) => finding({ rule: `rule ${at}` }));
    await keep(foundIn(owner, rules));
    const { rows, truncated, total } = await count(owner);
    expect([rows.length, truncated, total.requests]).toEqual([1_000, true, 1n]);
    expect(total.findings).toBe(1_001n);
  });

  test('with numbers beyond all measure are counted all the same', async () => {
    const owner = await createOwner();
    const huge = finding({ count: 2 ** 32, parts: [{ part: 'x'.repeat(200), count: 2 ** 32 }] });
    await keep(foundIn(owner, [huge, huge], { sampleRate: 1e-6 }));
    expect((await count(owner)).total.findings).toBe(2n ** 33n * 1_000_000n);
  });

  test("are the tenant's own", async () => {
    const owner = await createOwner();
    const other = await createOwner();
    await keep(foundIn(owner, [finding()]));
    const reader = await management.operation(['viewer'], { tenantId: other.tenantId });
    expect((await count(owner, {}, reader)).total.requests).toBe(0n);
    expect((await count(other, {}, reader)).total.requests).toBe(0n);
  });

  test('of too long a time and of names beyond all measure are refused', async () => {
    const owner = await createOwner();
    const from = shifted(-31 * DAY_MS);
    const failure = await failureOf(() => count(owner, { from, rule: 'x'.repeat(201) }));
    expect(failure).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'filter.to' }, { path: 'filter.rule' }],
    });
  });
});

describe('a fingerprint', () => {
  const at = (fingerprint: string) => ({
    place: 'messages.0',
    part: 'user',
    start: 0,
    end: 3,
    fingerprint,
  });
  const named = (fingerprint: string) => finding({ places: [at('0'.repeat(32)), at(fingerprint)] });
  const list = async (
    owner: CallOwner | undefined,
    fingerprint: string,
    operation = management.admin,
  ) => {
    const none = { applicationId: undefined, outcome: undefined, errorCode: undefined };
    const filter = { ...none, route: undefined, from: undefined, to: undefined, fingerprint };
    const page = { first: 10, after: undefined };
    const tenantId = owner?.tenantId;
    const { decisions } = management.services;
    const { rows } = await decisions.list(operation, { ...filter, tenantId }, page);
    return rows.map(({ requestId }) => requestId);
  };

  test("leads to all decisions in which the value was found, of the caller's tenants only", async () => {
    const [owner, other] = [await createOwner(), await createOwner()];
    const fingerprint = 'a1'.repeat(16);
    const first = foundIn(owner, [finding(), named(fingerprint)]);
    const second = foundIn(owner, [named(fingerprint)], { at: shifted(DAY_MS) });
    const foreign = foundIn(other, [named(fingerprint)]);
    await keep(
      first,
      second,
      foreign,
      foundIn(owner, [named('b2'.repeat(16))]),
      foundIn(owner, []),
    );
    expect(await list(owner, fingerprint)).toEqual([second.requestId, first.requestId]);
    const reader = await management.operation(['viewer'], { tenantId: other.tenantId });
    expect(await list(undefined, fingerprint, reader)).toEqual([foreign.requestId]);
    expect(await list(owner, 'c3'.repeat(16))).toEqual([]);
    // What searches beside the policies of rows looks at the scope itself.
    const app = await createDataSource(management.url, 'gatehouse_app', 1).initialize();
    try {
      await app.query(`SELECT set_config('gatehouse.tenant', $1, false)`, [other.tenantId]);
      expect(
        await app.query('SELECT request_id FROM decisions_with_fingerprint($1)', [fingerprint]),
      ).toEqual([{ request_id: foreign.requestId }]);
    } finally {
      await app.destroy();
    }
  });

  test('that is none is refused', async () => {
    expect(await failureOf(() => list(undefined, '%'))).toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: [{ path: 'filter.fingerprint' }],
    });
  });
});

test('findings are found by an index under the policies of rows, and fingerprints by one beside them', async () => {
  const planOf = async (role: 'gatehouse_app' | 'gatehouse_owner', sql: string) => {
    const source = await createDataSource(management.url, role, 1).initialize();
    try {
      await source.query('SET enable_seqscan = off');
      return JSON.stringify(await source.query(`EXPLAIN (VERBOSE, FORMAT JSON) ${sql}`));
    } finally {
      await source.destroy();
    }
  };
  const indexes = await management.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'decision_20300101'`,
  );
  const nameOf = (text: string) =>
    indexes.find(({ definition }) => definition.includes(text))?.name ?? 'none';
  const found = await planOf(
    'gatehouse_app',
    `SELECT request_id FROM decision WHERE tenant_id = '00000000-0000-4000-8000-000000000000' AND at >= '2030-01-01'
      AND facts->'findings' <> '[]'::jsonb ORDER BY at DESC, request_id DESC`,
  );
  expect(found).toContain(nameOf('(tenant_id, at, request_id) WHERE'));
  const [search] = await management.query<{ body: string }>(
    `SELECT prosrc AS body FROM pg_proc WHERE proname = 'decisions_with_fingerprint'`,
  );
  const body = search?.body.replace('to_jsonb(fingerprint)', `'"a"'`) ?? '';
  expect(await planOf('gatehouse_owner', body)).toContain(nameOf('USING gin'));
});
