import type { RoutingDecision } from '../../policy/compile-routing.ts';
import { ConditionError } from '../../policy/condition.ts';
import type { Signals } from '../../policy/signal.ts';
import type { ReadyRoute } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import { promptPrefixOf } from '../routing/prompt-prefix.ts';
import { buildRequestFacts, listNeeds } from '../routing/request-facts.ts';
import { estimateInputTokens } from '../routing/token-estimate.ts';
import type { Clock } from '../upstream/clock.ts';
import type { GrantSubject } from './authorise.ts';
import { grantMissing, isGranted } from './authorise.ts';
import type { Exchange, Stage } from './exchange.ts';
import { reached } from './reached.ts';
import { promptWord } from './reply-tail.ts';

/** What routing depends on besides the call. */
export interface RouteOptions {
  readonly clock: Clock;
  /** In [0, 1), anew for each call. */
  readonly draw: () => number;
  /** `node.region` of conditions. */
  readonly nodeRegion: string;
  /** What is known of targets; undefined when nothing is. */
  readonly signals?: Signals | undefined;
}

const namedCandidateCountMax = 8;

/**
 * Chooses the targets to try and their order. Reads what earlier stages set; sets `rule`, `candidates`, `targets`,
 * `fallbacksOn`, `hedge`.
 *
 * @throws GatewayError policy_error when a condition fails, no_target, grant_missing when nothing else stands in the way,
 *   invalid_request when the call is too large for every target
 */
export function route(options: RouteOptions): Stage {
  return (exchange) => {
    const ready = reached(
      exchange.snapshot.routes.get(reached(exchange.route, 'route').id),
      'route',
    );
    const application = reached(exchange.application, 'application');
    const workload = reached(exchange.workload, 'workload');
    const subject: GrantSubject = { application, workload, nowMs: options.clock.unixMs() };
    const decision = decide(exchange, ready, { subject, options });
    exchange.rule = decision.rule;
    exchange.candidates = decision.candidates;
    exchange.targets = decision.targets;
    exchange.fallbacksOn = decision.fallbacksOn;
    exchange.hedge = decision.hedge;
    if (decision.targets.length === 0) throw refusal(exchange, decision, subject);
  };
}

function decide(
  exchange: Exchange,
  { choose, route: { name } }: ReadyRoute,
  { subject, options }: { readonly subject: GrantSubject; readonly options: RouteOptions },
): RoutingDecision {
  const request = reached(exchange.request, 'request');
  exchange.inputTokens = estimateInputTokens(request);
  const facts = buildRequestFacts({
    tenant: reached(exchange.tenant, 'tenant'),
    application: subject.application,
    key: reached(exchange.key, 'key'),
    workload: subject.workload,
    request,
    inputTokens: exchange.inputTokens,
    promptVerdict: promptWord(exchange),
    claimed: exchange.claimed,
    nodeRegion: options.nodeRegion,
    nowMs: subject.nowMs,
  });
  try {
    return choose({
      facts,
      needs: listNeeds(request),
      isGranted: (modelId) => isGranted(exchange.snapshot, subject, modelId),
      draw: options.draw(),
      signals: options.signals,
      promptPrefix: () => promptPrefixOf(request),
    });
  } catch (thrown) {
    if (!(thrown instanceof ConditionError)) throw thrown;
    const sentence = `A condition of the route "${name}" fails for this call; tell its owner.`;
    throw new GatewayError('policy_error', sentence, { cause: thrown });
  }
}

function refusal(
  { snapshot, route: chosen }: Exchange,
  { rule, candidates }: RoutingDecision,
  subject: GrantSubject,
): GatewayError {
  const name = chosen?.name ?? '';
  if (rule === undefined) {
    return new GatewayError('no_target', `No rule of the route "${name}" holds for this call.`);
  }
  const targets = candidates.map(({ targetId }) => snapshot.targets.get(targetId));
  if (candidates.length > 0 && candidates.every(({ reason }) => reason === 'no_grant')) {
    const modelIds = new Set(targets.flatMap((target) => (target ? [target.modelId] : [])));
    return grantMissing(snapshot, subject, modelIds);
  }
  if (candidates.length > 0 && candidates.every(({ reason }) => reason === 'context_window')) {
    const sentence = `This call is too large for every model of the route "${name}": shorten it, or ask for less output.`;
    return new GatewayError('invalid_request', sentence);
  }
  const reasons = candidates
    .slice(0, namedCandidateCountMax)
    .map(({ targetId, reason }, position) => `${targets[position]?.name ?? targetId}: ${reason}`);
  const why = reasons.length === 0 ? 'it names none' : reasons.join(', ');
  const sentence = `No target of the rule "${rule}" of the route "${name}" takes this call (${why}).`;
  return new GatewayError('no_target', sentence);
}
