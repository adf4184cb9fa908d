import { randomFillSync } from 'node:crypto';
import type { CredentialStore, Fingerprinter, Snapshot } from './config/snapshot.ts';
import { grpcDoorLimitsFor } from './doors/grpc/door-limits.ts';
import { createExplainCall } from './doors/grpc/explain-call.ts';
import { createGrpcDoor, type GrpcDoor } from './doors/grpc/grpc-door.ts';
import { httpDoorLimitsFor } from './doors/http/door-limits.ts';
import { createHttpDoor, type HttpDoor } from './doors/http/http-door.ts';
import { createTokenCount } from './doors/http/token-count.ts';
import { createRequestIds } from './doors/request-id.ts';
import { InspectionThread } from './inspect/inspection-thread.ts';
import type { OutsideDetectors } from './inspect/outside/outside-detectors.ts';
import type { CallObserver } from './observers/call-observer.ts';
import { createCredentialObserver } from './observers/credential-observer.ts';
import { createJudging, createOutsideDetectors } from './outside-path.ts';
import { authenticate, findCaller, type NoteUse } from './pipeline/authenticate.ts';
import { authorise } from './pipeline/authorise.ts';
import { CredentialChoice } from './pipeline/credential-choice.ts';
import { dispatch } from './pipeline/dispatch.ts';
import type { Arrival, Exchange, Stage } from './pipeline/exchange.ts';
import { checkScope } from './pipeline/explain/explain-scope.ts';
import { createHandler } from './pipeline/handle.ts';
import { inspect } from './pipeline/inspect.ts';
import { listUsableRoutes, requireReady } from './pipeline/list-usable-routes.ts';
import { parse } from './pipeline/parse.ts';
import type { OutsideDesk } from './pipeline/prompt/ask-outside.ts';
import type { JudgeOptions } from './pipeline/prompt/judge.ts';
import { RequestInspection } from './pipeline/prompt/request-inspection.ts';
import { inspectReply } from './pipeline/reply/inspect-reply.ts';
import { type RouteTrials, route } from './pipeline/route.ts';
import type { DispatchOptions } from './pipeline/running-attempt.ts';
import { createSettle, type Settle } from './pipeline/settle.ts';
import { type ShadowOptions, Shadows } from './pipeline/shadow/shadows.ts';
import { TokenDesk, tokenOutcomes } from './pipeline/token/token-desk.ts';
import { getAdapter } from './providers/registry.ts';
import { AttemptWatch } from './routing/attempt-watch.ts';
import { Balancer } from './routing/balancer.ts';
import { Hedging } from './routing/hedging.ts';
import type { RampWatch } from './routing/ramp-watch.ts';
import type { Settings } from './settings.ts';
import type { Logger } from './telemetry/logger.ts';
import type { NodeMetrics } from './telemetry/metrics.ts';
import { TurnQueue } from './turn-queue.ts';
import { defaultAttemptLimits } from './upstream/attempt-limits.ts';
import { systemClock } from './upstream/clock.ts';
import type { TargetHealth } from './upstream/health/target-health.ts';
import type { UpstreamPools } from './upstream/upstream-pools.ts';
import { CallerUses } from './usage/caller-use/caller-uses.ts';
import { DecisionSampling } from './usage/decision-sampling.ts';
import type { Outbox } from './usage/outbox.ts';
import type { SettledRecordSink } from './usage/settled-record.ts';
import { TurnRecords } from './usage/turn-records.ts';

/** The parts of a node that a call meets. */
export interface CallPathParts {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly pools: UpstreamPools;
  readonly calls: CallObserver;
  readonly health: TargetHealth;
  readonly ramps: RampWatch;
  readonly outbox: Outbox;
  /** What new calls meet; undefined as long as the node holds nothing. */
  readonly snapshot: () => Snapshot | undefined;
  /** What the node holds at this moment. */
  readonly credentials: () => CredentialStore;
  /** Of the secrets that the node holds at this moment. */
  readonly fingerprinter: () => Fingerprinter;
  /** The same of outside detectors. */
  readonly detectorCredentials: () => CredentialStore;
  readonly isReady: () => boolean;
}

/** A call that waits for the end of the turn in which it came. */
interface DueCall {
  readonly exchange: Exchange;
  readonly run: (exchange: Exchange) => void;
}

