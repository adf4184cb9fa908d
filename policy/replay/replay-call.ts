import { findGrant, mayCallRoute } from '../authorise.ts';
import type { RoutingDecision, RoutingInput } from '../compile-routing.ts';
import { ConditionError } from '../condition.ts';
import { type PromptWord, type RequestFacts, timeFacts } from '../fact.ts';
import type { FindingCounts } from '../inspect/detector.ts';
import type { DetectorName } from '../inspect/prompt-rule.ts';
import { type CompiledPromptPolicy, isActedOn, type PromptVerdict } from '../prompt-policy.ts';
import type { ApiKey, Application, Capability } from '../resource.ts';
import { listTargetIds } from '../strategy/candidate.ts';
import { regionOf } from '../strategy/place.ts';
import { noTokenFacts } from '../token/token-fact.ts';
import { type LeadShares, LeadSharesOf } from './lead-shares.ts';
import { type RoutingRefusal, refusalOf } from './refusal.ts';
import type { ReplayedRoute, ReplayWorld } from './world.ts';

/** A call that was made, as far as it is known: facts and findings, no text. */
export interface ReplayedCall {
  readonly requestedRoute: string;
  readonly key: Pick<ApiKey, 'id' | 'name' | 'routes' | 'attributes'>;
  readonly application: Application;
  /** Empty when the key may not be used for what was asked. */
  readonly workload: string;
  readonly request: RequestFacts['request'];
  /** Whether some of it cannot be inspected: see `hasTokenLists` of the data plane. */
  readonly tokenLists: boolean;
  /** Detectors that have looked at it. */
  readonly inspectedBy: readonly DetectorName[];
  /** What they have found. */
  readonly found: FindingCounts;
  readonly claimed: Readonly<Record<string, string>>;
  readonly nodeRegion: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** Words of docs/error-codes.md that the stages from `authorise` to `route` refuse with. */
export type ReplayedRefusal =
  | 'unknown_route'
  | 'route_not_allowed'
  | 'workload_not_allowed'
  | 'unsupported_operation'
  | 'grant_missing'
  | 'invalid_request'
  | 'prompt_blocked'
  | 'policy_error'
  | 'no_target';

/** Where a call goes. */
export interface ReplayedRouting {
  readonly kind: 'routed';
  readonly routeId: string;
  /** Name of the prompt policy that moved it there; undefined when none did. */
  readonly reroutedBy: string | undefined;
  readonly rule: string;
  /** Who is tried first, with all targets healthy and idle. */
  readonly shares: LeadShares;
  readonly candidates: RoutingDecision['candidates'];
}

/** What a configuration makes of a call. `unknown`: nobody has looked for what its prompt policies look for. */
export type ReplayedDecision =
  | ReplayedRouting
  | {
      readonly kind: 'refused';
      readonly code: ReplayedRefusal;
      /** Undefined when it was refused before it was known. */
      readonly routeId: string | undefined;
      readonly reroutedBy: string | undefined;
    }
  | { readonly kind: 'unknown' };

/**
 * Tries calls on one configuration: the stages of a node from `authorise` to `route` (data-plane/call-path.ts), with the same
 * compiled policies, over what a record says instead of the request itself. A test holds it against a real node.
 */
export class CallReplay {
  readonly #world: ReplayWorld;
  readonly #shares = new LeadSharesOf();

  constructor(world: ReplayWorld) {
    this.#world = world;
  }

  decide(call: ReplayedCall): ReplayedDecision {
    const first = this.#world.routesByName.get(call.requestedRoute);
    if (first === undefined) return refused('unknown_route');
    if (!mayCallRoute(call.key, call.requestedRoute)) return refused('route_not_allowed');
    if (call.workload === '') return refused('workload_not_allowed');
    const barred = this.#findBar(call, first);
    return barred === undefined ? this.#inspect(call, first) : refused(barred);
  }

  /** Why the call may not enter the route; undefined when it may. */
  #findBar(call: ReplayedCall, { route }: ReplayedRoute): ReplayedRefusal | undefined {
    if (route.operation !== call.request.operation) return 'unsupported_operation';
    const { targets, providers } = this.#world.catalog;
    let hasTarget = false;
    for (const id of listTargetIds(route.policy.rules)) {
      const target = targets.get(id);
      if (target === undefined) continue;
      hasTarget = true;
      const region = regionOf(target, providers.get(target.providerId));
      if (this.#isGranted(call, target.modelId, region)) return undefined;
    }
    return hasTarget ? 'grant_missing' : undefined;
  }

  #isGranted(call: ReplayedCall, modelId: string, region: string): boolean {
    const { application, workload, atMs: nowMs } = call;
    const question = { application, workload, nowMs, modelId, region };
    return findGrant(this.#world.grants, question) !== undefined;
  }

