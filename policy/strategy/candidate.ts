import { capabilitiesOf } from '../capability.ts';
import type { CompiledCondition } from '../condition.ts';
import { type PreparedCandidate, type PreparedFacts, prepareCandidate } from '../condition-fact.ts';
import type {
  Capability,
  DataTerm,
  Model,
  Provider,
  RoutingConstraints,
  RoutingRule,
  Target,
} from '../resource.ts';
import type { StrategyInput } from './arm.ts';
import { hashText } from './hash.ts';
import { dataTermsIn, regionOf } from './place.ts';
import { type RankedArm, rankOf } from './tier.ts';

/** The shared resources that a route refers to. */
export interface RoutingCatalog {
  readonly targets: ReadonlyMap<string, Target>;
  readonly models: ReadonlyMap<string, Model>;
  readonly providers: ReadonlyMap<string, Provider>;
}

/** Why a target is dropped, in the order in which the reasons are looked for. */
export const dropReasons = [
  'missing',
  'disabled',
  'region',
  'data_terms',
  'capability',
  'context_window',
  'no_grant',
  'requirement',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** A target that a rule names, resolved against the catalog. */
export interface Candidate extends RankedArm {
  /** Among the candidates of its rule, from 0. */
  readonly position: number;
  /** 0 for those that only fallbacks name. */
  readonly weight: number;
  /** What the catalog alone says against it; undefined when nothing does. */
  readonly staticDrop: DropReason | undefined;
  /** Undefined when the catalog lacks the target, its model or its provider. */
  readonly resolved: ResolvedTarget | undefined;
}

interface ResolvedTarget {
  readonly target: Target;
  /** Empty when nobody said. */
  readonly region: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** 0 when unknown. */
  readonly contextWindowTokens: number;
  readonly facts: PreparedCandidate;
}

/** Where a candidate is looked at. */
export interface CandidateContext {
  readonly routeId: string;
  /** Of the route and of the rule: all of them hold. */
  readonly constraints: readonly RoutingConstraints[];
  readonly catalog: RoutingCatalog;
}

/** What the request asks of a candidate. */
export interface CandidateInput extends StrategyInput {
  /** What the request needs of a target. */
  readonly needs: readonly Capability[];
  /** Whether the caller holds a grant for the model in that region. */
  readonly isGranted: (modelId: string, region: string) => boolean;
  /** Whether a ramp, by its id, has left its bounds here; undefined when none has. */
  readonly isRampHalted?: ((rampId: string) => boolean) | undefined;
}

/**
 * The candidates of a rule, each target once: the members that have a weight, by tier and then heaviest first, then what
 * the fallbacks name besides, in their order. The target that a ramp leads to stands before the one that it leads away from,
 * in that one's place: with its weight, its tier and its hash.
 */
export function resolveCandidates(
  rule: RoutingRule,
  context: CandidateContext,
): readonly Candidate[] {
  const members = rule.split
    .filter(({ weight }) => weight > 0)
    .map(({ targetId, weight, tier = 0 }) => {
      const candidate = resolveCandidate(targetId, weight, context);
      return { ...candidate, tier: rankOf(rule.choice, tier, candidate.resolved?.region ?? '') };
    })
    .toSorted((one, other) => one.tier - other.tier || other.weight - one.weight);
  const { ramp } = rule;
  const old = members.findIndex(isOf(ramp?.fromTargetId));
  const place = members[old];
  if (ramp !== undefined && place !== undefined && !members.some(isOf(ramp.toTargetId))) {
    const { weight, tier, hash } = place;
    const entrant = resolveCandidate(ramp.toTargetId, weight, context);
    members.splice(old, 0, { ...entrant, tier, hash });
  }
  const named = new Set(members.map(({ targetId }) => targetId));
  const others = listFallbackIds(rule).filter((id) => !named.has(id) && named.add(id));
  return [...members, ...others.map((id) => resolveCandidate(id, 0, context))].map(
    ({ resolved, ...candidate }, position) => ({
      ...candidate,
      position,
      resolved: resolved?.ready,
    }),
  );
}

/** A target that is looked at by itself, as none of a list. */
export function resolveAlone(targetId: string, context: CandidateContext): Candidate {
  const { resolved, ...candidate } = resolveCandidate(targetId, 0, context);
  return { ...candidate, position: 0, resolved: resolved?.ready };
}

function isOf(id: string | undefined): (candidate: { readonly targetId: string }) => boolean {
  return ({ targetId }) => targetId === id;
}

const listed = new WeakMap<readonly RoutingRule[], ReadonlySet<string>>();

/** Ids of every target that rules may answer with, each once, in their order. Listed once for each array of rules: calls ask it too. */
export function listTargetIds(rules: readonly RoutingRule[]): ReadonlySet<string> {
  const known = listed.get(rules);
  if (known !== undefined) return known;
  const ids = rules.flatMap((rule) => [
    ...rule.split.map(({ targetId }) => targetId),
    ...listFallbackIds(rule),
  ]);
  const targetIds = new Set(ids);
  listed.set(rules, targetIds);
  return targetIds;
}

/** Ids that the fallbacks of a rule name, as often as they do. */
function listFallbackIds({
  fallbackTargetIds,
  fallbacksByClass = [],
}: Pick<RoutingRule, 'fallbackTargetIds' | 'fallbacksByClass'>): readonly string[] {
  return [...fallbackTargetIds, ...fallbacksByClass.flatMap(({ targetIds }) => targetIds)];
}

/**
 * Why the candidate may not be tried; undefined when it may. The order of the checks is that of {@link dropReasons}.
 * @throws ConditionError when the condition fails at run time
 */
export function findDrop(
  { staticDrop, resolved, outputTokensMax }: Candidate,
  require: CompiledCondition,
  { input, facts }: { readonly input: CandidateInput; readonly facts: PreparedFacts },
): DropReason | undefined {
  if (staticDrop !== undefined) return staticDrop;
  if (resolved === undefined) return 'missing';
  for (const need of input.needs) if (!resolved.capabilities.has(need)) return 'capability';
  if (!fitsWindow(resolved.contextWindowTokens, outputTokensMax, input)) return 'context_window';
  if (!input.isGranted(resolved.target.modelId, resolved.region)) return 'no_grant';
  return require(facts, resolved.facts) ? undefined : 'requirement';
}

function resolveCandidate(
  targetId: string,
  weight: number,
  { routeId, constraints, catalog }: CandidateContext,
) {
  const resolved = resolveTarget(targetId, catalog);
  const arm = { targetId, weight, tier: 0, hash: hashText(`${routeId}\n${targetId}`) };
  if (resolved === undefined) {
    return { ...arm, prices: [], outputTokensMax: 0, staticDrop: 'missing' as const, resolved };
  }
  const { ready, model, dataTerms, region } = resolved;
  return {
    ...arm,
    prices: ready.target.prices,
    outputTokensMax: model.outputTokensMax,
    staticDrop: findStaticDrop(ready.target, { region, dataTerms, constraints }),
    resolved,
  };
}

function resolveTarget(targetId: string, catalog: RoutingCatalog) {
  const target = catalog.targets.get(targetId);
  if (target === undefined) return undefined;
  const model = catalog.models.get(target.modelId);
  const provider = catalog.providers.get(target.providerId);
  if (model === undefined || provider === undefined) return undefined;
  const capabilities = capabilitiesOf(target, model);
  const region = regionOf(target, provider);
  const dataTerms = dataTermsIn(provider, region);
  const ready: ResolvedTarget = {
    target,
    region,
    capabilities: new Set(capabilities),
    contextWindowTokens: model.contextWindowTokens,
    facts: prepareCandidate({
      target: { name: target.name, region, capabilities },
      model: { name: model.name, aliases: model.aliases ?? [] },
      provider: { name: provider.name, dataTerms },
    }),
  };
  return { ready, model, dataTerms, region };
}

/** Why a rule could never try a target, whatever the call; undefined when it could. */
export function findLastingDrop(
  targetId: string,
  { catalog, constraints }: Omit<CandidateContext, 'routeId'>,
): DropReason | undefined {
  const resolved = resolveTarget(targetId, catalog);
  if (resolved === undefined) return 'missing';
  const { ready, dataTerms, region } = resolved;
  return findStaticDrop(ready.target, { region, dataTerms, constraints });
}

interface Place {
  readonly region: string;
  /** Promised there. */
  readonly dataTerms: readonly DataTerm[];
  readonly constraints: readonly RoutingConstraints[];
}

/** A region that nobody stated is in no list: what cannot be shown does not hold. */
function findStaticDrop(
  { enabled }: Target,
  { region, dataTerms: promised, constraints }: Place,
): DropReason | undefined {
  if (!enabled) return 'disabled';
  for (const { regions } of constraints) {
    if (regions.length > 0 && !regions.includes(region)) return 'region';
  }
  for (const { dataTerms } of constraints) {
    if (!dataTerms.every((term) => promised.includes(term))) return 'data_terms';
  }
  return undefined;
}

/** The output counts as far as the model can give it; a call without a bound on it counts by its input alone. */
function fitsWindow(
  contextWindowTokens: number,
  outputTokensMax: number,
  { facts: { request } }: CandidateInput,
): boolean {
  if (contextWindowTokens === 0) return true;
  const { inputTokens, maxOutputTokens } = request;
  const output =
    outputTokensMax === 0 ? maxOutputTokens : Math.min(maxOutputTokens, outputTokensMax);
  return inputTokens + output <= contextWindowTokens;
}
