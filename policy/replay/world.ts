import { type CompiledRoute, compileRoute, type RoutingCatalog } from '../compile-routing.ts';
import { type AttachedPolicy, listAttached } from '../prompt-part/policies-of-call.ts';
import { type CompiledPromptPolicy, compilePromptPolicy } from '../prompt-policy.ts';
import type { Grant, PromptPolicy, Route, Tenant } from '../resource.ts';

/** A configuration of one tenant, as plain resources. */
export interface ReplayConfiguration {
  readonly tenant: Tenant;
  readonly grants: readonly Grant[];
  readonly catalog: RoutingCatalog;
  readonly routes: readonly Route[];
  readonly promptPolicies: readonly PromptPolicy[];
}

/** A route made ready for calls, as nodes make it. */
export interface ReplayedRoute {
  readonly route: Route;
  readonly choose: CompiledRoute;
  /** Undefined when the route names no prompt policy, or one that is not there. */
  readonly inspect: CompiledPromptPolicy | undefined;
  /** Policies of the tenant that judge calls of any route. */
  readonly attached: readonly AttachedPolicy[];
}

/** A configuration that calls are tried on. */
export interface ReplayWorld extends Pick<ReplayConfiguration, 'tenant' | 'grants' | 'catalog'> {
  readonly routes: ReadonlyMap<string, ReplayedRoute>;
  readonly routesByName: ReadonlyMap<string, ReplayedRoute>;
}

/** @throws ConditionError when a condition does not type-check */
export function createReplayWorld(configuration: ReplayConfiguration): ReplayWorld {
  const { tenant, grants, catalog, routes, promptPolicies } = configuration;
  const policies = new Map(promptPolicies.map((one) => [one.id, compilePromptPolicy(one)]));
  const attached = listAttached(
    promptPolicies,
    (one) => policies.get(one.id) ?? compilePromptPolicy(one),
  );
  const ready = routes.map(
    (route): ReplayedRoute => ({
      route,
      choose: compileRoute(route, catalog),
      inspect: policies.get(route.promptPolicyId ?? ''),
      attached,
    }),
  );
  return {
    tenant,
    grants,
    catalog,
    routes: new Map(ready.map((one) => [one.route.id, one])),
    routesByName: new Map(ready.map((one) => [one.route.name, one])),
  };
}
