import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { PriceDraft } from '../../domain/price/price.ts';
import type { Target } from '../../domain/target.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { PriceInput, Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withProblems, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<Target>) => ({
  __typename: 'TargetChanged' as const,
  target: value,
  revision: revision ?? 0n,
});

export const targetResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'Target' | 'TargetState' | 'TargetHealth'
> = {
  Query: {
    targets: async (_root, args, { services, operation }) => {
      const { includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        includeArchived: includeArchived ?? false,
        providerId: toFilterKey('provider', narrowing?.providerId, 'providerId'),
        modelId: toFilterKey('model', narrowing?.modelId, 'modelId'),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.targets.list(operation, wish, toPageRequest(page)));
    },
    target: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('target', id);
      return key === undefined ? null : loaders.target.load(key);
    },
  },
  Mutation: {
    createTarget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createTarget', input, idempotencyKey, review };
        const {
          enabled = true,
          capabilities = [],
          region = null,
          ...rest
        } = given(withoutTerms(input));
        const references = {
          providerId: fromGlobalId('provider', input.providerId),
          modelId: fromGlobalId('model', input.modelId),
        };
        const prices = toPrices(input.prices);
        const draft = { ...rest, ...references, enabled, capabilities, region, prices };
        return changed(await services.targets.create(operation, call, draft));
      }),
    updateTarget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateTarget', input, idempotencyKey, review };
        const prices = input.prices ? toPrices(input.prices) : undefined;
        const plain = withoutTerms(input);
        const edit = { ...toEdit('target', plain), region: input.region, prices };
        return changed(await services.targets.update(operation, call, edit));
      }),
    checkTarget: (_root, { input: { id, nodeId } }, { services, operation }) =>
      withProblems(async () => {
        const request = { id: fromGlobalId('target', id), nodeId: nodeId ?? undefined };
        const { target, outcome } = await services.targetChecks.check(operation, request);
        const succeeded = outcome.verdict === 'succeeded';
        return {
          __typename: 'TargetChecked' as const,
          ...outcome,
          nodeId: outcome.nodeId ?? null,
          target,
          succeeded,
        };
      }),
    archiveTarget: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveTarget', input, idempotencyKey };
        return changed(await services.targets.archive(operation, call, toEdit('target', input)));
      }),
  },
  Target: {
    id: ({ id }) => toGlobalId('target', id),
    provider: ({ providerId }, _args, { loaders }) => loadRequired(loaders.provider, providerId),
    model: ({ modelId }, _args, { loaders }) => loadRequired(loaders.model, modelId),
    health: ({ id }, _args, { loaders }) => loaders.targetHealth.load(id),
    states: ({ id }, _args, { loaders }) => loaders.targetAtNodes.load(id),
  },
  TargetState: {
    target: ({ targetId }, _args, { loaders }) => loaders.target.load(targetId),
    since: ({ since }) => (since === null ? null : new Date(since)),
    current: ({ isCurrent }) => isCurrent,
  },
  TargetHealth: {
    live: ({ liveCount }) => liveCount,
    healthy: ({ healthyCount }) => healthyCount,
    open: ({ counts }) => counts.open,
    halfOpen: ({ counts }) => counts.half_open,
    cooling: ({ counts }) => counts.cooling,
    credential: ({ counts }) => counts.credential,
    ramping: ({ counts }) => counts.ramping,
    unknown: ({ counts }) => counts.unknown,
    silent: ({ silentCount }) => silentCount,
  },
};

function toPrices(inputs: readonly PriceInput[]): readonly PriceDraft[] {
  return inputs.map(({ tiers, ...input }) => ({
    ...given(input),
    tiers: tiers?.map((tier) => given(tier)),
  }));
}
