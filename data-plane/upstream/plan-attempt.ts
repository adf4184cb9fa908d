import type { Model, Provider, Route, Target } from '../../policy/resource.ts';
import type { Timers } from '../../policy/route-part/timers.ts';
import { timersOf } from '../../policy/timing/timer.ts';
import { GatewayError } from '../errors.ts';
import type { InferenceRequest, WireDialect } from '../inference.ts';
import type { ProviderAdapter } from '../providers/provider.ts';
import type { AttemptPlan } from './attempt-plan.ts';
import { firstContentTimeoutMs } from './attempt-time.ts';
import type { Clock } from './clock.ts';

/** What one attempt is made of. */
export interface PlanInput {
  readonly adapter: ProviderAdapter;
  readonly request: InferenceRequest;
  readonly target: Target;
  readonly provider: Provider;
  readonly model: Model | undefined;
  readonly credential: string | undefined;
  /** Dialect whose bytes the door passes on unchanged; undefined when it has none. */
  readonly dialect: WireDialect | undefined;
  readonly route: Pick<Route, keyof Timers>;
  /** Tries at other targets that may follow. */
  readonly furtherCount: number;
  /** Milliseconds of the monotonic clock. */
  readonly totalDeadlineMs: number;
  readonly clock: Clock;
  readonly onFreshConnection: boolean;
}

/**
 * Plans an attempt, or says why there is none: the target's wire has no place for what the call asks (invalid_request), or its
 * credential is none that its kind can use (provider_unavailable). Such a target is passed over.
 */
export function planAttempt(input: PlanInput): AttemptPlan | GatewayError {
  try {
    return plan(input);
  } catch (thrown) {
    if (thrown instanceof GatewayError && passedOver.has(thrown.code)) return thrown;
    throw thrown;
  }
}

const passedOver: ReadonlySet<string> = new Set(['invalid_request', 'provider_unavailable']);

function plan(input: PlanInput): AttemptPlan {
  const { adapter, request, target, provider, credential, totalDeadlineMs, clock } = input;
  const { route, furtherCount } = input;
  const isChat = request.operation === 'chat';
  const stream = isChat && request.stream;
  const nowMs = clock.monotonicMs();
  const leftMs = totalDeadlineMs - nowMs;
  const ofClass = timersOf(request.operation, input.model);
  const firstTokenTimeoutMs = route.firstTokenTimeoutMs || ofClass.firstTokenTimeoutMs;
  const outputTokensMax = input.model?.outputTokensMax ?? 0;
  return {
    adapter,
    request: adapter.encode({
      request: clampOutput(request, outputTokensMax),
      target,
      provider,
      credential,
      outputTokensMax,
      nowMs: clock.unixMs(),
    }),
    operation: request.operation,
    stream,
    verbatim: passesOn(adapter.dialect(request.operation), input.dialect),
    callerWantsUsage: isChat && request.includeUsage,
    connectTimeoutMs: route.connectTimeoutMs || ofClass.connectTimeoutMs,
    firstContentDeadlineMs:
      nowMs + firstContentTimeoutMs({ firstTokenTimeoutMs, stream, leftMs, furtherCount }),
    idleTimeoutMs: route.idleTimeoutMs || ofClass.idleTimeoutMs,
    totalDeadlineMs,
    onFreshConnection: input.onFreshConnection,
  };
}

/** A door without a dialect takes decoded replies, also those of a provider whose wire is none of ours. */
function passesOn(spoken: WireDialect | undefined, door: WireDialect | undefined): boolean {
  return spoken !== undefined && spoken === door;
}

/** `outputTokensMax` 0 is unknown. */
function clampOutput(request: InferenceRequest, outputTokensMax: number): InferenceRequest {
  if (request.operation !== 'chat' || request.outputTokensMax === undefined) return request;
  if (outputTokensMax === 0 || request.outputTokensMax <= outputTokensMax) return request;
  return { ...request, outputTokensMax };
}
