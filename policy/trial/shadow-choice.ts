import { type CompiledCondition, ConditionError } from '../condition.ts';
import type { PreparedFacts } from '../condition-fact.ts';
import type { Target } from '../resource.ts';
import type { RoutingShadow } from '../route-part/shadow.ts';
import { noSignals } from '../signal.ts';
import {
  type Candidate,
  type CandidateContext,
  type CandidateInput,
  type DropReason,
  findDrop,
  resolveAlone,
} from '../strategy/candidate.ts';
import { isSampled } from './shadow.ts';

/** The shadow of a compiled rule. */
export interface CompiledShadow {
  readonly id: string;
  readonly shadow: RoutingShadow;
  readonly candidate: Candidate;
}

/** The copy of a call that is in the sample. */
export interface ShadowChoice {
  /** Of the shadow: its route and its rule. */
  readonly id: string;
  readonly shadow: RoutingShadow;
  /** Undefined when the copy may not go there; the reason says why. */
  readonly target: Target | undefined;
  readonly reason: 'sampled' | 'unhealthy' | DropReason;
}

/** Resolves a shadow where its rule stands: every constraint of the rule holds for it. */
export function compileShadow(
  ruleName: string,
  shadow: RoutingShadow,
  context: CandidateContext,
): CompiledShadow {
  const candidate = resolveAlone(shadow.targetId, context);
  return { id: `${context.routeId}/${ruleName}`, shadow, candidate };
}

/** Whether a copy of the call is to be made, and whether it may go to the target: it is judged as any candidate. */
export function chooseShadow(
  { id, shadow, candidate }: CompiledShadow,
  require: CompiledCondition,
  around: { readonly input: CandidateInput; readonly facts: PreparedFacts },
): ShadowChoice | undefined {
  if (!isSampled(shadow, around.input.draw)) return undefined;
  const { signals = noSignals } = around.input;
  const drop = dropOf(candidate, require, around);
  if (drop !== undefined) return { id, shadow, target: undefined, reason: drop };
  if (!signals.isHealthy(shadow.targetId))
    return { id, shadow, target: undefined, reason: 'unhealthy' };
  return { id, shadow, target: candidate.resolved?.target, reason: 'sampled' };
}

/** A condition that fails over the target of a copy is no affair of the caller's: it does not hold. */
function dropOf(
  candidate: Candidate,
  require: CompiledCondition,
  around: { readonly input: CandidateInput; readonly facts: PreparedFacts },
): DropReason | undefined {
  try {
    return findDrop(candidate, require, around);
  } catch (thrown) {
    if (thrown instanceof ConditionError) return 'requirement';
    throw thrown;
  }
}
