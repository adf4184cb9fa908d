import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeDecision, encodeUsageEvent } from '../../../data-plane/usage/encode-record.ts';
import { ProtoWriter } from '../../../data-plane/usage/proto-writer.ts';
import { usageContract } from '../../../proto/contract/usage.ts';
import type { DecisionRecord } from '../../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';

/**
 * Goal: the hand-written encoding means what the contract says, for any record.
 * Method: what it writes is decoded by proto-loader, and equals what proto-loader's own encoding decodes to.
 */

const { ReportRequest } = usageContract;
const text = fc.string({ unit: 'binary', maxLength: 300 });
const id = fc.uuid();
const uint32 = fc.nat(2 ** 31 - 1);
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.nat(Number.MAX_SAFE_INTEGER),
);

const usageEvent: fc.Arbitrary<UsageEvent> = fc.record(
  {
    requestId: id,
    attempt: uint32,
    atUnixMs: uint64,
    tenantId: id,
    applicationId: id,
    apiKeyId: id,
    routeId: id,
    targetId: id,
    modelId: id,
    feature: text,
    featureClaimed: fc.boolean(),
    workload: text,
    inputTokens: uint64,
    outputTokens: uint64,
    cachedReadTokens: uint64,
    cachedWriteTokens: uint64,
    cachedWriteLongTokens: uint64,
    reasoningTokens: uint64,
    estimated: fc.boolean(),
    costNanoUsd: uint64,
    unpriced: fc.boolean(),
    outcome: text,
    priceEffectiveFromUnixMs: uint64,
    priceTier: uint32,
    shadow: fc.record({
      verdict: text,
      status: uint32,
      firstTokenMs: uint32,
      totalMs: uint32,
      finishReason: text,
      finish: text,
      toolCalls: text,
    }),
  },
  { requiredKeys: [] },
);

const candidate = fc.record({ targetId: id, kept: fc.boolean(), reason: text });
const attempt = fc.record({
  number: uint32,
  targetId: id,
  verdict: text,
  status: uint32,
  firstTokenMs: uint32,
  totalMs: uint32,
  hedge: fc.boolean(),
});
const finding = fc.record({
  rule: text,
  detector: text,
  kind: text,
  count: uint32,
  action: text,
  monitored: fc.boolean(),
  exception: text,
  policy: text,
  direction: text,
  places: fc.array(
    fc.record({ place: text, part: text, start: uint32, end: uint32, fingerprint: text }),
    { maxLength: 3 },
  ),
  parts: fc.array(fc.record({ part: text, count: uint32 }), { maxLength: 3 }),
});
const coverage = fc.record({
  policy: text,
  texts: uint32,
  characters: uint64,
  rules: fc.array(
    fc.record({
      rule: text,
      detector: text,
      direction: text,
      state: text,
      reason: text,
      texts: uint32,
      characters: uint64,
    }),
    { maxLength: 3 },
  ),
});
const foundKind = fc.record({ kind: text, count: uint32, part: text });

const decisionRecord: fc.Arbitrary<DecisionRecord> = fc.record(
  {
    requestId: id,
    atUnixMs: uint64,
    nodeId: text,
    tenantId: id,
    applicationId: id,
    apiKeyId: id,
    requestedRoute: text,
    routeId: id,
    operation: text,
    door: text,
    stream: fc.boolean(),
    workload: text,
    epoch: uint64,
    revision: uint64,
    rule: text,
    candidates: fc.array(candidate, { maxLength: 20 }),
    attempts: fc.array(attempt, { maxLength: 3 }),
    findings: fc.array(finding, { maxLength: 5 }),
    coverage: fc.array(coverage, { maxLength: 3 }),
    rulesLeftOut: uint32,
    findingsLeftOut: uint32,
    outcome: text,
    errorCode: text,
    costNanoUsd: uint64,
    totalMs: uint32,
    firstTokenMs: uint32,
    claimed: fc.dictionary(fc.string({ minLength: 1, maxLength: 64 }), text, { maxKeys: 16 }),
    reroutedBy: text,
    sampleRate: fc.double(),
    requestFacts: fc.record(
      {
        text: fc.boolean(),
        vision: fc.boolean(),
        files: fc.boolean(),
        tools: fc.boolean(),
        jsonSchema: fc.boolean(),
        reasoning: fc.boolean(),
        tokenLists: fc.boolean(),
        inputTokens: uint64,
        maxOutputTokens: uint64,
        workload: text,
        nodeRegion: text,
        inspectedBy: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
        found: fc.array(foundKind, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    limits: fc.array(fc.record({ limitId: text, name: text, measure: text, outcome: text }), {
      maxLength: 3,
    }),
    rampHalt: fc.record({
      rampId: text,
      reason: text,
      atUnixMs: uint64,
      measured: uint32,
      allowed: uint32,
    }),
  },
  { requiredKeys: [] },
);

test('any record is decoded to what it was', () => {
  const writer = new ProtoWriter();
  fc.assert(
    fc.property(fc.array(usageEvent, { maxLength: 4 }), decisionRecord, (usageEvents, decision) => {
      writer.reset();
      for (const event of usageEvents) encodeUsageEvent(writer, event);
      encodeDecision(writer, decision);
      const theirs = ReportRequest.serialize({ usageEvents, decisions: [decision] });
      expect(ReportRequest.deserialize(writer.view())).toEqual(ReportRequest.deserialize(theirs));
    }),
    { numRuns: 300 },
  );
});

test('a text whose bytes outgrow its characters keeps them all', () => {
  const writer = new ProtoWriter();
  for (const feature of ['€'.repeat(42), '€'.repeat(43), '😀'.repeat(5_000)]) {
    writer.reset();
    encodeUsageEvent(writer, { feature });
    const [event] = ReportRequest.deserialize(writer.view()).usageEvents;
    expect(event?.feature).toBe(feature);
  }
});