/** The doors of a node, with what goes on when a reply has left through one. */
export interface Doors {
  readonly http: HttpDoor;
  readonly grpc: GrpcDoor;
  readonly shadows: Shadows;
  /** Looks at long calls; there is no thread until there was one. */
  readonly inspection: InspectionThread;
  /** Asks detectors that run elsewhere. */
  readonly outside: OutsideDetectors;
  /** Which keys and tokens were used. */
  readonly uses: CallerUses;
  /** What calls leave. */
  readonly records: TurnRecords<Exchange>;
}

/** The doors of a node, not yet open, with everything behind them. */
export function createDoors(parts: CallPathParts): Doors {
  const { settings, logger, metrics, calls, ramps, snapshot, isReady } = parts;
  const records = new TurnRecords<Exchange>(parts.outbox);
  const uses = new CallerUses(() => metrics.droppedKeyUses.inc());
  const noteUse: NoteUse = ({ key, token }, door, atUnixMs) => {
    if (token === undefined) uses.noteKey(key.id, door, atUnixMs);
    else uses.noteToken(token.issuer.issuer.id, door, atUnixMs);
  };
  const { bodyBytesMax, concurrencyMax } = settings;
  const balancer = createBalancer(parts.health);
  const tokens = createTokenDesk(metrics, uses);
  const sending = createSending(parts);
  const outside = createOutsideDetectors(parts);
  const onFault = (err: unknown, requestId: string) =>
    logger.error({ err, requestId }, 'a call failed inside');
  const shadows = createShadows(metrics, { ...sending, records, onFault });
  const settle = createSettling(parts, records);
  const sent = createSent(parts, sending, balancer);
  const thread = createInspectionThread(parts);
  const inspection = new RequestInspection(thread, systemClock);
  const shared = { balancer, tokens, noteUse, onFault, inspection };
  const toSettle = { settle, records, onFault };
  const judge = createJudging(settings.region, { balancer, ramps, sent, ...toSettle });
  const trials: RouteTrials = {
    follow: (request, call) => ramps.follow(request, call),
    sampled: shadows.sampled,
  };
  const deciding = listDecidingStages(parts, { ...shared, desk: outside, judge }, trials);
  const due = new TurnQueue<DueCall>(({ exchange, run }) => run(exchange));
  const handle = createHandler({
    stages: [calls.arrive, ...deciding, sent, inspectReply],
    snapshot,
    settle: calls.observe(settle),
    whenDue: (exchange, run) => due.push({ exchange, run }),
    whenKept: records.whenKept,
    onEnded: shadows.ended,
    onFault,
  });
  const common = createShared(parts, tokens, noteUse);
  const explainCall = createExplainCall({
    stages: listDecidingStages(parts, { ...shared, desk: undefined, judge: undefined }, undefined),
    snapshot,
    health: parts.health,
    onExplained: ({ outcome, errorCode: error }) => metrics.explained.inc({ outcome, error }),
    onFault,
  });
  const openings = {
    http: { ...common('http'), limits: httpDoorLimitsFor(concurrencyMax, bodyBytesMax) },
    grpc: { ...common('grpc'), limits: grpcDoorLimitsFor(concurrencyMax, bodyBytesMax) },
  };
  const refusedAt = (door: 'http' | 'grpc') => () => metrics.connectionsRefused.inc({ door });
  return {
    http: createHttpDoor({ ...openings.http, handle, onConnectionRefused: refusedAt('http') }),
    grpc: createGrpcDoor({
      ...openings.grpc,
      handle,
      explainCall,
      onConnectionRefused: refusedAt('grpc'),
      isReady,
    }),
    shadows,
    inspection: thread,
    outside,
    uses,
    records,
  };
}

function createSettling(
  { settings, metrics, fingerprinter }: CallPathParts,
  records: SettledRecordSink,
): Settle {
  const { nodeId, region: nodeRegion, decisionsPerSecond } = settings;
  const sampling = createSampling(decisionsPerSecond, metrics);
  const clock = systemClock;
  return createSettle({ records, sampling, nodeId, nodeRegion, clock, fingerprinter });
}

