import { fallbackClasses } from '../../../policy/resource.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Route, RoutingChoice, RoutingConstraints } from '../../domain/route.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReference, toReviewTerms } from '../input.ts';
import type { Loaders } from '../loaders.ts';
import { withEditProblems, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';
import { toConstraints, toRules } from '../routing/rule-input.ts';
import { toSimulationQuestion } from '../routing/simulation-input.ts';

const byWeight: RoutingChoice = { strategy: 'weighted' };
const unconstrained: RoutingConstraints = { regions: [], dataTerms: [] };

const changed = ({ value, revision }: Changed<Route>) => ({
  __typename: 'RouteChanged' as const,
  route: value,
  revision: revision ?? 0n,
});

export const routeResolvers: Pick<
  Resolvers,
  | 'Query'
  | 'Mutation'
  | 'Route'
  | 'RoutingRule'
  | 'RoutingChoice'
  | 'RoutingRamp'
  | 'RampHalted'
  | 'RampStep'
  | 'RoutingShadow'
  | 'WeightedTarget'
  | 'FallbackList'
  | 'RouteSimulation'
  | 'SimulatedFallbacks'
  | 'SimulatedRamp'
  | 'SimulatedShadow'
> = {
  Query: {
    routes: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
        promptPolicyId: toFilterKey('prompt-policy', narrowing?.promptPolicyId, 'promptPolicyId'),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.routes.list(operation, wish, toPageRequest(page)));
    },
    route: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('route', id);
      return key === undefined ? null : loaders.route.load(key);
    },
    simulateRoute: async (_root, { input }, { services, operation }) =>
      services.routes.simulate(operation, toSimulationQuestion(input, operation.now)),
  },
  Mutation: {
    createRoute: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createRoute', input, idempotencyKey, review };
        const { name, operation: served } = input;
        const draft = {
          tenantId: fromGlobalId('tenant', input.tenantId),
          name,
          operation: served,
          rules: toRules(input.rules),
          constraints: toConstraints(input.constraints) ?? null,
          promptPolicyId: toPolicyKey(input.promptPolicyId) ?? null,
          connectTimeoutMs: input.connectTimeoutMs ?? null,
          firstTokenTimeoutMs: input.firstTokenTimeoutMs ?? null,
          idleTimeoutMs: input.idleTimeoutMs ?? null,
          totalTimeoutMs: input.totalTimeoutMs ?? null,
        };
        return changed(await services.routes.create(operation, call, draft));
      }),
    updateRoute: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateRoute', input, idempotencyKey, review };
        const { id, expectedVersion, name } = toEdit('route', input);
        const edit = {
          id,
          expectedVersion,
          name,
          rules: input.rules ? toRules(input.rules) : undefined,
          constraints: toConstraints(input.constraints),
          promptPolicyId: toPolicyKey(input.promptPolicyId),
          connectTimeoutMs: input.connectTimeoutMs,
          firstTokenTimeoutMs: input.firstTokenTimeoutMs,
          idleTimeoutMs: input.idleTimeoutMs,
          totalTimeoutMs: input.totalTimeoutMs,
        };
        return changed(await services.routes.update(operation, call, edit));
      }),
    archiveRoute: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveRoute', input, idempotencyKey };
        return changed(await services.routes.archive(operation, call, toEdit('route', input)));
      }),
  },
  Route: {
    id: ({ id }) => toGlobalId('route', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    constraints: ({ constraints }) => constraints ?? unconstrained,
    promptPolicy: ({ promptPolicyId }, _args, { loaders }) =>
      promptPolicyId === null ? null : loaders.promptPolicy.load(promptPolicyId),
  },
  RoutingRule: {
    when: ({ when }) => when || null,
    require: ({ require }) => require || null,
    choice: ({ choice }) => choice ?? byWeight,
    constraints: ({ constraints }) => constraints ?? unconstrained,
    fallbacks: ({ fallbackTargetIds }, _args, { loaders }) =>
      Promise.all(fallbackTargetIds.map((id) => loadRequired(loaders.target, id))),
    fallbacksByClass: ({ fallbacksByClass }) => fallbacksByClass ?? [],
    hedge: ({ hedge }) => hedge ?? null,
  },
  RoutingChoice: {
    regions: ({ regions }) => regions ?? [],
  },
  RoutingRamp: {
    from: ({ fromTargetId }, _args, { loaders }) => loadRequired(loaders.target, fromTargetId),
    to: ({ toTargetId }, _args, { loaders }) => loadRequired(loaders.target, toTargetId),
  },
  RampHalted: {
    at: ({ atMs }) => new Date(atMs),
  },
  RampStep: {
    at: ({ atMs }) => new Date(atMs),
  },
  RoutingShadow: {
    target: ({ targetId }, _args, { loaders }) => loadRequired(loaders.target, targetId),
    hourlyCostMax: ({ hourlyNanoUsdMax }) => BigInt(hourlyNanoUsdMax),
  },
  RouteSimulation: {
    ramp: ({ decision }) => decision?.ramp ?? null,
    shadow: ({ decision }) => decision?.shadow ?? null,
    rule: ({ decision }) => decision?.rule ?? null,
    candidates: ({ decision }) => decision?.candidates ?? [],
    targets: ({ decision }, _args, { loaders }) => loadTargets(loaders, decision?.targets ?? []),
    hedge: ({ decision }) => decision?.hedge ?? null,
    fallbacks: ({ decision }) =>
      decision === undefined
        ? []
        : fallbackClasses.map((on) => ({ on, targets: decision.fallbacksOn[on] })),
  },
  SimulatedRamp: {
    halted: ({ isHalted }) => isHalted,
    arm: ({ isTurn, ramp: { fromTargetId, toTargetId } }, _args, { loaders }) =>
      loadRequired(loaders.target, isTurn ? toTargetId : fromTargetId),
  },
  SimulatedShadow: {
    target: ({ target }, _args, { loaders }) =>
      target === undefined ? null : loadRequired(loaders.target, target.id),
  },
  SimulatedFallbacks: {
    targets: ({ targets }, _args, { loaders }) => loadTargets(loaders, targets),
  },
  FallbackList: {
    targets: ({ targetIds }, _args, { loaders }) =>
      Promise.all(targetIds.map((id) => loadRequired(loaders.target, id))),
  },
  WeightedTarget: {
    target: ({ targetId }, _args, { loaders }) => loadRequired(loaders.target, targetId),
    tier: ({ tier }) => tier ?? 0,
  },
};

/** Null stays null, which removes the policy; absent stays absent, which leaves it. */
function toPolicyKey(globalId: string | null | undefined): string | null | undefined {
  return globalId ? toReference('prompt-policy', globalId, 'promptPolicyId') : globalId;
}

function loadTargets(loaders: Loaders, targets: readonly { readonly id: string }[]) {
  return Promise.all(targets.map(({ id }) => loadRequired(loaders.target, id)));
}
