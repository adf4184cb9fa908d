import { z } from 'zod';
import { type Decision, decisionOutcomes } from '../domain/decision.ts';
import type { ReportedTokenUse, ReportedUse } from '../domain/telemetry/caller-use.ts';
import { toStorableText } from '../domain/telemetry/storable-text.ts';
import { shadowFinishes, shadowToolCalls, type UsageEvent } from '../domain/usage.ts';
import { inspectionFields } from './inspection.ts';

const DAY_MS = 86_400_000;
/** Older than any partition that is kept, or from a clock that is a day ahead: not a time that a node can mean. */
export const AGE_DAYS_MAX = 30;
/** The last moment that a Date can hold. */
const TIME_MS_MAX = 8_640_000_000_000_000;

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const optionalUuid = z.union([uuid, z.literal('')]);
/** Of the subject of a token. */
const fingerprint = z.string().regex(/^([0-9a-f]{32})?$/);
const wordUnitsMax = 200;
/** As a caller may well send it. */
const word = z
  .string()
  .max(wordUnitsMax)
  .transform((text) => toStorableText(text, wordUnitsMax));
/** A trillion tokens, or a million dollars, in one attempt is not a measurement. */
const count = z.coerce
  .bigint()
  .min(0n)
  .max(10n ** 12n);
const nanoUsd = z.coerce
  .bigint()
  .min(0n)
  .max(10n ** 15n);

const milliseconds = z.number().int().min(0);

const usageEvent = z.object({
  requestId: uuid,
  attempt: z.number().int().min(1).max(100),
  atUnixMs: z.coerce.number().int(),
  tenantId: uuid,
  applicationId: uuid,
  apiKeyId: optionalUuid,
  tokenIssuerId: optionalUuid,
  tokenSubject: fingerprint,
  routeId: uuid,
  targetId: uuid,
  modelId: uuid,
  feature: word,
  featureClaimed: z.boolean(),
  workload: word,
  inputTokens: count,
  outputTokens: count,
  cachedReadTokens: count,
  cachedWriteTokens: count,
  cachedWriteLongTokens: count,
  reasoningTokens: count,
  estimated: z.boolean(),
  costNanoUsd: nanoUsd,
  unpriced: z.boolean(),
  outcome: z.enum(['succeeded', 'failed', 'cancelled']),
  priceEffectiveFromUnixMs: z.coerce.number().int().min(0).max(TIME_MS_MAX),
  priceTier: z.number().int().min(0),
  grantId: optionalUuid,
  shadow: z
    .object({
      verdict: word,
      status: z.number().int().min(0).max(999),
      firstTokenMs: milliseconds,
      totalMs: milliseconds,
      finishReason: word,
      finish: z.enum(shadowFinishes),
      toolCalls: z.enum(shadowToolCalls),
    })
    .nullable(),
});

/** What is not there is left out: most of it is, and there is one with each request. */
const flag = z.boolean().transform((isSet) => isSet || undefined);
const tokens = z.coerce
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .transform((number) => number || undefined);
const optionalWord = word.transform((text) => text || undefined);
const lookNames = z
  .array(word)
  .max(100)
  .transform((names) => (names.length === 0 ? undefined : names));
const foundKinds = z
  .array(z.object({ kind: word, count: z.number().int().min(1), part: optionalWord }))
  .max(1_000)
  .transform((kinds) => (kinds.length === 0 ? undefined : kinds));
const requestFacts = z.object({
  text: flag,
  vision: flag,
  files: flag,
  tools: flag,
  jsonSchema: flag,
  reasoning: flag,
  tokenLists: flag,
  inputTokens: tokens,
  maxOutputTokens: tokens,
  workload: optionalWord,
  nodeRegion: optionalWord,
  inspectedBy: lookNames,
  found: foundKinds,
  replyInspectedBy: lookNames,
  replyFound: foundKinds,
});

