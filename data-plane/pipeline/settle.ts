import { resolveWorkload } from '../../policy/authorise.ts';
import { nameOf } from '../../policy/inspect/settings/look.ts';
import type { Sightings } from '../../policy/inspect/sighting.ts';
import type { Attempt } from '../../proto/generated/gatehouse/usage/v1/Attempt.ts';
import type { DecisionRecord } from '../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { RampHalt as WireRampHalt } from '../../proto/generated/gatehouse/usage/v1/RampHalt.ts';
import type { RequestFacts as WireRequestFacts } from '../../proto/generated/gatehouse/usage/v1/RequestFacts.ts';
import type { BudgetDesk } from '../budgets/budget-desk.ts';
import type { Fingerprinter } from '../config/snapshot.ts';
import type { GatewayErrorCode } from '../errors.ts';
import type { RampHalt } from '../routing/ramp-watch.ts';
import { describeRequest } from '../routing/request-facts.ts';
import { hasTokenLists } from '../routing/text/request-text.ts';
import { estimateInputTokens } from '../routing/token-estimate.ts';
import type { Clock } from '../upstream/clock.ts';
import type { DecisionChoice, DecisionWeight, SettledRecordSink } from '../usage/settled-record.ts';
import type { AttemptRecord, Exchange } from './exchange.ts';
import { settleLimits } from './limits/admit.ts';
import { describeLimits } from './limits/limit-outcome.ts';
import { apiKeyIdOf, usageEventsOf } from './money/usage-event.ts';
import { describeCoverage } from './prompt/coverage.ts';
import { describeFindings } from './prompt/describe-finding.ts';

/** Kinds and parts that a record tells of: more are refused where it is kept. */
const FOUND_MAX = 1_000;

/** What settling depends on. */
export interface SettleOptions {
  readonly records: SettledRecordSink;
  readonly sampling: DecisionChoice;
  readonly nodeId: string;
  /** As conditions see it. */
  readonly nodeRegion: string;
  readonly clock: Clock;
  /** Told of what attempts have set aside when their usage is recorded; undefined where nothing is spent. */
  readonly budgets?: Pick<BudgetDesk, 'kept'> | undefined;
  /** What the node names found values with at this moment. */
  readonly fingerprinter: () => Fingerprinter;
}

/** The one finaliser of a call: writes its record from exactly what is there. */
export type Settle = (exchange: Exchange) => void;

/**
 * Makes the finaliser. It sets `totalMs`, gives back what the call held of limits, hands the decision and one usage event for each attempt to `records` and returns when
 * they are safe; a decision that is not sampled is not even made. A call whose key or token is not known leaves nothing: it has no owner,
 * and a stranger must not fill the outbox.
 */
export function createSettle(options: SettleOptions): Settle {
  const { records, sampling, clock, budgets } = options;
  return (exchange) => {
    exchange.totalMs = Math.max(0, clock.unixMs() - exchange.receivedAtMs);
    settleLimits(exchange);
    if (exchange.key === undefined) return;
    const sampleRate = sampling.keep(weightOf(exchange));
    const decision = sampleRate === 0 ? undefined : describeDecision(exchange, sampleRate, options);
    const usageEvents = usageEventsOf(exchange);
    if (decision === undefined && usageEvents.length === 0) return;
    records.append({ decision, usageEvents });
    budgets?.kept(exchange.attempts);
  };
}

/** Sum over the attempts, in nano-USD. */
export function totalCostNanoUsd(attempts: readonly AttemptRecord[]): bigint {
  let sum = 0n;
  for (const { costNanoUsd } of attempts) sum += costNanoUsd;
  return sum;
}

/** Codes of calls that were accepted and then went wrong; every other code is a refusal. */
const failureCodes: ReadonlySet<GatewayErrorCode> = new Set<GatewayErrorCode>([
  'overloaded',
  'deadline_exceeded',
  'provider_rejected',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_protocol_error',
  'provider_stream_cut',
  'internal',
]);

const requestedRouteCharsMax = 200;
/** Of a record. A replay takes what is not named as not having looked. */
const lookCountMax = 100;
const nothingOfReply = { replyInspectedBy: [], replyFound: [] };

/** What somebody will ask about: whatever is not one answer at the first attempt, with nothing found; that a ramp is halted, or a limit is watched and passed. */
function weightOf({
  error,
  reroutedBy,
  findings,
  attempts,
  rampHalt,
  limits,
}: Exchange): DecisionWeight {
  const isPlain =
    error === undefined &&
    reroutedBy === undefined &&
    findings.length === 0 &&
    rampHalt === undefined &&
    limits?.isWatched !== true &&
    attempts.length <= 1;
  return isPlain ? 'ordinary' : 'notable';
}

