import type { RoutingRule } from '../../../policy/resource.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Route } from '../../domain/route.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers, RoutingRuleInput } from '../generated/resolver-types.ts';
import { given, toEdit, toReference } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';
import { loadRequired } from '../required.ts';

const FIRST_TOKEN_TIMEOUT_MS = 30_000;
const TOTAL_TIMEOUT_MS = 300_000;

const changed = ({ value, revision }: Changed<Route>) => ({
  __typename: 'RouteChanged' as const,
  route: value,
  revision: revision ?? 0n,
});

export const routeResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'Route' | 'RoutingRule' | 'WeightedTarget'
> = {
  Query: {
    routes: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, ...page } = args;
      const filter = {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      return toConnection(await services.routes.list(operation, filter, toPageRequest(page)));
    },
    route: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('route', id);
      return key === undefined ? null : loaders.route.load(key);
    },
  },
  Mutation: {
    createRoute: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createRoute', input, idempotencyKey };
        const { name, operation: served, firstTokenTimeoutMs, totalTimeoutMs } = input;
        const draft = {
          tenantId: fromGlobalId('tenant', input.tenantId),
          name,
          operation: served,
          rules: toRules(input.rules),
          promptPolicyId: toPolicyKey(input.promptPolicyId) ?? null,
          firstTokenTimeoutMs: firstTokenTimeoutMs ?? FIRST_TOKEN_TIMEOUT_MS,
          totalTimeoutMs: totalTimeoutMs ?? TOTAL_TIMEOUT_MS,
        };
        return changed(await services.routes.create(operation, call, draft));
      }),
    updateRoute: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateRoute', input, idempotencyKey };
        const edit = {
          ...toEdit('route', input),
          rules: input.rules ? toRules(input.rules) : undefined,
          promptPolicyId: toPolicyKey(input.promptPolicyId),
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
    promptPolicy: ({ promptPolicyId }, _args, { loaders }) =>
      promptPolicyId === null ? null : loaders.promptPolicy.load(promptPolicyId),
  },
  RoutingRule: {
    when: ({ when }) => when || null,
    require: ({ require }) => require || null,
    fallbacks: ({ fallbackTargetIds }, _args, { loaders }) =>
      Promise.all(fallbackTargetIds.map((id) => loadRequired(loaders.target, id))),
  },
  WeightedTarget: {
    target: ({ targetId }, _args, { loaders }) => loadRequired(loaders.target, targetId),
  },
};

/** Null stays null, which removes the policy; absent stays absent, which leaves it. */
function toPolicyKey(globalId: string | null | undefined): string | null | undefined {
  return globalId ? toReference('prompt-policy', globalId, 'promptPolicyId') : globalId;
}

function toRules(inputs: readonly RoutingRuleInput[]): readonly RoutingRule[] {
  return inputs.map((input, position) => {
    const { when = '', require = '', fallbackTargetIds = [], ...rule } = given(input);
    const path = `rules.${position}`;
    return {
      name: rule.name,
      when,
      require,
      split: rule.split.map(({ targetId, weight }, member) => ({
        targetId: toReference('target', targetId, `${path}.split.${member}.targetId`),
        weight,
      })),
      fallbackTargetIds: fallbackTargetIds.map((id, member) =>
        toReference('target', id, `${path}.fallbackTargetIds.${member}`),
      ),
    };
  });
}
