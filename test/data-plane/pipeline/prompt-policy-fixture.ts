import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { PromptPolicy, Route } from '../../../policy/resource.ts';
import { routeOver, targetOf } from './snapshot-fixture.ts';

/** A text with a secret in it that a policy finds. */
export const secret = `here: AKIA${'IOSFODNN7EXAMPLQ'} and more`;

/** The rule of {@link blocking}. */
export const blockingRule: PromptRule = {
  name: 'no secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
};

/** Policies that block and that move calls to {@link inner}, and routes, one of them under the first. */
export const blocking = policy('p-block', 'block', undefined);
export const rerouting = policy('p-reroute', 'reroute', 'r2');
export const route = routeOver([targetOf(0)]);
export const guarded = { ...route, promptPolicyId: 'p-block' };
export const inner: Route = { ...routeOver([targetOf(1)]), id: 'r2', name: 'inner' };

/** One rule that looks for secrets. */
export function policy(
  id: string,
  action: 'block' | 'reroute',
  rerouteRouteId: string | undefined,
): PromptPolicy {
  return {
    id,
    tenantId: 't1',
    name: `policy ${id}`,
    rules: [{ ...blockingRule, action, rerouteRouteId }],
  };
}
