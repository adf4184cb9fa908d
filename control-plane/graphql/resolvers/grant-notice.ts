import { fromGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const grantNoticeResolvers: Pick<Resolvers, 'Query' | 'GrantNotice'> = {
  Query: {
    grantNotices: async (_root, { tenantId, ...page }, { services, operation }) => {
      const key = tenantId ? fromGlobalId('tenant', tenantId) : undefined;
      return toConnection(await services.grantNotices.list(operation, key, toPageRequest(page)));
    },
  },
  GrantNotice: {
    grant: ({ grantId }, _args, { loaders }) => loaders.grant.load(grantId),
    isPending: async ({ grantId, endsAt }, _args, { loaders, operation }) => {
      const grant = await loaders.grant.load(grantId);
      const isUnchanged = grant?.notAfter?.getTime() === endsAt.getTime();
      return isUnchanged && grant?.revokedAt === null && endsAt > operation.now;
    },
  },
};
