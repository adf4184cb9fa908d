import type { DetectorName } from '../../policy/inspect/prompt-rule.ts';
import { greaterCounts, type PromptVerdict } from '../../policy/prompt-policy.ts';
import type { ReadyRoute } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import { hasTokenLists } from '../routing/request-text.ts';
import type { Clock } from '../upstream/clock.ts';
import { enterRoute } from './authorise.ts';
import type { Exchange, Stage } from './exchange.ts';
import { countRequest } from './prompt/count-request.ts';
import { promptBlocked } from './prompt/prompt-blocked.ts';
import { reached } from './reached.ts';

/**
 * Judges what goes in by the prompt policy of the route. Sets `findings` and `inspectedBy`; a reroute sets `route` and `reroutedBy` after
 * it was authorised there, and the policy of the new route judges too. A second reroute to yet another route is refused.
 *
 * @throws GatewayError prompt_blocked, policy_error, invalid_request for token lists, which cannot be inspected, and
 *   what `enterRoute` throws
 */
export function inspect(clock: Clock): Stage {
  return (exchange) => {
    const first = readyRouteOf(exchange);
    const verdict = judge(exchange, first);
    if (verdict.action !== 'reroute' || verdict.routeId === first.route.id) return;
    const second = rerouteTarget(exchange, verdict.routeId);
    exchange.reroutedBy = first.inspect?.name;
    enterRoute(exchange, second, clock.unixMs());
    if (second.route.promptPolicyId === first.route.promptPolicyId) return;
    const again = judge(exchange, second);
    if (again.action === 'reroute' && again.routeId !== second.route.id) {
      throw policyError('Two prompt policies move this call one after the other');
    }
  };
}

const allowed: PromptVerdict = { action: 'allow', findings: [] };

function judge(exchange: Exchange, { route, inspect: policy }: ReadyRoute): PromptVerdict {
  if (route.promptPolicyId === undefined) return allowed;
  // A route that names a policy which is not there must not run as if it had none.
  if (policy === undefined) throw policyError('The prompt policy of this route is not in force');
  const request = reached(exchange.request, 'request');
  if (hasTokenLists(request)) {
    const sentence = 'This route inspects what is sent: send texts instead of lists of tokens.';
    throw new GatewayError('invalid_request', sentence, { param: 'input' });
  }
  const counts = countRequest(policy, request);
  const verdict = policy.judge(counts);
  exchange.found = greaterCounts(exchange.found, counts);
  exchange.findings = exchange.findings.concat(verdict.findings);
  noteDetectors(exchange, policy.detectors);
  if (verdict.action === 'block') throw promptBlocked(exchange, policy, verdict);
  return verdict;
}

/** Makes no list where one policy judges, or both have the same detectors. */
function noteDetectors(exchange: Exchange, detectors: readonly DetectorName[]): void {
  const { inspectedBy } = exchange;
  if (inspectedBy.length === 0) exchange.inspectedBy = detectors;
  else if (!detectors.every((one) => inspectedBy.includes(one)))
    exchange.inspectedBy = [...new Set([...inspectedBy, ...detectors])];
}

function readyRouteOf({ snapshot, route }: Exchange): ReadyRoute {
  return reached(snapshot.routes.get(reached(route, 'route').id), 'route');
}

function rerouteTarget(exchange: Exchange, routeId: string): ReadyRoute {
  const { snapshot, tenant, request } = exchange;
  const ready = snapshot.routes.get(routeId);
  if (ready === undefined || ready.route.tenantId !== tenant?.id) {
    throw policyError(
      'The prompt policy of this route moves the call to a route that is not there',
    );
  }
  if (ready.route.operation !== request?.operation) {
    throw policyError('The prompt policy of this route moves the call to a route of another kind');
  }
  return ready;
}

function policyError(fault: string): GatewayError {
  return new GatewayError('policy_error', `${fault}; tell the owner of the policy.`);
}
