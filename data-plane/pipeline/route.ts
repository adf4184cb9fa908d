import type { CandidateDecision, RoutingDecision } from '../../policy/compile-routing.ts';
import { ConditionError } from '../../policy/condition.ts';
import { consideredOf, refusalOf } from '../../policy/replay/refusal.ts';
import type { Signals } from '../../policy/signal.ts';
import { noTokenFacts } from '../../policy/token/token-fact.ts';
import type { RampTurn } from '../../policy/trial/ramp.ts';
import type { ShadowChoice } from '../../policy/trial/shadow-choice.ts';
import type { BudgetDesk } from '../budgets/budget-desk.ts';
import type { ReadyRoute } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { InferenceRequest } from '../inference.ts';
import { promptPrefixOf } from '../routing/prompt-prefix.ts';
import type { RampCall, RampWatch } from '../routing/ramp-watch.ts';
import { buildRequestFacts, listNeeds } from '../routing/request-facts.ts';
import { estimateInputTokens } from '../routing/token-estimate.ts';
import type { Clock } from '../upstream/clock.ts';
import type { GrantSubject } from './authorise.ts';
import { grantMissing, isModelGranted } from './authorise.ts';
import type { Exchange, Stage } from './exchange.ts';
import { budgetFactsOf } from './money/call-money.ts';
import { reached } from './reached.ts';
import { promptWord } from './reply-tail.ts';

/** What routing depends on besides the call. */
export interface RouteOptions {
  readonly clock: Clock;
  /** In [0, 1), anew for each call. */
  readonly draw: () => number;
  /** `node.region` of conditions. */
  readonly nodeRegion: string;
  /** What is known of money; undefined where nothing is spent. */
  readonly budgets?: Pick<BudgetDesk, 'leftOf'> | undefined;
  /** What is known of targets; undefined when nothing is. */
  readonly signals?: Signals | undefined;
  /** Knows which ramps are halted; undefined when none ever halts. */
  readonly ramps?: Pick<RampWatch, 'isHalted' | 'findHalt'> | undefined;
  /** Undefined where nothing is sent, and so nothing tried out. */
  readonly trials?: RouteTrials | undefined;
}

/** Who hears of calls that try a target out. */
export interface RouteTrials {
  /** A call of a rule with a ramp: its attempts count. */
  follow(request: InferenceRequest, call: RampCall): void;
  /** A call in the sample of a shadow. */
  sampled(exchange: Exchange, choice: ShadowChoice): void;
}

const namedCandidateCountMax = 8;

/**
 * Chooses the targets to try and their order. Reads what earlier stages set; sets `requestFacts`, `rule`, `candidates`, `targets`,
 * `fallbacksOn`, `hedge`, `rampHalt`, and for calls in the sample of a shadow `shadow` and `sink`.
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
    const request = reached(exchange.request, 'request');
    const application = reached(exchange.application, 'application');
    const workload = reached(exchange.workload, 'workload');
    const subject: GrantSubject = { application, workload, nowMs: options.clock.unixMs() };
    const decision = decide(exchange, ready, { subject, options });
    exchange.rule = decision.rule;
    exchange.candidates = decision.candidates;
    exchange.targets = decision.targets;
    exchange.fallbacksOn = decision.fallbacksOn;
    exchange.hedge = decision.hedge;
    const { ramp } = decision;
    if (ramp?.isHalted && ramp.ramp.halted === undefined)
      exchange.rampHalt = options.ramps?.findHalt(ramp.id);
    if (decision.targets.length === 0) throw refusal(exchange, decision, subject);
    if (ramp !== undefined) options.trials?.follow(request, rampCallOf(decision, ramp, exchange));
    if (decision.shadow !== undefined) options.trials?.sampled(exchange, decision.shadow);
  };
}

function decide(
  exchange: Exchange,
  { choose, route: { name } }: ReadyRoute,
  { subject, options }: { readonly subject: GrantSubject; readonly options: RouteOptions },
): RoutingDecision {
  const request = reached(exchange.request, 'request');
  if (exchange.inputTokens === 0) exchange.inputTokens = estimateInputTokens(request);
  const facts = buildRequestFacts({
    tenant: reached(exchange.tenant, 'tenant'),
    application: subject.application,
    key: reached(exchange.key, 'key'),
    tokenFacts: exchange.token?.facts ?? noTokenFacts,
    workload: subject.workload,
    request,
    inputTokens: exchange.inputTokens,
    promptVerdict: promptWord(exchange),
    claimed: exchange.claimed,
    nodeRegion: options.nodeRegion,
    budget: budgetFactsOf(exchange, options.budgets),
    nowMs: subject.nowMs,
  });
  exchange.requestFacts = facts.request;
  try {
    return choose({
      facts,
      needs: listNeeds(request),
      isGranted: (modelId, region) =>
        isModelGranted(exchange.snapshot, subject, { modelId, region }),
      draw: options.draw(),
      signals: options.signals,
      isRampHalted: options.ramps?.isHalted,
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
  decision: RoutingDecision,
  subject: GrantSubject,
): GatewayError {
  const name = chosen?.name ?? '';
  const why = refusalOf(decision);
  if (why === 'no_rule') {
    return new GatewayError('no_target', `No rule of the route "${name}" holds for this call.`);
  }
  const candidates = consideredOf(decision.candidates);
  const targets = candidates.map(({ targetId }) => snapshot.targets.get(targetId));
  if (why === 'no_grant') {
    const modelIds = new Set(targets.flatMap((target) => (target ? [target.modelId] : [])));
    return grantMissing(snapshot, subject, modelIds);
  }
  if (why === 'too_large') {
    const sentence = `This call is too large for every model of the route "${name}": shorten it, or ask for less output.`;
    return new GatewayError('invalid_request', sentence);
  }
  const reasons = candidates
    .slice(0, namedCandidateCountMax)
    .map(({ targetId, reason }, position) => `${targets[position]?.name ?? targetId}: ${reason}`);
  const reason = reasons.length === 0 ? 'it names none' : reasons.join(', ');
  const sentence = `No target of the rule "${decision.rule}" of the route "${name}" takes this call (${reason}).`;
  return new GatewayError('no_target', sentence);
}

function rampCallOf(
  { candidates }: RoutingDecision,
  turn: RampTurn,
  { deadlineAtMs }: Exchange,
): RampCall {
  const isOut = ({ targetId, reason }: CandidateDecision): boolean =>
    targetId === turn.ramp.toTargetId && reason === 'unhealthy';
  return { turn, isPassedOver: turn.isTurn && candidates.some(isOut), deadlineAtMs };
}
