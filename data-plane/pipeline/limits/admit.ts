import { resolveWorkload } from '../../../policy/authorise.ts';
import type { CountedTokens } from '../../limits/call-limits.ts';
import type { LimitDesk } from '../../limits/limit-desk.ts';
import type { LimitRefusal } from '../../limits/limit-verdict.ts';
import { estimateInputTokens } from '../../routing/token-estimate.ts';
import type { Exchange, Stage } from '../exchange.ts';
import { reached } from '../reached.ts';
import { limitError } from './limit-error.ts';

/**
 * Begins to count the call at the limits of its tenant, and admits it at those that need no body: requests and concurrent
 * requests, of any route. Reads what `authenticate` set; sets `limits` where the tenant has any for its application. With `isTrial` the call
 * is only asked about: nothing is counted, and it is refused where its body was read.
 *
 * @throws GatewayError limit_exceeded
 */
export function admitCaller(desk: LimitDesk, isTrial: boolean): Stage {
  return (exchange) => {
    const { snapshot, token, requestedWorkload } = exchange;
    const { tenantId, applicationId, id, workloads } = reached(exchange.key, 'key');
    const limits = snapshot.limits.get(tenantId);
    if (limits === undefined) return;
    const apiKeyId = token === undefined ? id : undefined;
    exchange.limits = desk.open(limits, { tenantId, applicationId, apiKeyId }, isTrial);
    if (isTrial) return;
    const workload = resolveWorkload({ workloads }, requestedWorkload) ?? '';
    refuse(exchange.limits?.enter({ workload, routeId: undefined, tokens: undefined }));
  };
}

/**
 * Admits the call at limits of requests and concurrent requests that are for some routes. Reads what `authorise` set.
 *
 * @throws GatewayError limit_exceeded
 */
export function admitToRoute(exchange: Exchange): void {
  if (exchange.limits !== undefined) enter(exchange, undefined);
}

/**
 * Admits the call at limits of tokens, and at those of the route that a prompt policy has moved it to. Sets `inputTokens` where
 * the tenant has limits.
 *
 * @throws GatewayError limit_exceeded; invalid_request for a call that is larger than all that a limit allows
 */
export function admitTokens(exchange: Exchange): void {
  if (exchange.limits === undefined) return;
  const request = reached(exchange.request, 'request');
  exchange.inputTokens = estimateInputTokens(request);
  const outputMax = request.operation === 'chat' ? request.outputTokensMax : 0;
  enter(exchange, { input: exchange.inputTokens, outputMax });
}

/** Gives back what the call held of limits and did not need; part of settling. */
export function settleLimits({ limits, attempts }: Exchange): void {
  if (limits === undefined) return;
  let [input, output] = [0, 0];
  for (const { usage } of attempts) {
    input += usage?.inputTokens ?? 0;
    output += usage?.outputTokens ?? 0;
  }
  limits.settle({ input, output });
}

function enter(exchange: Exchange, tokens: CountedTokens | undefined): void {
  const workload = reached(exchange.workload, 'workload');
  const routeId = reached(exchange.route, 'route').id;
  refuse(exchange.limits?.enter({ workload, routeId, tokens }));
}

function refuse(refusal: LimitRefusal | undefined): void {
  if (refusal !== undefined) throw limitError(refusal);
}