function describeDecision(
  exchange: Exchange,
  sampleRate: number,
  { nodeId, nodeRegion, fingerprinter }: SettleOptions,
): DecisionRecord {
  const { key, token, request, route, snapshot, error } = exchange;
  return {
    requestId: exchange.requestId,
    atUnixMs: String(exchange.receivedAtMs),
    nodeId,
    tenantId: key?.tenantId ?? '',
    applicationId: key?.applicationId ?? '',
    apiKeyId: apiKeyIdOf(exchange),
    requestedRoute: requestedRouteOf(exchange),
    routeId: route?.id ?? '',
    operation: request?.operation ?? '',
    door: exchange.door,
    stream: isStream(exchange),
    workload: exchange.workload ?? '',
    epoch: String(snapshot.epoch),
    revision: String(snapshot.revision),
    rule: exchange.rule ?? '',
    candidates: exchange.candidates.slice(),
    attempts: exchange.attempts.map(describeAttempt),
    ...describeFindings(exchange, fingerprinter),
    ...describeCoverage(exchange),
    outcome: outcomeOf(exchange),
    errorCode: error?.code ?? '',
    costNanoUsd: String(totalCostNanoUsd(exchange.attempts)),
    totalMs: exchange.totalMs,
    firstTokenMs: exchange.firstContentMs,
    claimed: exchange.claimed,
    reroutedBy: exchange.reroutedBy ?? '',
    sampleRate: sampleRate === 1 ? 0 : sampleRate,
    requestFacts: describeFacts(exchange, nodeRegion),
    rampHalt: exchange.rampHalt === undefined ? null : describeHalt(exchange.rampHalt),
    authenticatedBy: token?.key.name ?? '',
    tokenIssuerId: token?.issuer.issuer.id ?? '',
    tokenSubject: token?.subject ?? '',
    limits: describeLimits(exchange),
  };
}

/** Of a request that was refused before it was routed, they are found here. */
function describeFacts(exchange: Exchange, nodeRegion: string): WireRequestFacts | null {
  const { key, request, requestedWorkload } = exchange;
  if (request === undefined || key === undefined) return null;
  const facts = exchange.requestFacts ?? describeRequest(request, estimateInputTokens(request));
  return {
    text: facts.modalities.includes('text'),
    vision: facts.vision,
    files: facts.files,
    tools: facts.tools,
    jsonSchema: facts.jsonSchema,
    reasoning: facts.reasoning,
    tokenLists: hasTokenLists(request),
    inputTokens: facts.inputTokens,
    maxOutputTokens: facts.maxOutputTokens,
    workload: exchange.workload ?? resolveWorkload(key, requestedWorkload) ?? '',
    nodeRegion,
    ...describeSightings(exchange),
    ...describeReplySightings(exchange),
  };
}

/** Who has looked is told only where there is room for all that was found: what is not there was looked for, and not found. */
function describeSightings({
  inspectedBy,
  askedOf,
  found,
}: Exchange): Pick<WireRequestFacts, 'inspectedBy' | 'found'> {
  const kinds = listFound(found);
  const isWhole = kinds.length <= FOUND_MAX;
  const own = isWhole ? kinds : kinds.filter(({ kind }) => !kind.startsWith('outside/'));
  return {
    inspectedBy: inspectedBy
      .map(nameOf)
      .concat(isWhole ? askedOf : [])
      .slice(0, lookCountMax),
    found: own.slice(0, FOUND_MAX),
  };
}

/** The same of the reply, as far as the gateway's own detectors have looked at it. */
function describeReplySightings({
  guard,
}: Exchange): Pick<WireRequestFacts, 'replyInspectedBy' | 'replyFound'> {
  const seen = guard?.seen;
  if (seen === undefined) return nothingOfReply;
  return {
    replyInspectedBy: seen.inspectedBy.map(nameOf).slice(0, lookCountMax),
    replyFound: listFound(seen.found).slice(0, FOUND_MAX),
  };
}

function listFound({ counts }: Sightings) {
  return Array.from(counts, ([part, ofPart]) =>
    Array.from(ofPart, ([kind, count]) => ({ part, kind, count })),
  ).flat();
}

/** What the caller put in `model`, shortened; empty when it was not read. */
export function requestedRouteOf({ request }: Exchange): string {
  return request?.model.slice(0, requestedRouteCharsMax) ?? '';
}

/** Whether a streamed reply is asked for. */
export function isStream({ request }: Exchange): boolean {
  return request?.operation === 'chat' && request.stream;
}

function describeHalt({ atMs, ...halt }: RampHalt): WireRampHalt {
  return { ...halt, atUnixMs: String(atMs) };
}

/** What became of a call, in a word of `decisionOutcomes`. */
export function outcomeOf({ error, reroutedBy }: Exchange): string {
  if (error === undefined) return reroutedBy === undefined ? 'allowed' : 'rerouted';
  if (error.code === 'prompt_blocked') return 'blocked';
  if (error.code === 'caller_left') return 'cancelled';
  return failureCodes.has(error.code) ? 'failed' : 'refused';
}

function describeAttempt(attempt: AttemptRecord): Attempt {
  return {
    number: attempt.number,
    targetId: attempt.target.id,
    verdict: attempt.verdict,
    status: attempt.status,
    firstTokenMs: attempt.firstTokenMs,
    totalMs: attempt.totalMs,
    hedge: attempt.isHedge,
  };
}
