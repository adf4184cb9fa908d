import { plainKind } from '../../../policy/inspect/settings/look.ts';
import { listPlaces } from '../../../policy/inspect/sighting.ts';
import type { RuleOutcome } from '../../../policy/prompt-part/rule-outcome.ts';
import type { RoutingConstraints } from '../../../policy/resource.ts';
import type {
  ExplainedAttempt,
  ExplainedConstraints,
  ExplainedFinding,
  ExplainedOutcome,
  Explanation,
} from '../../explanation.ts';
import { estimateInputTokens } from '../../routing/token-estimate.ts';
import type { AttemptRecord, Exchange } from '../exchange.ts';
import { listLimitOutcomes } from '../limits/limit-outcome.ts';
import { listOutcomes } from '../prompt/coverage.ts';
import { boundFindings, type PlacedFinding } from '../prompt/describe-finding.ts';
import { isStream, outcomeOf, requestedRouteOf, totalCostNanoUsd } from '../settle.ts';

const placeCountMax = 16;

/** The one place where a decision is written for callers, whatever door they came through. */
export function explain(exchange: Exchange): Explanation {
  const { snapshot, request, error } = exchange;
  return {
    requestId: exchange.requestId,
    outcome: outcomeOf(exchange),
    errorCode: error?.code ?? '',
    errorMessage: error?.message ?? '',
    operation: request?.operation ?? '',
    stream: isStream(exchange),
    workload: exchange.workload ?? '',
    requestedRoute: requestedRouteOf(exchange),
    route: exchange.route?.name ?? '',
    reroutedBy: exchange.reroutedBy ?? '',
    rule: exchange.rule ?? '',
    constraints: listConstraints(exchange),
    candidates: exchange.candidates.map(({ targetId, kept, reason }) => ({
      target: snapshot.targets.get(targetId)?.name ?? targetId,
      kept,
      reason,
    })),
    attempts: exchange.attempts.map(explainAttempt),
    findings: boundFindings(exchange.findings).map(explainFinding),
    inspection: listOutcomes(exchange).map(explainOutcome),
    limits: listLimitOutcomes(exchange).map(({ limit, word }) => ({
      limit: limit.name,
      measure: limit.measure,
      outcome: word,
    })),
    estimatedInputTokens: request === undefined ? 0 : estimateInputTokens(request),
    epoch: String(snapshot.epoch),
    revision: String(snapshot.revision),
    costNanoUsd: String(totalCostNanoUsd(exchange.attempts)),
    totalMs: exchange.totalMs,
    firstTokenMs: exchange.firstContentMs,
  };
}

function listConstraints({ route, rule }: Exchange): ExplainedConstraints[] {
  if (route === undefined || rule === undefined) return [];
  const ofRule = route.policy.rules.find(({ name }) => name === rule)?.constraints;
  return [
    ...explainConstraints('route', route.policy.constraints),
    ...explainConstraints('rule', ofRule),
  ];
}

function explainConstraints(
  of: ExplainedConstraints['of'],
  constraints: RoutingConstraints | undefined,
): ExplainedConstraints[] {
  if (constraints === undefined) return [];
  return [{ of, regions: [...constraints.regions], dataTerms: [...constraints.dataTerms] }];
}

function explainAttempt(attempt: AttemptRecord): ExplainedAttempt {
  const { number, target, verdict, status, firstTokenMs, totalMs, isHedge: hedge } = attempt;
  return { number, target: target.name, verdict, status, firstTokenMs, totalMs, hedge };
}

function explainFinding({ finding, places }: PlacedFinding): ExplainedFinding {
  const { policy, rule, detector, kind, count, action, seen } = finding;
  const { monitored, direction, exception } = finding;
  return {
    ...{ policy, rule, detector, kind: plainKind(kind), count, action },
    places: listPlaces(seen, placeCountMax),
    foundAt: places.map(({ place, part, start, end }) => ({ place, part, start, end })),
    ...(monitored && { monitored }),
    ...(direction && { direction }),
    ...(exception && { exception }),
  };
}

function explainOutcome(outcome: RuleOutcome): ExplainedOutcome {
  return { ...outcome, reason: outcome.reason ?? '' };
}