/** What the doors are made of alike. */
function createShared({ snapshot }: CallPathParts, tokens: TokenDesk, noteUse: NoteUse) {
  const nextRequestId = createRequestIds({ now: Date.now, randomFill: randomFillSync });
  const countTokens = createTokenCount(snapshot, systemClock, { tokens, noteUse });
  return (door: Arrival['door']) => ({
    checkCaller: (credential: string | undefined) =>
      void findCaller({ snapshot: requireReady(snapshot()), tokens }, credential, Date.now()),
    listRoutes: (credential: string | undefined) =>
      listUsableRoutes({ snapshot: snapshot(), tokens }, credential, {
        nowMs: Date.now(),
        door,
        noteUse,
      }),
    countTokens,
    revision: () => snapshot()?.revision,
    now: Date.now,
    nextRequestId,
  });
}

/** Counts by children made once, so that a decision that is left out allocates nothing. */
function createSampling(perSecond: number, { decisionsLeftOut }: NodeMetrics): DecisionSampling {
  const counters = {
    ordinary: decisionsLeftOut.labels('ordinary'),
    notable: decisionsLeftOut.labels('notable'),
  };
  return new DecisionSampling({
    perSecond,
    monotonicMs: systemClock.monotonicMs,
    draw: Math.random,
    onLeftOut: (weight) => counters[weight].inc(),
  });
}

/** Counts by children made once, so that a token that is remembered allocates nothing. */
function createTokenDesk({ tokens }: NodeMetrics, uses: CallerUses): TokenDesk {
  const counters = new Map(tokenOutcomes.map((outcome) => [outcome, tokens.labels(outcome)]));
  return new TokenDesk(
    (outcome) => counters.get(outcome)?.inc(),
    (issuerId) => uses.noteUnknownKey(issuerId),
  );
}

/** What calls and their copies are sent with. */
type Sending = Pick<DispatchOptions, 'pools' | 'limits' | 'clock' | 'getAdapter' | 'credentials'>;

function createSending({ pools, credentials, metrics, logger }: CallPathParts): Sending {
  return {
    pools,
    limits: defaultAttemptLimits,
    clock: systemClock,
    getAdapter,
    credentials: new CredentialChoice({
      held: credentials,
      clock: systemClock,
      onTurn: createCredentialObserver(metrics, logger),
    }),
  };
}

/** The stage that sends. */
function createSent({ health, ramps }: CallPathParts, sending: Sending, balancer: Balancer): Stage {
  const watch = new AttemptWatch(balancer, ramps);
  const hedging = new Hedging(balancer);
  return dispatch({ ...sending, health, watch, hedging, draw: Math.random });
}

/** Copies of calls, whose outcomes are counted. */
function createShadows(metrics: NodeMetrics, options: ShadowOptions): Shadows {
  return new Shadows({
    ...options,
    onOutcome: (outcome, costNanoUsd) => {
      metrics.shadows.inc({ outcome });
      metrics.shadowCostNanoUsd.inc(Number(costNanoUsd));
    },
  });
}

function createInspectionThread({ metrics, logger }: CallPathParts): InspectionThread {
  return new InspectionThread({
    nowMs: systemClock.monotonicMs,
    onEnded: (outcome, err) => {
      metrics.longInspections.inc({ outcome });
      if (outcome === 'died' || outcome === 'late')
        logger.error({ err, outcome }, 'the thread that inspects long prompts is replaced');
    },
  });
}

/** What the deciding stages share beside the parts of the node. */
interface DecidingParts {
  /** Undefined for calls that are only explained: nothing of them is sent. */
  readonly desk: OutsideDesk | undefined;
  readonly judge: JudgeOptions | undefined;
  readonly onFault: (fault: unknown, requestId: string) => void;
  readonly balancer: Balancer;
  readonly tokens: TokenDesk;
  readonly noteUse: NoteUse;
  readonly inspection: RequestInspection;
}

/** The way of every call up to where it would be sent: this list is the order. `Explain` goes it too, and tries nothing out. */
function listDecidingStages(
  { settings, ramps }: CallPathParts,
  { balancer, tokens, noteUse, inspection, desk, judge, onFault }: DecidingParts,
  trials: RouteTrials | undefined,
): readonly Stage[] {
  const clock = systemClock;
  const draw = Math.random;
  return [
    authenticate(clock, tokens, noteUse),
    checkScope,
    parse,
    authorise(clock),
    inspect({ clock, inspection, desk, judge, onFault }),
    route({ clock, draw, nodeRegion: settings.region, signals: balancer, ramps, trials }),
  ];
}

function createBalancer(health: TargetHealth): Balancer {
  return new Balancer({
    nowMs: systemClock.monotonicMs,
    isHealthy: (targetId) => health.isHealthy(targetId),
  });
}