const decision = z.object({
  requestId: uuid,
  atUnixMs: z.coerce.number().int(),
  nodeId: word,
  tenantId: uuid,
  applicationId: uuid,
  apiKeyId: optionalUuid,
  authenticatedBy: word,
  tokenIssuerId: optionalUuid,
  tokenSubject: fingerprint,
  requestedRoute: word,
  routeId: optionalUuid,
  operation: word,
  door: word,
  stream: z.boolean(),
  workload: word,
  epoch: z.coerce.bigint().transform(String),
  revision: z.coerce.bigint().transform(String),
  rule: word,
  candidates: z.array(z.object({ targetId: uuid, kept: z.boolean(), reason: word })).max(100),
  attempts: z
    .array(
      z.object({
        number: z.number().int().min(1).max(100),
        targetId: uuid,
        verdict: word,
        status: z.number().int().min(0).max(999),
        firstTokenMs: milliseconds,
        totalMs: milliseconds,
        hedge: z.boolean(),
      }),
    )
    .max(100),
  ...inspectionFields,
  outcome: z.enum(decisionOutcomes),
  errorCode: word,
  costNanoUsd: nanoUsd.transform(String),
  totalMs: milliseconds,
  firstTokenMs: milliseconds,
  claimed: z.record(word, word).refine((claimed) => Object.keys(claimed).length <= 16),
  reroutedBy: word,
  limits: z
    .array(
      z.object({
        limitId: uuid,
        name: word,
        measure: z.enum(['requests', 'tokens', 'concurrent_requests']),
        outcome: z.enum(['allowed', 'refused', 'would_refuse']),
      }),
    )
    .max(100)
    .transform((limits) => (limits.length === 0 ? undefined : limits)),
  /** A chance below a millionth is no rate that a node has. */
  sampleRate: z.union([z.literal(0), z.number().min(1e-6).max(1)]),
  requestFacts: requestFacts.nullable().transform((facts) => facts ?? undefined),
  rampHalt: z
    .object({
      rampId: word,
      reason: z.enum(['failures', 'first_token', 'total']),
      atUnixMs: z.coerce.number().int().min(0).max(TIME_MS_MAX),
      measured: milliseconds,
      allowed: milliseconds,
    })
    .nullable()
    .transform((halt) => halt ?? undefined),
});

const door = z.enum(['http', 'grpc']);
const keyUse = z.object({ apiKeyId: uuid, atUnixMs: z.coerce.number().int(), door });
const tokenUse = z.object({
  tokenIssuerId: uuid,
  atUnixMs: z.coerce.number().int(),
  door: z.union([door, z.literal('')]),
  keyIsUnknown: z.boolean(),
});

/** The event as the ledger takes it; undefined when its numbers make no sense. */
export function readUsageEvent(wire: unknown, now: Date): UsageEvent | undefined {
  const { success, data } = usageEvent.safeParse(wire);
  if (!success || !isPlausible(data.atUnixMs, now)) return undefined;
  const { atUnixMs, priceEffectiveFromUnixMs: priceFromMs, ...event } = data;
  const priceEffectiveFrom = priceFromMs === 0 ? null : new Date(priceFromMs);
  return { ...event, at: new Date(atUnixMs), priceEffectiveFrom };
}

/** The decision as the request log takes it; undefined when it makes no sense. */
export function readDecision(wire: unknown, now: Date): Decision | undefined {
  const { success, data } = decision.safeParse(wire);
  if (!success || !isPlausible(data.atUnixMs, now)) return undefined;
  const { requestId, atUnixMs, nodeId, tenantId, applicationId, outcome, errorCode, ...rest } =
    data;
  const { requestedRoute, sampleRate, requestFacts: request, ...facts } = rest;
  const at = new Date(atUnixMs);
  const error = errorCode === '' ? null : errorCode;
  return {
    requestId,
    at,
    nodeId,
    tenantId,
    applicationId,
    outcome,
    errorCode: error,
    requestedRoute,
    sampleRate: sampleRate === 0 ? 1 : sampleRate,
    facts: { ...facts, request },
  };
}

/** The use of a key; undefined when it makes no sense. */
export function readKeyUse(wire: unknown, now: Date): ReportedUse | undefined {
  const { success, data } = keyUse.safeParse(wire);
  return success ? usedAt(data.apiKeyId, data.door, { atMs: data.atUnixMs, now }) : undefined;
}

/** What is said of an issuer whose tokens came; undefined when it makes no sense. */
export function readTokenUse(wire: unknown, now: Date): ReportedTokenUse | undefined {
  const { success, data } = tokenUse.safeParse(wire);
  if (!success) return undefined;
  const { tokenIssuerId: id, atUnixMs: atMs, door: through, keyIsUnknown: isKeyUnknown } = data;
  if (through === '') return isKeyUnknown ? { id, use: undefined, isKeyUnknown } : undefined;
  const use = usedAt(id, through, { atMs, now });
  return use && { id, use, isKeyUnknown };
}

/** Never in the future, or a clock that runs ahead would hide later ones. */
function usedAt(
  id: string,
  through: ReportedUse['door'],
  { atMs, now }: { readonly atMs: number; readonly now: Date },
): ReportedUse | undefined {
  if (!isPlausible(atMs, now)) return undefined;
  return { id, door: through, usedAt: new Date(Math.min(atMs, now.getTime())) };
}

/** The name of a node as it says it itself. */
export function readNodeId(nodeId: string): string {
  return toStorableText(nodeId, wordUnitsMax);
}

function isPlausible(atMs: number, now: Date): boolean {
  const ageMs = now.getTime() - atMs;
  return ageMs > -DAY_MS && ageMs < AGE_DAYS_MAX * DAY_MS;
}
