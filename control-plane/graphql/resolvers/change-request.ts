import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { GraphQLContext } from '../context.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { loadRequired } from '../required.ts';

export const changeRequestResolvers: Pick<Resolvers, 'Query' | 'ChangeRequest' | 'Review'> = {
  Query: {
    changeRequests: async (_root, { tenantId, state, ...page }, { services, operation }) => {
      const filter = {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        state: state ?? undefined,
      };
      return toConnection(
        await services.changeRequests.list(operation, filter, toPageRequest(page)),
      );
    },
    changeRequest: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('change-request', id);
      return key === undefined ? null : loaders.changeRequest.load(key);
    },
  },
  ChangeRequest: {
    id: ({ id }) => toGlobalId('change-request', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    requestedBy: ({ requestedBy }, _args, context) => findPrincipal(context, requestedBy),
    reviews: ({ id }, _args, { loaders }) => loaders.reviews.load(id),
    grant: ({ subjectId }, _args, { loaders }) => loaders.grant.load(subjectId),
  },
  Review: {
    id: ({ id }) => toGlobalId('review', id),
    reviewer: ({ reviewerId }, _args, context) => findPrincipal(context, reviewerId),
  },
};

/** Null without the right to see principals, and for those of the platform when the caller is a tenant's. */
async function findPrincipal(
  { operation, loaders }: GraphQLContext,
  id: string,
): Promise<Principal | null> {
  return operation.may('principal:read') ? loaders.principal.load(id) : null;
}
