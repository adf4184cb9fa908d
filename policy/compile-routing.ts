import { alwaysHolds, type CompiledCondition, compileCondition } from './condition.ts';
import { type PreparedFacts, prepareFacts } from './condition-fact.ts';
import type { Route, RoutingRule, Target } from './resource.ts';
import { noSignals } from './signal.ts';
import { leadReasons, type Strategy } from './strategy/arm.ts';
import {
  type Candidate,
  type CandidateInput,
  dropReasons,
  findDrop,
  type RoutingCatalog,
  resolveCandidates,
} from './strategy/candidate.ts';
import {
  type FallbackOrders,
  type FallbackPlan,
  isPlain,
  noFallbacks,
  plainOrders,
  planFallbacks,
  targetsOf,
} from './strategy/fallback-order.ts';
import { createStrategy } from './strategy/strategy.ts';
import { orderByRank } from './strategy/tier.ts';
import type { HedgePlan } from './timing/hedge.ts';
import type { RampTurn } from './trial/ramp.ts';
import {
  findRampDrop,
  orderInTurn,
  placeRamp,
  type RampPlace,
  rampReasons,
  turnOf,
} from './trial/ramp-place.ts';
import {
  type CompiledShadow,
  chooseShadow,
  compileShadow,
  type ShadowChoice,
} from './trial/shadow-choice.ts';

export type { RoutingCatalog } from './strategy/candidate.ts';
export type { FallbackOrders } from './strategy/fallback-order.ts';

/**
 * Why a target may or may not be tried. The one that leads has the word of what chose it, or `last_resort` when none is
 * healthy; the other kept ones are `fallback`, or `unhealthy` and therefore behind. Dropped ones carry the first word that
 * applies, in the order of `dropReasons`. All words are in docs/routing.md.
 */
export type CandidateReason = (typeof candidateReasons)[number];
/** Every reason, in the order of docs/routing.md. */
export const candidateReasons = [
  ...leadReasons,
  'ramp',
  'last_resort',
  'fallback',
  'unhealthy',
  ...dropReasons,
  ...rampReasons,
] as const;

/** One considered target with the reason it was kept or dropped. */
export interface CandidateDecision {
  readonly targetId: string;
  readonly kept: boolean;
  readonly reason: CandidateReason;
}

/** What a route would do with a request. */
export interface RoutingDecision {
  /** Name of the rule that matched; undefined when none did. */
  readonly rule: string | undefined;
  readonly candidates: readonly CandidateDecision[];
  /** The target to try first, then those to try after an error, in their order. */
  readonly targets: readonly Target[];
  /** By the class of a failure, what may be tried after it, in its order: see {@link FallbackOrders}. */
  readonly fallbacksOn: FallbackOrders;
  /** Undefined when nothing is started beside the first attempt: the rule does not hedge, or there is no second target. */
  readonly hedge: HedgePlan | undefined;
  /** What the ramp of the rule says of the call; undefined when it has none. */
  readonly ramp: RampTurn | undefined;
  /** The copy of the call that is to be made; undefined when none is. */
  readonly shadow: ShadowChoice | undefined;
}

/**
 * What a choice depends on besides the policy. Nothing else: equal inputs (and equal answers of its functions) give equal
 * decisions.
 */
export type RoutingInput = CandidateInput;

/** @throws ConditionError when a condition fails at run time. */
export type CompiledRoute = (input: RoutingInput) => RoutingDecision;

/**
 * Compiles a route once per snapshot. The first rule whose condition holds decides; its candidates are the members of its
 * split that have a weight, then its fallbacks, each target once. A member of weight 0 is a candidate only when fallbacks
 * name it too. Order of the kept: the members as the strategy of the rule puts them (by weight: the drawn one, the others
 * heaviest first; the draw falls on the kept and healthy only), then the fallbacks in their order, then the unhealthy.
 * With no kept member the fallbacks lead: those for the context window when a member was too small for the call, else those for errors.
 * @throws ConditionError when a condition does not type-check.
 */
