import { fromGlobalId } from '../../domain/ids.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const usageResolvers: Pick<Resolvers, 'Query' | 'UsageRow'> = {
  Query: {
    usage: (_root, { filter, by }, { services, operation }) => {
      const { tenantId, applicationId, modelId, feature, from, to } = filter;
      const keys = {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
        modelId: modelId ? fromGlobalId('model', modelId) : undefined,
      };
      return services.usage.report(
        operation,
        { ...keys, feature: feature ?? undefined, from, to },
        by,
      );
    },
  },
  UsageRow: {
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    model: ({ modelId }, _args, { loaders }) =>
      modelId === null ? null : loaders.model.load(modelId),
    target: ({ targetId }, _args, { loaders }) =>
      targetId === null ? null : loaders.target.load(targetId),
  },
};
