import { fromGlobalId } from '../../domain/ids.ts';
import type { SimulatedCall, TargetSignal } from '../../domain/route-simulation.ts';
import type { SimulationQuestion } from '../../services/simulate-route.ts';
import type {
  SimulatedCallInput,
  SimulateRouteInput,
  TargetSignalInput,
} from '../generated/resolver-types.ts';
import { given, toReference } from '../input.ts';
import { toConstraints, toRules } from './rule-input.ts';

const INPUT_TOKENS = 1_000;

/** @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export function toSimulationQuestion(input: SimulateRouteInput, now: Date): SimulationQuestion {
  const { routeId, policy, operation, call, signals, draw, rampHalted } = given(input);
  return {
    applicationId: fromGlobalId('application', input.applicationId),
    routeId: routeId === undefined ? undefined : fromGlobalId('route', routeId),
    policy: policy && {
      rules: toRules(policy.rules),
      constraints: toConstraints(policy.constraints) ?? undefined,
    },
    operation,
    apiKeyId: call?.apiKeyId ? fromGlobalId('api-key', call.apiKeyId) : undefined,
    call: toCall(call ?? {}, now),
    signals: new Map((signals ?? []).map(toSignal)),
    draw: draw ?? 0,
    isRampHalted: rampHalted ?? false,
  };
}

function toCall(input: SimulatedCallInput, now: Date): SimulatedCall {
  const call = given(input);
  return {
    workload: call.workload,
    stream: call.stream ?? false,
    tools: call.tools ?? false,
    vision: call.vision ?? false,
    files: call.files ?? false,
    jsonSchema: call.jsonSchema ?? false,
    reasoning: call.reasoning ?? false,
    inputTokens: call.inputTokens ?? INPUT_TOKENS,
    maxOutputTokens: call.maxOutputTokens ?? 0,
    promptPrefix: call.promptPrefix ?? '',
    promptVerdict: call.promptVerdict ?? 'clean',
    nodeRegion: call.nodeRegion ?? '',
    budget: {
      leftNanoUsd:
        call.budgetLeftNanoUsd === undefined ? undefined : Number(call.budgetLeftNanoUsd),
      leftPerMille: call.budgetLeftPerMille,
    },
    at: call.at ?? now,
    // Own properties whatever the name: `__proto__` is an entry like any other.
    tokenFacts: call.tokenFacts?.map(given),
    claimed: Object.fromEntries((call.claimed ?? []).map(({ name, value }) => [name, value])),
  };
}

function toSignal(input: TargetSignalInput, position: number): readonly [string, TargetSignal] {
  const { targetId, healthy, firstTokenMs, outstandingTokens } = given(input);
  const key = toReference('target', targetId, `signals.${position}.targetId`);
  const known = { healthy: healthy ?? true, outstandingTokens: outstandingTokens ?? 0 };
  return [key, { ...known, firstTokenMs }];
}
