import { HmacFingerprinter } from '../../../data-plane/config/fingerprinter.ts';
import type { CredentialGenerations, Snapshot } from '../../../data-plane/config/snapshot.ts';
import type { InferenceRequest } from '../../../data-plane/inference.ts';
import { InspectionThread } from '../../../data-plane/inspect/inspection-thread.ts';
import { ALONE } from '../../../data-plane/limits/fleet.ts';
import { LimitDesk } from '../../../data-plane/limits/limit-desk.ts';
import { authenticate } from '../../../data-plane/pipeline/authenticate.ts';
import { authorise } from '../../../data-plane/pipeline/authorise.ts';
import {
  CredentialChoice,
  type CredentialChoiceOptions,
} from '../../../data-plane/pipeline/credential-choice.ts';
import { dispatch } from '../../../data-plane/pipeline/dispatch.ts';
import type { Arrival, Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { checkScope } from '../../../data-plane/pipeline/explain/explain-scope.ts';
import { createHandler, type Handle } from '../../../data-plane/pipeline/handle.ts';
import { inspect } from '../../../data-plane/pipeline/inspect.ts';
import {
  admitCaller,
  admitTokens,
  admitToRoute,
} from '../../../data-plane/pipeline/limits/admit.ts';
import { parse } from '../../../data-plane/pipeline/parse.ts';
import type { OutsideDesk } from '../../../data-plane/pipeline/prompt/ask-outside.ts';
import type { JudgeOptions } from '../../../data-plane/pipeline/prompt/judge.ts';
import { JudgeBudget } from '../../../data-plane/pipeline/prompt/judge-budget.ts';
import { RequestInspection } from '../../../data-plane/pipeline/prompt/request-inspection.ts';
import { inspectReply } from '../../../data-plane/pipeline/reply/inspect-reply.ts';
import { type RouteOptions, route } from '../../../data-plane/pipeline/route.ts';
import type { DispatchOptions } from '../../../data-plane/pipeline/running-attempt.ts';
import { createSettle } from '../../../data-plane/pipeline/settle.ts';
import { TokenDesk } from '../../../data-plane/pipeline/token/token-desk.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { AttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { defaultAttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import {
  TargetHealth,
  type TargetHealthOptions,
} from '../../../data-plane/upstream/health/target-health.ts';
import { UpstreamPools } from '../../../data-plane/upstream/upstream-pools.ts';
import type { DecisionWeight, SettledRecord } from '../../../data-plane/usage/settled-record.ts';
import { testPepper } from '../../support/configuration.ts';
import { RecordingSink } from './recording-sink.ts';

/** Everything between a door and the providers, with records kept in memory. */
export interface Gateway {
  readonly handle: Handle;
  readonly records: SettledRecord[];
  readonly faults: unknown[];
  readonly pools: UpstreamPools;
  /** The chance with which decisions are kept, and with 0 none; and what each that was asked about weighs. */
  readonly sampling: { chance: number; readonly weights: DecisionWeight[] };
}

/** What a test has otherwise: of sending, and around it. */
export type GatewayChanges = Partial<DispatchOptions> & {
  readonly routing?: Partial<RouteOptions>;
  readonly onEnded?: (exchange: Exchange) => void;
  readonly inspection?: RequestInspection;
  readonly outside?: OutsideDesk;
  readonly desk?: LimitDesk;
};

