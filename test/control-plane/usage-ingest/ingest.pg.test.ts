import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DecisionRecord__Output } from '../../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent__Output } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy } from '../../support/catalog.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';
import {
  createDecision,
  createReportedCaller,
  createReporting,
  createUsageEvent,
  type ReportedCaller,
  shadow,
} from './reported-record.ts';

/** Goal: what nodes report is written once, whole, and only when it makes sense. */
describe('ingest', () => {
  let management: Management;
  let caller: ReportedCaller;
  beforeAll(async () => {
    management = await openManagement();
    caller = await createReportedCaller(management);
  });
  afterAll(async () => {
    await management[Symbol.asyncDispose]();
  });

  const usageEvent = (change: Partial<UsageEvent__Output> = {}) => createUsageEvent(caller, change);
  const decision = (change: Partial<DecisionRecord__Output> = {}) => createDecision(caller, change);
  const { send, countOf } = createReporting(() => management);

  test('the same batch twice is the same rows', async () => {
    const [event, record] = [usageEvent(), decision()];
    const before = [await countOf('usage_event'), await countOf('decision')];
    expect(await send([event], [record])).toBe(0);
    expect(await send([event], [record])).toBe(0);
    const after = [await countOf('usage_event'), await countOf('decision')];
    expect(after).toEqual(before.map((count) => count + 1));
  });

  test('a call with a token is known by its issuer, and by an application of the tenant of that', async () => {
    const tenancy = await createTenancy(management);
    const { id: tokenIssuerId } = await createTokenIssuer(management, tenancy);
    const { tenant, application } = tenancy;
    const ofTenant = { tenantId: tenant.id, applicationId: application.id };
    const withToken = { ...ofTenant, apiKeyId: '', tokenIssuerId, tokenSubject: 'ab'.repeat(16) };
    const record = decision({ ...withToken, authenticatedBy: 'token:login' });
    expect(await send([usageEvent(withToken)], [record])).toBe(0);
    const rows = await management.query(
      `SELECT api_key_id, token_subject FROM usage_event WHERE token_issuer_id = $1`,
      [tokenIssuerId],
    );
    expect(rows).toEqual([{ api_key_id: null, token_subject: 'ab'.repeat(16) }]);
    for (const change of [
      { tokenIssuerId: randomUUID() },
      { tokenIssuerId: '' },
      { applicationId: caller.applicationId },
      { tenantId: caller.tenantId },
      { tenantId: caller.tenantId, applicationId: caller.applicationId },
      { apiKeyId: caller.apiKeyId },
      { tokenSubject: 'ada' },
    ])
      expect(await send([usageEvent({ ...withToken, ...change })])).toBe(1);
    expect(await send([usageEvent({ tokenIssuerId })])).toBe(1);
  });

  test('usage keeps the price that it was charged at, tier and all', async () => {
    const ids = { modelId: randomUUID(), targetId: randomUUID() };
    const { modelId } = ids;
    const priceEffectiveFromUnixMs = String(Date.UTC(2029, 0));
    const large = { ...ids, priceEffectiveFromUnixMs, priceTier: 200_000 };
    const [one, other, unpriced] = [usageEvent(large), usageEvent(large), usageEvent(ids)];
    await send([one, other, unpriced, usageEvent({ ...large, priceTier: 0 })]);
    const day = 86_400_000;
    const { rows } = await management.services.usage.report(
      management.admin,
      {
        ...{ tenantId: undefined, applicationId: undefined, modelId, feature: undefined },
        from: new Date(managementNow.getTime() - day),
        to: new Date(managementNow.getTime() + day),
      },
      ['PRICE'],
    );
    const charged = rows.map(({ priceEffectiveFrom, priceTier, attempts }) => [
      priceEffectiveFrom?.getTime(),
      priceTier,
      attempts,
    ]);
    expect(charged.toSorted()).toEqual(
      [
        [undefined, 0, 1n],
        [Date.UTC(2029, 0), 0, 1n],
        [Date.UTC(2029, 0), 200_000, 2n],
      ].toSorted(),
    );
  });

  test('what was written to a cache is summed, and of that what is kept for an hour', async () => {
    const modelId = randomUUID();
    const written = { modelId, inputTokens: '20', cachedWriteTokens: '9' };
    await send([usageEvent({ ...written, cachedWriteLongTokens: '4' }), usageEvent(written)]);
    // As a replica of an older build writes, which does not know the column.
    await management.query(
      `INSERT INTO usage_event SELECT * FROM jsonb_populate_recordset(NULL::usage_event,
        (SELECT jsonb_build_array(to_jsonb(e) - 'cached_write_long_tokens' || '{"attempt": 2}')
          FROM usage_event e WHERE model_id = $1 AND cached_write_long_tokens = 4))`,
      [modelId],
    );
    const { services, admin } = management;
    const day = 86_400_000;
    const { total } = await services.usage.report(
      admin,
      {
        tenantId: caller.tenantId,
        applicationId: undefined,
        modelId,
        feature: undefined,
        from: new Date(managementNow.getTime() - day),
        to: new Date(managementNow.getTime() + day),
      },
      [],
    );
    expect(total).toMatchObject({
      attempts: 3n,
      cachedWriteTokens: 27n,
      cachedWriteLongTokens: 4n,
    });
  });

  test.each([
    ['what all nodes of an older build say', 0, 1],
    ['a share', 0.25, 0.25],
  ])('the chance of a decision is kept: %s', async (_what, sampleRate, kept) => {
    const record = decision({ sampleRate });
    await send([], [record]);
    const found = await management.services.decisions.find(management.admin, record.requestId);
    expect(found?.sampleRate).toBe(kept);
  });

  test('what a request was like is kept without what is not there, and an absurd number leaves the decision out', async () => {
    const none = {
      vision: false,
      files: false,
      jsonSchema: false,
      reasoning: false,
      tokenLists: false,
    };
    const ofReply = {
      replyInspectedBy: ['personal_data'],
      replyFound: [{ kind: 'email', count: 3, part: 'assistant' }],
    };
    const requestFacts = {
      ...{ ...none, text: true, tools: true, inputTokens: '12', maxOutputTokens: '0' },
      ...{ workload: 'default', nodeRegion: '', inspectedBy: ['secret'] },
      found: [
        { kind: 'jwt', count: 2, part: 'user' },
        { kind: 'jwt', count: 1, part: '' },
      ],
      ...ofReply,
    };
    const finding = { rule: 'r', detector: 'secret', kind: 'jwt', count: 1, action: 'block' };
    const policy = { policy: 'p', exception: 'manual', direction: 'output' };
    const said = { ...finding, ...policy, monitored: true, score: 0.9 };
    const where = { place: 'messages.0', part: 'user', start: 1, end: 4 };
    const unnamed = { ...said, places: [{ ...where, fingerprint: '' }], parts: [] };
    const record = decision({ requestFacts, findings: [unnamed] });
    const absurd = decision({ requestFacts: { ...requestFacts, inputTokens: `${2n ** 63n}` } });
    const guessed = { ...unnamed, places: [{ ...where, fingerprint: 'anna@corp.com' }] };
    const telling = decision({ findings: [guessed] });
    expect(await send([], [record, absurd, telling])).toBe(2);
    const found = await management.services.decisions.find(management.admin, record.requestId);
    expect(found?.facts.findings).toEqual([{ ...said, places: [where] }]);
    expect(found?.facts.request).toEqual({
      ...{ text: true, tools: true, inputTokens: 12, workload: 'default', inspectedBy: ['secret'] },
      // A node of an older build does not say in which part.
      found: [
        { kind: 'jwt', count: 2, part: 'user' },
        { kind: 'jwt', count: 1 },
      ],
      ...ofReply,
    });
  });

  test('a decision that a replica of an older build writes, which does not know the chance, was kept with 1', async () => {
    const [record, requestId] = [decision({ sampleRate: 0.5 }), randomUUID()];
    await send([], [record]);
    await management.query(
      `INSERT INTO decision SELECT * FROM jsonb_populate_recordset(NULL::decision,
        (SELECT jsonb_build_array(to_jsonb(d) - 'sample_rate' || jsonb_build_object('request_id', $2::uuid))
          FROM decision d WHERE request_id = $1))`,
      [record.requestId, requestId],
    );
    const found = await management.services.decisions.find(management.admin, requestId);
    expect(found?.sampleRate).toBe(1);
  });

  test.each([-0.5, 1.5, 1e-9, Number.NaN, Number.POSITIVE_INFINITY])(
    'a decision with the chance %p is left out',
    async (sampleRate) => {
      const before = await countOf('decision');
      expect(await send([], [decision({ sampleRate }), decision()])).toBe(1);
      expect(await countOf('decision')).toBe(before + 1);
    },
  );

  test('a copy is a row of the ledger, told with its decision, and apart in the sums', async () => {
    const feature = randomUUID();
    const [event, record] = [usageEvent({ feature }), decision()];
    const { requestId } = event;
    const targetId = randomUUID();
    const copy = { ...event, attempt: 2, targetId, costNanoUsd: '5', shadow };
    await send([event, copy], [{ ...record, requestId }]);
    await send([event, copy], [{ ...record, requestId }]);
    const day = managementNow.getTime();
    const iso = (ms: number) => new Date(ms).toISOString();
    const variables = {
      requestId,
      filter: { feature, from: iso(day - 1_000), to: iso(day + 1_000) },
    };
    const told = await ask(
      { services: management.services, operation: management.admin },
      `query ($requestId: ID!, $filter: UsageFilter!) {
        decision(requestId: $requestId) { shadows { target { id } verdict status firstTokenMs totalMs
          inputTokens outputTokens cost finishReason finish toolCalls } }
        usage(filter: $filter) { total { requests attempts cost shadowAttempts shadowCost } } }`,
      variables,
    );
    const { verdict, status, firstTokenMs, totalMs, finishReason } = shadow;
    expect(told).toEqual({
      decision: {
        shadows: [
          {
            ...{ target: null, verdict, status, firstTokenMs, totalMs, finishReason },
            ...{ inputTokens: '7', outputTokens: '5', cost: '5' },
            ...{ finish: 'SAME', toolCalls: 'SAME_TOOLS' },
          },
        ],
      },
      usage: {
        total: {
          requests: '1',
          attempts: '2',
          cost: '17005',
          shadowAttempts: '1',
          shadowCost: '5',
        },
      },
    });
  });

  test('another attempt of the same request is another row', async () => {
    const first = usageEvent();
    const before = await countOf('usage_event');
    await send([first, { ...first, attempt: 2 }]);
    expect(await countOf('usage_event')).toBe(before + 2);
  });

  test.each([
    ['an unknown key', { apiKeyId: randomUUID() }],
    ['the key of another tenant', { tenantId: randomUUID() }],
    ['a negative count', { inputTokens: '-1' }],
    ['a million dollars', { costNanoUsd: '1000000000000001' }],
    ['a time of last year', { atUnixMs: '1700000000000' }],
    ['an id that is none', { requestId: "x'; DROP TABLE usage_event" }],
    ['an outcome that is none', { outcome: 'won' }],
    ['a comparison that is none', { shadow: { ...shadow, finish: 'close' } }],
  ])('%s is left out, and the rest of the batch is written', async (_what, change) => {
    const before = await countOf('usage_event');
    expect(await send([usageEvent(change), usageEvent()])).toBe(1);
    expect(await countOf('usage_event')).toBe(before + 1);
  });

  test('a node of a pool reports on the tenants of its pool, and on those that left it of late', async () => {
    const { services, admin } = management;
    const tenantIds = [caller.tenantId];
    const draft = { name: 'reports', tenantIds };
    const { value: pool } = await services.nodePools.create(admin, call('createNodePool'), draft);
    expect(await send([usageEvent()], [decision()], 'reports')).toBe(0);
    const edit = { id: pool.id, expectedVersion: 1, addTenantIds: [], removeTenantIds: tenantIds };
    await services.nodePools.update(admin, call('updateNodePool'), edit);
    expect(await send([usageEvent()], [], 'reports')).toBe(0);
    await management.query(`UPDATE node_pool_tenant SET removed_at = removed_at - interval '31 d'`);
    const before = [await countOf('usage_event'), await countOf('decision')];
    expect(await send([usageEvent()], [decision()], 'reports')).toBe(2);
    expect(await send([usageEvent()], [], 'nobody-made-it')).toBe(1);
    expect([await countOf('usage_event'), await countOf('decision')]).toEqual(before);
  });

  test('what a caller may write into a record does not stop the batch', async () => {
    const requestedRoute = 'a\0b\ud800';
    expect(await send([], [decision({ requestedRoute, claimed: { who: 'x\0' } })])).toBe(0);
  });

  test('decisions of a day that had none yet get their partition', async () => {
    const at = managementNow.getTime() - 20 * 86_400_000;
    expect(await send([], [decision({ atUnixMs: String(at) })])).toBe(0);
  });
});
