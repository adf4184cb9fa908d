import { fromGlobalId, toGlobalId } from '../../domain/ids.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given } from '../input.ts';

export const auditResolvers: Pick<Resolvers, 'Query' | 'AuditEvent' | 'AuditFault'> = {
  Query: {
    auditEvents: async (_root, { tenantId, filter, ...page }, { services, operation }) => {
      const key = tenantId ? fromGlobalId('tenant', tenantId) : undefined;
      const wanted = { ...given(filter ?? {}), tenantId: key };
      return toConnection(await services.audit.list(operation, wanted, toPageRequest(page)));
    },
    auditVerification: async (_root, { tenantId, after, heads }, { services, operation }) =>
      services.audit.verify(operation, {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : null,
        after: after ?? undefined,
        heads: heads ?? [],
      }),
    auditSigningKeys: async (_root, _args, { services, operation }) =>
      services.audit.listSigningKeys(operation),
  },
  AuditFault: {
    eventId: ({ eventId }) => (eventId ? toGlobalId('audit-event', String(eventId)) : null),
  },
  AuditEvent: {
    id: ({ id }) => toGlobalId('audit-event', id),
    tenantId: ({ tenantId }) => (tenantId === null ? null : toGlobalId('tenant', tenantId)),
    changes: ({ changes }) => JSON.stringify(changes),
    revision: ({ revision }) => (revision === null ? null : BigInt(revision)),
  },
};