export function compileRoute(route: Route, catalog: RoutingCatalog): CompiledRoute {
  const rules = route.policy.rules.map((rule) => compileRule(rule, route, catalog));
  const hasConditions = rules.some(
    ({ when, require }) => when !== alwaysHolds || require !== alwaysHolds,
  );
  return (input) => {
    const facts = hasConditions ? prepareFacts(input.facts) : unreadFacts;
    const rule = rules.find(({ when }) => when(facts));
    return rule === undefined ? noRule : decide(rule, input, facts);
  };
}

interface CompiledRule {
  readonly name: string;
  readonly when: CompiledCondition;
  readonly require: CompiledCondition;
  readonly strategy: Strategy;
  readonly candidates: readonly Candidate[];
  /** Those of the candidates that are members of the split. */
  readonly members: readonly Candidate[];
  readonly fallbacks: FallbackPlan;
  /** Whether its fallbacks are for errors and rate limits alike, and for nothing else. */
  readonly isPlain: boolean;
  readonly hedge: HedgePlan | undefined;
  readonly ramp: RampPlace | undefined;
  readonly shadow: CompiledShadow | undefined;
}

const noRule: RoutingDecision = {
  rule: undefined,
  candidates: [],
  targets: [],
  fallbacksOn: noFallbacks,
  hedge: undefined,
  ramp: undefined,
  shadow: undefined,
};
/** Stands where no condition will look. */
const unreadFacts: PreparedFacts = {
  tenant: {},
  application: {},
  key: {},
  token: {},
  workload: '',
  request: {},
  prompt: {},
  node: {},
  budget: {},
  time: {},
  claimed: {},
};

function compileRule(rule: RoutingRule, route: Route, catalog: RoutingCatalog): CompiledRule {
  const constraints = [route.policy.constraints, rule.constraints].filter(
    (one) => one !== undefined,
  );
  const context = { routeId: route.id, constraints, catalog };
  const candidates = resolveCandidates(rule, context);
  const fallbacks = planFallbacks(rule, candidates);
  const ramp = placeRamp(rule, route.id, { candidates, fallbacks });
  return {
    name: rule.name,
    when: compileCondition(rule.when, 'request'),
    require: compileCondition(rule.require, 'candidate'),
    strategy: createStrategy(rule.choice ?? { strategy: 'weighted' }),
    candidates,
    members: candidates.filter((one) => one.weight > 0 && one !== ramp?.to),
    fallbacks,
    isPlain: isPlain(rule),
    hedge: rule.hedge && { ...rule.hedge, key: `${route.id}\n${rule.name}` },
    ramp,
    shadow: rule.shadow && compileShadow(rule.name, rule.shadow, context),
  };
}

/** Of a candidate that may be tried, before it is known who leads. */
type Standing = 'fallback' | 'unhealthy';
/** By the position of the candidate. */
type Reasons = readonly CandidateReason[];

function decide(rule: CompiledRule, input: RoutingInput, facts: PreparedFacts): RoutingDecision {
  const ramp = rule.ramp && turnOf(rule.ramp, input);
  const own = ramp?.isTurn && rule.ramp ? { ...rule, members: rule.ramp.members } : rule;
  const reasons = judge(rule, ramp, { input, facts });
  // Where nobody is healthy the unhealthy are taken as if they were.
  const standing: Standing = isAnyHealthy(own, reasons) ? 'fallback' : 'unhealthy';
  const order: Candidate[] = [];
  const mayLead = ({ position }: Candidate): boolean => reasons[position] === standing;
  const chosen =
    ramp?.isTurn && rule.ramp
      ? orderInTurn({ strategy: rule.strategy, place: rule.ramp, input, mayLead }, order)
      : orderByRank(rule.strategy, rule.members.filter(mayLead), { input, order });
  const { targets, fallbacksOn } = rule.isPlain
    ? arrangePlain(own, order, reasons)
    : arrangeByClass(own, order, reasons);
  const lead = standing === 'unhealthy' ? 'last_resort' : chosen;
  const candidates = describe(rule, reasons, { targetId: targets[0]?.id, reason: lead });
  const hedge = targets.length > 1 ? rule.hedge : undefined;
  const shadow = rule.shadow && chooseShadow(rule.shadow, rule.require, { input, facts });
  return { rule: rule.name, candidates, targets, fallbacksOn, hedge, ramp, shadow };
}