export function createGateway(
  snapshot: Snapshot | undefined,
  limits: Partial<AttemptLimits> = {},
  credentials = credentialsOf(() => ['provider-secret']),
  {
    routing,
    onEnded,
    outside,
    desk = createDesk(),
    inspection = createInspection(),
    ...changes
  }: GatewayChanges = {},
): Gateway {
  const records: SettledRecord[] = [];
  const faults: unknown[] = [];
  const sampling: Gateway['sampling'] = { chance: 1, weights: [] };
  const pools = new UpstreamPools();
  const clock = systemClock;
  const settle = createSettle({
    records: { append: (record) => records.push(record) },
    sampling: {
      keep: (weight) => {
        sampling.weights.push(weight);
        return sampling.chance;
      },
    },
    nodeId: 'node-1',
    nodeRegion: 'eu',
    clock,
    fingerprinter: () => new HmacFingerprinter(testPepper.secret),
  });
  const sending = [
    route({ clock, draw: () => 0, nodeRegion: 'eu', ...routing }),
    dispatch({
      pools,
      clock,
      getAdapter,
      limits: { ...defaultAttemptLimits, ...limits },
      credentials,
      health: healthOf(),
      draw: () => 0,
      ...changes,
    }),
  ];
  const judge: JudgeOptions = {
    stages: sending,
    clock,
    settle,
    budget: new JudgeBudget(),
    whenKept: (exchange, finish) => finish(exchange),
    nextRequestId: () => '018f0000-0000-7000-8000-00000000000f',
  };
  const handle = createHandler({
    snapshot: () => snapshot,
    whenDue: (exchange, run) => run(exchange),
    whenKept: (exchange, finish) => finish(exchange),
    stages: [
      authenticate(clock, new TokenDesk(), () => undefined),
      checkScope,
      admitCaller(desk, false),
      parse,
      authorise(clock),
      admitToRoute,
      inspect({ clock, inspection, desk: outside, judge, onFault: (fault) => faults.push(fault) }),
      admitTokens,
      ...sending,
      inspectReply,
    ],
    settle,
    ...(onEnded && { onEnded }),
    onFault: (fault) => faults.push(fault),
  });
  return { handle, records, faults, pools, sampling };
}

/** Counts calls at limits, as a node that is alone. */
export function createDesk(monotonicMs = systemClock.monotonicMs): LimitDesk {
  const fleet = { placeIn: () => ALONE };
  return new LimitDesk({ monotonicMs, fleet, onDropped: () => undefined });
}

/** Starts a thread for the first long call, and ends with the process. */
export function createInspection(): RequestInspection {
  const thread = new InspectionThread({
    nowMs: systemClock.monotonicMs,
    onEnded: () => undefined,
    answerMsMin: 60_000,
  });
  return new RequestInspection(thread, systemClock);
}

/** Health that nothing is known of yet, of a node whose credentials do not change. */
export function healthOf(changes: Partial<TargetHealthOptions> = {}): TargetHealth {
  const generations = {};
  return new TargetHealth({
    clock: systemClock,
    draw: () => 0,
    generationsOf: () => generations,
    ...changes,
  });
}

/** The choice among what a test says that the node holds at this moment, the same for every provider. */
export function credentialsOf(
  held: () => CredentialGenerations | undefined,
  more: Partial<CredentialChoiceOptions> = {},
): CredentialChoice {
  return new CredentialChoice({ held: () => ({ find: held }), clock: systemClock, ...more });
}

/** A call on its way. */
export interface Call {
  readonly sink: RecordingSink;
  readonly leave: () => void;
}

/** Sends a call through the gateway; `sink.done` says when it is over. */
export function startCall(
  { handle }: Gateway,
  request: InferenceRequest,
  changes: Partial<Arrival> & { readonly sink?: RecordingSink } = {},
): Call {
  const sink = changes.sink ?? new RecordingSink();
  const caller = new AbortController();
  handle(arrivalOf(request, { callerLeft: caller.signal, ...changes, sink }));
  return { sink, leave: () => caller.abort() };
}

/** Sends a call and waits for its end. */
export async function makeCall(
  gateway: Gateway,
  request: InferenceRequest,
  changes: Partial<Arrival> & { readonly sink?: RecordingSink } = {},
): Promise<RecordingSink> {
  const { sink } = startCall(gateway, request, changes);
  await sink.done;
  return sink;
}

export function arrivalOf(request: InferenceRequest, changes: Partial<Arrival> = {}): Arrival {
  return {
    door: 'http',
    requestId: '018f0000-0000-7000-8000-000000000001',
    receivedAtMs: Date.now(),
    deadlineAtMs: undefined,
    credential: 'secret',
    requestedWorkload: undefined,
    claimed: {},
    explain: false,
    parse: () => request,
    sink: new RecordingSink(),
    callerLeft: new AbortController().signal,
    ...changes,
  };
}
