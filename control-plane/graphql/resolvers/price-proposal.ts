import { fromGlobalId } from '../../domain/ids.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { toReference, toReviewTerms } from '../input.ts';
import { withEditProblems } from '../problems.ts';

export const priceProposalResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'PriceProposal'> = {
  Query: {
    proposedPrices: (_root, { targetIds, outcomes }, { services, operation }) =>
      services.priceProposals.list(operation, {
        targetIds: targetIds?.map((id) => fromGlobalId('target', id)),
        outcomes,
      }),
  },
  Mutation: {
    acceptProposedPrices: (
      _root,
      { input: { idempotencyKey, ...input } },
      { services, operation },
    ) =>
      withEditProblems(async () => {
        const review = toReviewTerms({ reason: input.reason });
        const call = { name: 'acceptProposedPrices', input, idempotencyKey, review };
        const accepted = input.accepted.map(({ targetId, digest }, position) => ({
          targetId: toReference('target', targetId, `accepted.${position}.targetId`),
          digest,
        }));
        const { value, revision } = await services.priceProposals.accept(operation, call, accepted);
        const { changeRequests } = value;
        if (changeRequests.length > 0)
          return { __typename: 'PricesProposed' as const, changeRequests };
        return {
          __typename: 'PricesAccepted' as const,
          targets: value.targets,
          revision: revision ?? 0n,
        };
      }),
  },
  PriceProposal: {
    listedVendor: ({ published }) => published?.vendor ?? null,
    listedModel: ({ published }) => published?.model ?? null,
    sources: ({ published }) => published?.sources ?? [],
    comment: ({ published }) => published?.comment ?? null,
  },
};
