import { findGrant, mayCallRoute } from '../authorise.ts';
import type { RoutingInput } from '../compile-routing.ts';
import { ConditionError } from '../condition.ts';
import { noBudgetFacts, type PromptWord, type RequestFacts, timeFacts } from '../fact.ts';
import { hasJudged } from '../prompt-part/policies-of-call.ts';
import type { CompiledPromptPolicy } from '../prompt-policy.ts';
import { listTargetIds } from '../strategy/candidate.ts';
import { regionOf } from '../strategy/place.ts';
import { noTokenFacts } from '../token/token-fact.ts';
import { type Judged, judge, lacksPolicy, policiesOf, type Unjudged } from './judge-prompts.ts';
import { judgeReply } from './judge-reply.ts';
import { LeadSharesOf } from './lead-shares.ts';
import { type RoutingRefusal, refusalOf } from './refusal.ts';
import type {
  ReplayedCall,
  ReplayedDecision,
  ReplayedRefusal,
  ReplayedRouting,
} from './replayed-call.ts';
import { needsOf } from './request-need.ts';
import { UnknownClaims } from './unknown-claims.ts';
import type { ReplayedRoute, ReplayWorld } from './world.ts';

/**
 * Tries calls on one configuration: the stages of a node from `authorise` to `route` (data-plane/call-path.ts), with the same
 * compiled policies, over what a record says instead of the request itself. A test holds it against a real node.
 */
export class CallReplay {
  readonly #world: ReplayWorld;
  readonly #shares = new LeadSharesOf();
  readonly #claims = new UnknownClaims();

  constructor(world: ReplayWorld) {
    this.#world = world;
  }

  decide(call: ReplayedCall): ReplayedDecision {
    const decision = this.#decide(call);
    return this.#claims.takeRead() ? { kind: 'unknown' } : decision;
  }

  #decide(call: ReplayedCall): ReplayedDecision {
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
    if (lacksPolicy(first)) return refused('policy_error', first);
    const policies = policiesOf(call, first);
    const judged = judge(call, policies);
    if (typeof judged === 'string') return unjudged(judged, first);
    const { isFound, verdict, by, redacts } = judged;
    if (verdict.action === 'block') return refused('prompt_blocked', first);
    if (verdict.action !== 'reroute' || verdict.routeId === first.route.id)
      return this.#answer(call, first, {
        word: isFound ? 'found' : 'clean',
        by: undefined,
        redacts,
        policies,
      });
    return this.#enterSecond(call, { first, policies, routeId: verdict.routeId, by });
  }

  #enterSecond(
    call: ReplayedCall,
    { first, policies, routeId, by }: ReplayedReroute,
  ): ReplayedDecision {
    const second = this.#world.routes.get(routeId);
    if (second === undefined || second.route.operation !== call.request.operation)
      return refused('policy_error', first);
    const barred = this.#findBar(call, second);
    // As on a node, where the call has not left its route when it may not enter the other.
    if (barred !== undefined) return refused(barred, first, by);
    if (lacksPolicy(second)) return refused('policy_error', second, by);
    let redacts: Judged['redacts'] = [];
    let judging = policies;
    if (second.inspect !== undefined && !hasJudged(policies, second.inspect)) {
      judging = [...policies, second.inspect];
      const again = judge(call, [second.inspect]);
      if (typeof again === 'string') return unjudged(again, second, by);
      const { verdict } = again;
      redacts = again.redacts;
      if (verdict.action === 'block') return refused('prompt_blocked', second, by);
      if (verdict.action === 'reroute' && verdict.routeId !== second.route.id)
        return refused('policy_error', second, by);
    }
    return this.#answer(call, second, { word: 'rerouted', by, redacts, policies: judging });
  }

  /** What becomes of a call that may go on, and of its reply. */
  #answer(call: ReplayedCall, ready: ReplayedRoute, inspected: InspectedCall): ReplayedDecision {
    const routed = this.#route(call, ready, inspected);
    if (routed.kind !== 'routed') return routed;
    const judged = judgeReply(call, inspected.policies);
    if (judged === 'unknown') return { kind: 'unknown' };
    if (judged === 'prompt_blocked') return refused(judged, ready, inspected.by);
    return { ...routed, replyRedacts: judged };
  }

  #route(
    call: ReplayedCall,
    ready: ReplayedRoute,
    { word, by, redacts }: InspectedCall,
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
      const { id: routeId } = ready.route;
      const replyRedacts: ReplayedRouting['replyRedacts'] = [];
      const routed = { routeId, reroutedBy: by, redacts, replyRedacts, rule, shares, candidates };
      return { kind: 'routed', ...routed };
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
      token: call.hasClaims ? this.#claims.facts : noTokenFacts,
      workload,
      request,
      prompt: { verdict },
      node: { region: nodeRegion },
      budget: noBudgetFacts,
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

/** A call that a policy moves from its route to another one. */
interface ReplayedReroute {
  readonly first: ReplayedRoute;
  /** That have judged. */
  readonly policies: readonly CompiledPromptPolicy[];
  readonly routeId: string;
  readonly by: string | undefined;
}

/** A call that may go on: what its conditions see, who moved it, and what is taken out of it. */
interface InspectedCall extends Pick<Judged, 'by' | 'redacts'> {
  readonly word: PromptWord;
  /** That have judged, and judge the reply. */
  readonly policies: readonly CompiledPromptPolicy[];
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
