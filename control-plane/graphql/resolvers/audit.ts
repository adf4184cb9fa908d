import { fromGlobalId, toGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const auditResolvers: Pick<Resolvers, 'Query' | 'AuditEvent'> = {
  Query: {
    auditEvents: async (_root, { tenantId, ...page }, { services, operation }) => {
      const key = tenantId ? fromGlobalId('tenant', tenantId) : undefined;
      return toConnection(await services.audit.list(operation, key, toPageRequest(page)));
    },
  },
  AuditEvent: {
    id: ({ id }) => toGlobalId('audit-event', id),
    tenantId: ({ tenantId }) => (tenantId === null ? null : toGlobalId('tenant', tenantId)),
    changes: ({ changes }) => JSON.stringify(changes),
    revision: ({ revision }) => (revision === null ? null : BigInt(revision)),
  },
};
