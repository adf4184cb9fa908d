import { capabilitiesOf } from './capability.ts';
import { alwaysHolds, type CompiledCondition, compileCondition } from './condition.ts';
import {
  type PreparedCandidate,
  type PreparedFacts,
  prepareCandidate,
  prepareFacts,
} from './condition-fact.ts';
import type { RequestFacts } from './fact.ts';
import type { Capability, Model, Provider, Route, RoutingRule, Target } from './resource.ts';

/**
 * Why a target may or may not be tried. Dropped ones carry the first that applies, in this order:
 * `missing` (it, its model or its provider), `disabled`, `capability`, `no_grant`, `requirement`.
 */
export type CandidateReason =
  | 'drawn'
  | 'fallback'
  | 'disabled'
  | 'missing'
  | 'capability'
  | 'requirement'
  | 'no_grant';

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
  /** Kept targets in the order in which they are to be tried. */
  readonly targets: readonly Target[];
}

/** What a choice depends on besides the policy. Nothing else: equal inputs give equal decisions. */
export interface RoutingInput {
  readonly facts: RequestFacts;
  /** What the request needs of a target. */
  readonly needs: readonly Capability[];
  /** Whether the caller holds a grant for the model. */
  readonly isGranted: (modelId: string) => boolean;
  /** In [0, 1): picks within the split. */
  readonly draw: number;
}

/** @throws ConditionError when a condition fails at run time. */
export type CompiledRoute = (input: RoutingInput) => RoutingDecision;

/** The shared resources that a route refers to. */
export interface RoutingCatalog {
  readonly targets: ReadonlyMap<string, Target>;
  readonly models: ReadonlyMap<string, Model>;
  readonly providers: ReadonlyMap<string, Provider>;
}

/**
 * Compiles a route once per snapshot. The first rule whose condition holds decides; its candidates
 * are the members of its split that have a weight, then its fallbacks, each target once. A member
 * of weight 0 is a candidate only when the fallbacks name it too. Order of the kept: the drawn
 * member (the draw falls on the kept members only, in proportion to their weights), the other
 * members heaviest first, the fallbacks in their order. With no kept member the first fallback
 * leads.
 * @throws ConditionError when a condition does not type-check.
 */
export function compileRoute(route: Route, catalog: RoutingCatalog): CompiledRoute {
  const rules = route.policy.rules.map((rule) => compileRule(rule, catalog));
  const hasConditions = rules.some(
    ({ when, require }) => when !== alwaysHolds || require !== alwaysHolds,
  );
  return (input) => {
    const facts = hasConditions ? prepareFacts(input.facts) : unreadFacts;
    const rule = rules.find(({ when }) => when(facts));
    return rule === undefined ? noRule : decide(rule, input, facts);
  };
}

/** A target that a rule names, resolved against the catalog. */
interface Candidate {
  readonly targetId: string;
  /** 0 for those that only the fallbacks name. */
  readonly weight: number;
  /** Undefined when the catalog lacks the target, its model or its provider. */
  readonly resolved: ResolvedTarget | undefined;
}

interface ResolvedTarget {
  readonly target: Target;
  readonly capabilities: ReadonlySet<Capability>;
  readonly facts: PreparedCandidate;
}

interface CompiledRule {
  readonly name: string;
  readonly when: CompiledCondition;
  readonly require: CompiledCondition;
  /** Members of the split, heaviest first, then fallbacks. */
  readonly candidates: readonly Candidate[];
}

const noRule: RoutingDecision = { rule: undefined, candidates: [], targets: [] };
/** Stands where no condition will look. */
const unreadFacts: PreparedFacts = {
  tenant: {},
  application: {},
  key: {},
  workload: '',
  request: {},
  node: {},
  time: {},
  claimed: {},
};

function compileRule(rule: RoutingRule, catalog: RoutingCatalog): CompiledRule {
  const members = rule.split
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  const weights = new Map(members.map(({ targetId, weight }) => [targetId, weight]));
  for (const targetId of rule.fallbackTargetIds) {
    if (!weights.has(targetId)) weights.set(targetId, 0);
  }
  return {
    name: rule.name,
    when: compileCondition(rule.when, 'request'),
    require: compileCondition(rule.require, 'candidate'),
    candidates: Array.from(weights, ([targetId, weight]) => ({
      targetId,
      weight,
      resolved: resolveTarget(targetId, catalog),
    })),
  };
}

function resolveTarget(targetId: string, catalog: RoutingCatalog): ResolvedTarget | undefined {
  const target = catalog.targets.get(targetId);
  if (target === undefined) return undefined;
  const model = catalog.models.get(target.modelId);
  const provider = catalog.providers.get(target.providerId);
  if (model === undefined || provider === undefined) return undefined;
  const capabilities = capabilitiesOf(target, model);
  const region = target.region === '' ? provider.region : target.region;
  const facts = prepareCandidate({
    target: { name: target.name, region, capabilities },
    model: { name: model.name },
    provider: { name: provider.name, dataTerms: provider.dataTerms },
  });
  return { target, capabilities: new Set(capabilities), facts };
}

function decide(rule: CompiledRule, input: RoutingInput, facts: PreparedFacts): RoutingDecision {
  const drops = rule.candidates.map((candidate) => findDrop(candidate, rule, { input, facts }));
  const kept = rule.candidates.filter((_, position) => drops[position] === undefined);
  const drawn = drawMember(kept, input.draw);
  const targets = kept.flatMap((candidate) =>
    candidate === drawn || candidate.resolved === undefined ? [] : [candidate.resolved.target],
  );
  if (drawn?.resolved !== undefined) targets.unshift(drawn.resolved.target);
  const candidates = rule.candidates.map((candidate, position) => {
    const drop = drops[position];
    const reason = drop ?? (candidate === drawn ? 'drawn' : 'fallback');
    return { targetId: candidate.targetId, kept: drop === undefined, reason };
  });
  return { rule: rule.name, candidates, targets };
}

/** The order of the checks is part of the contract of {@link CandidateReason}. */
function findDrop(
  { resolved }: Candidate,
  { require }: CompiledRule,
  { input, facts }: { readonly input: RoutingInput; readonly facts: PreparedFacts },
): CandidateReason | undefined {
  if (resolved === undefined) return 'missing';
  if (!resolved.target.enabled) return 'disabled';
  if (!input.needs.every((need) => resolved.capabilities.has(need))) return 'capability';
  if (!input.isGranted(resolved.target.modelId)) return 'no_grant';
  return require(facts, resolved.facts) ? undefined : 'requirement';
}

function drawMember(kept: readonly Candidate[], draw: number): Candidate | undefined {
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  let rest = draw * total;
  let last: Candidate | undefined;
  for (const candidate of kept) {
    if (candidate.weight === 0) break;
    last = candidate;
    rest -= candidate.weight;
    if (rest < 0) break;
  }
  return last;
}