function judge(
  { candidates, require, ramp: place }: CompiledRule,
  turn: RampTurn | undefined,
  around: { readonly input: RoutingInput; readonly facts: PreparedFacts },
): Reasons {
  const { signals = noSignals } = around.input;
  return candidates.map((candidate) => {
    const drop = findDrop(candidate, require, around);
    if (drop !== undefined) return drop;
    const left = place && turn && findRampDrop(candidate, place, turn);
    if (left !== undefined) return left;
    return signals.isHealthy(candidate.targetId) ? 'fallback' : 'unhealthy';
  });
}

function isAnyHealthy({ members, fallbacks }: CompiledRule, reasons: Reasons): boolean {
  return hasStanding(members, reasons) || hasStanding(fallbacks.error, reasons);
}

function hasStanding(candidates: readonly Candidate[], reasons: Reasons): boolean {
  for (const { position } of candidates) if (reasons[position] === 'fallback') return true;
  return false;
}

type Arranged = Pick<RoutingDecision, 'targets' | 'fallbacksOn'>;

/** Takes over `order`, in which the members stand. */
function arrangePlain(rule: CompiledRule, order: Candidate[], reasons: Reasons): Arranged {
  complete(order, rule.fallbacks.error, { members: rule.members, reasons });
  const targets = targetsOf(order);
  return { targets, fallbacksOn: plainOrders(targets) };
}

function arrangeByClass(rule: CompiledRule, order: Candidate[], reasons: Reasons): Arranged {
  const { members, fallbacks } = rule;
  const after = (list: readonly Candidate[], isOfAll: boolean): Target[] => {
    const own = isOfAll ? order.slice() : [];
    complete(own, list, { members: isOfAll ? members : [], reasons });
    return targetsOf(own);
  };
  const error = after(fallbacks.error, true);
  const contextWindow = after(fallbacks.context_window, false);
  const fallbacksOn = {
    error,
    rate_limit: after(fallbacks.rate_limit, true),
    context_window: contextWindow,
    content_policy: after(fallbacks.content_policy, false),
    budget: after(fallbacks.budget, false),
  };
  const isTooLarge = members.some(({ position }) => reasons[position] === 'context_window');
  const hasNoMember = members.every(({ position }) => isDropped(reasons[position]));
  const targets = isTooLarge && hasNoMember ? [...new Set([...contextWindow, ...error])] : error;
  return { targets, fallbacksOn };
}

/** Appends who is not there yet: healthy fallbacks, then the unhealthy of the members and of the fallbacks. */
function complete(
  order: Candidate[],
  fallbacks: readonly Candidate[],
  { members, reasons }: { readonly members: readonly Candidate[]; readonly reasons: Reasons },
): void {
  add(order, fallbacks, { standing: 'fallback', reasons });
  add(order, members, { standing: 'unhealthy', reasons });
  add(order, fallbacks, { standing: 'unhealthy', reasons });
}

function add(
  order: Candidate[],
  candidates: readonly Candidate[],
  { standing, reasons }: { readonly standing: Standing; readonly reasons: Reasons },
): void {
  for (const candidate of candidates) {
    if (reasons[candidate.position] === standing && !order.includes(candidate))
      order.push(candidate);
  }
}

function describe(
  { candidates }: CompiledRule,
  reasons: Reasons,
  lead: { readonly targetId: string | undefined; readonly reason: CandidateReason },
): readonly CandidateDecision[] {
  return candidates.map(({ targetId, position }) => {
    const reason = reasons[position] ?? 'missing';
    const kept = !isDropped(reason);
    return { targetId, kept, reason: targetId === lead.targetId ? lead.reason : reason };
  });
}

function isDropped(reason: CandidateReason | undefined): boolean {
  return reason !== 'fallback' && reason !== 'unhealthy';
}
