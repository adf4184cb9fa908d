import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answer,
  chatBody,
  type FaultyProvider,
  reset,
  startFaultyProvider,
  stream,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { createGateway, type Gateway, makeCall } from './call-fixture.ts';
import { blocking, guarded as guardedRoute, secret } from './prompt-policy-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import { chatRequest, providersAt, snapshotOf, streamRequest } from './snapshot-fixture.ts';

let provider: FaultyProvider;
let gateway: Gateway;

beforeEach(async () => {
  provider = await startFaultyProvider(answer(chatBody));
  gateway = createGateway(snapshotOf({ providers: providersAt([provider.baseUrl]) }));
});

afterEach(async () => {
  await gateway.pools.close(100);
  await provider.close();
});

describe('the record', () => {
  test.each([
    ['a whole reply', chatRequest, answer(chatBody), 'answer'],
    ['a stream', streamRequest, stream(wholeStream), 'end'],
    ['a cut stream', streamRequest, reset(wholeStream.slice(0, 2)), 'fail'],
    ['a failure', chatRequest, reset(), 'fail'],
  ] as const)('of %s is safe before its last byte, and is written once', async (...parts) => {
    const [, request, behaviour, terminal] = parts;
    provider.behave(behaviour);
    const sink = new RecordingSink();
    const countAt = new Map<string, number>();
    sink.onCall = (name) => countAt.set(name, gateway.records.length);
    await makeCall(gateway, request, { sink });
    expect(countAt.get(terminal)).toBe(1);
    expect(countAt.get('write') ?? 0).toBe(0);
    expect(gateway.records).toHaveLength(1);
  });

  test('says who, what, where, and what it cost', async () => {
    await makeCall(gateway, chatRequest, { claimed: { feature: 'mine', run: '7' } });
    const [record] = gateway.records;
    expect(record?.decision).toEqual({
      requestId: '018f0000-0000-7000-8000-000000000001',
      atUnixMs: expect.stringMatching(/^\d{13}$/),
      nodeId: 'node-1',
      tenantId: 't1',
      applicationId: 'a1',
      apiKeyId: 'k1',
      requestedRoute: 'fast',
      routeId: 'r1',
      operation: 'chat',
      door: 'http',
      stream: false,
      workload: 'chat',
      epoch: '1',
      revision: '42',
      rule: 'default',
      candidates: [{ targetId: 'x0', kept: true, reason: 'drawn' }],
      attempts: [
        {
          number: 1,
          targetId: 'x0',
          verdict: 'succeeded',
          status: 200,
          firstTokenMs: expect.any(Number),
          totalMs: expect.any(Number),
          hedge: false,
        },
      ],
      findings: [],
      findingsLeftOut: 0,
      coverage: [],
      rulesLeftOut: 0,
      outcome: 'allowed',
      errorCode: '',
      costNanoUsd: '17',
      totalMs: expect.any(Number),
      firstTokenMs: expect.any(Number),
      claimed: { feature: 'mine', run: '7' },
      reroutedBy: '',
      sampleRate: 0,
      requestFacts: {
        text: true,
        vision: false,
        files: false,
        tools: false,
        jsonSchema: false,
        reasoning: false,
        tokenLists: false,
        inputTokens: expect.any(Number),
        maxOutputTokens: 0,
        workload: 'chat',
        nodeRegion: 'eu',
        inspectedBy: [],
        replyInspectedBy: [],
        replyFound: [],
        found: [],
      },
      rampHalt: null,
      authenticatedBy: '',
      tokenIssuerId: '',
      tokenSubject: '',
      limits: [],
    });
    expect(record?.usageEvents).toEqual([
      {
        requestId: '018f0000-0000-7000-8000-000000000001',
        attempt: 1,
        atUnixMs: expect.stringMatching(/^\d{13}$/),
        tenantId: 't1',
        applicationId: 'a1',
        apiKeyId: 'k1',
        routeId: 'r1',
        targetId: 'x0',
        modelId: 'm1',
        grantId: 'g1',
        feature: 'answers',
        featureClaimed: false,
        workload: 'chat',
        inputTokens: '7',
        outputTokens: '5',
        cachedReadTokens: '0',
        cachedWriteTokens: '0',
        cachedWriteLongTokens: '0',
        reasoningTokens: '0',
        estimated: false,
        costNanoUsd: '17',
        unpriced: false,
        outcome: 'succeeded',
        priceEffectiveFromUnixMs: '0',
        priceTier: 0,
        tokenIssuerId: '',
        tokenSubject: '',
        shadow: null,
      },
    ]);
  });

  test('says with which chance it was kept, and leaves the decision out, never the usage', async () => {
    gateway.sampling.chance = 0.25;
    await makeCall(gateway, chatRequest);
    expect(gateway.records[0]?.decision).toMatchObject({ outcome: 'allowed', sampleRate: 0.25 });
    gateway.sampling.chance = 0;
    await makeCall(gateway, chatRequest);
    expect(gateway.records[1]?.decision).toBeUndefined();
    expect(gateway.records[1]?.usageEvents).toMatchObject([{ attempt: 1, costNanoUsd: '17' }]);
    await makeCall(gateway, { ...chatRequest, model: 'nowhere' });
    expect(gateway.records).toHaveLength(2);
  });

  test('says of a call that was refused before it was routed what it was like, and what looked at it', async () => {
    const asked = { ...chatRequest, outputTokensMax: 64 };
    await makeCall(gateway, { ...asked, model: 'nowhere' });
    const guarded = createGateway(
      snapshotOf({ routes: [guardedRoute], promptPolicies: [blocking] }),
    );
    await makeCall(guarded, { ...asked, messages: [{ role: 'user', content: secret }] });
    await guarded.pools.close(0);
    const known = { text: true, maxOutputTokens: 64, workload: 'chat', nodeRegion: 'eu' };
    expect([gateway.records[0]?.decision, guarded.records[0]?.decision]).toMatchObject([
      { workload: '', requestFacts: { ...known, inspectedBy: [] } },
      { errorCode: 'prompt_blocked', requestFacts: { ...known, inspectedBy: ['secret'] } },
    ]);
    expect(gateway.records[0]?.decision?.requestFacts?.inputTokens).toBeGreaterThan(0);
    expect(JSON.stringify(guarded.records)).not.toContain(secret);
  });

  test('is ordinary when one attempt answered, and notable when it failed or was refused', async () => {
    await makeCall(gateway, chatRequest);
    await makeCall(gateway, { ...chatRequest, model: 'nowhere' });
    provider.behave(reset());
    await makeCall(gateway, chatRequest);
    expect(gateway.sampling.weights).toEqual(['ordinary', 'notable', 'notable']);
  });

  test('of a refused call has no attempt; a stranger leaves none', async () => {
    await makeCall(gateway, { ...chatRequest, model: 'nowhere' });
    expect(gateway.records).toMatchObject([
      {
        decision: { outcome: 'refused', errorCode: 'unknown_route', requestedRoute: 'nowhere' },
        usageEvents: [],
      },
    ]);
    const stranger = await makeCall(gateway, chatRequest, { credential: 'other' });
    expect(stranger.error).toMatchObject({ code: 'unknown_key' });
    expect(gateway.records).toHaveLength(1);
  });
});