  #inspect(call: ReplayedCall, first: ReplayedRoute): ReplayedDecision {
    const verdict = judge(call, first);
    if (typeof verdict === 'string') return unjudged(verdict, first);
    if (verdict.action === 'block') return refused('prompt_blocked', first);
    const isFound = verdict.findings.some(isActedOn);
    if (verdict.action === 'allow' || verdict.routeId === first.route.id)
      return this.#route(call, first, { word: isFound ? 'found' : 'clean', by: undefined });
    return this.#enterSecond(call, first, verdict.routeId);
  }

  #enterSecond(call: ReplayedCall, first: ReplayedRoute, routeId: string): ReplayedDecision {
    const second = this.#world.routes.get(routeId);
    if (second === undefined || second.route.operation !== call.request.operation)
      return refused('policy_error', first);
    const by = first.inspect?.name;
    const barred = this.#findBar(call, second);
    // As on a node, where the call has not left its route when it may not enter the other.
    if (barred !== undefined) return refused(barred, first, by);
    if (second.route.promptPolicyId !== first.route.promptPolicyId) {
      const again = judge(call, second);
      if (typeof again === 'string') return unjudged(again, second, by);
      if (again.action === 'block') return refused('prompt_blocked', second, by);
      if (again.action === 'reroute' && again.routeId !== second.route.id)
        return refused('policy_error', second, by);
    }
    return this.#route(call, second, { word: 'rerouted', by });
  }

  #route(
    call: ReplayedCall,
    ready: ReplayedRoute,
    { word, by }: { readonly word: PromptWord; readonly by: string | undefined },
  ): ReplayedDecision {
    const input: RoutingInput = {
      facts: this.#factsOf(call, word),
      needs: needsOf(call.request),
      isGranted: (modelId, region) => this.#isGranted(call, modelId, region),
      draw: 0,
      promptPrefix: () => '',
    };
    try {
      const decision = ready.choose(input);
      const { rule, targets, candidates } = decision;
      if (rule === undefined || targets.length === 0)
        return refused(codeOf[refusalOf(decision)], ready, by);
      const shares = this.#shares.of(ready, input, decision);
      return { kind: 'routed', routeId: ready.route.id, reroutedBy: by, rule, shares, candidates };
    } catch (thrown) {
      if (thrown instanceof ConditionError) return refused('policy_error', ready, by);
      throw thrown;
    }
  }

  #factsOf(call: ReplayedCall, verdict: PromptWord): RequestFacts {
    const { tenant } = this.#world;
    const { application, key, workload, request, nodeRegion, atMs, claimed } = call;
    const { id, name, team, environment, dataClass, rolloutStage } = application;
    return {
      tenant: { id: tenant.id, name: tenant.name },
      application: { id, name, team, environment, dataClass, rolloutStage },
      key: { id: key.id, name: key.name, attributes: key.attributes },
      token: noTokenFacts,
      workload,
      request,
      prompt: { verdict },
      node: { region: nodeRegion },
      time: timeFacts(atMs),
      claimed,
    };
  }
}

const codeOf: Readonly<Record<RoutingRefusal, ReplayedRefusal>> = {
  no_rule: 'no_target',
  no_grant: 'grant_missing',
  too_large: 'invalid_request',
  no_target: 'no_target',
};

type Unjudged = 'unknown' | 'policy_error' | 'invalid_request';
const allowed: PromptVerdict = { action: 'allow', findings: [] };

function judge(call: ReplayedCall, { route, inspect }: ReplayedRoute): PromptVerdict | Unjudged {
  if (route.promptPolicyId === undefined) return allowed;
  if (inspect === undefined) return 'policy_error';
  if (call.tokenLists) return 'invalid_request';
  return hasLooked(call, inspect) ? inspect.judge(call.found) : 'unknown';
}

function hasLooked({ inspectedBy }: ReplayedCall, { detectors }: CompiledPromptPolicy): boolean {
  return detectors.every((one) => inspectedBy.includes(one));
}

function unjudged(word: Unjudged, ready: ReplayedRoute, by?: string): ReplayedDecision {
  return word === 'unknown' ? { kind: 'unknown' } : refused(word, ready, by);
}

function refused(
  code: ReplayedRefusal,
  ready?: ReplayedRoute,
  reroutedBy?: string,
): ReplayedDecision {
  return { kind: 'refused', code, routeId: ready?.route.id, reroutedBy };
}

/** What a request needs of a target, as `listNeeds` of the data plane says it of a request. */
function needsOf(request: RequestFacts['request']): readonly Capability[] {
  if (request.operation === 'embedding') return ['embedding'];
  const needs: Capability[] = ['chat'];
  if (request.tools) needs.push('tools');
  if (request.vision) needs.push('vision');
  if (request.jsonSchema) needs.push('json_schema');
  if (request.reasoning) needs.push('reasoning');
  return needs;
}
