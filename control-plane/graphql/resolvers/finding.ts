import { fromGlobalId } from '../../domain/ids.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const findingResolvers: Pick<Resolvers, 'Query' | 'FindingRow'> = {
  Query: {
    findings: (_root, { filter, by }, { services, operation }) => {
      const { tenantId, applicationId, policy, rule, kind, part, direction, from, to } = filter;
      const asked = {
        tenantId: fromGlobalId('tenant', tenantId),
        applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
        policy: policy ?? undefined,
        rule: rule ?? undefined,
        kind: kind ?? undefined,
        part: part ?? undefined,
        direction: direction ?? undefined,
        from,
        to,
      };
      return services.findings.report(operation, asked, by);
    },
  },
  FindingRow: {
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
  },
};
