import type { Application } from '../../domain/application.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<Application>) => ({
  __typename: 'ApplicationChanged' as const,
  application: value,
  revision: revision ?? 0n,
});

export const applicationResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Application'> = {
  Query: {
    applications: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, ...page } = args;
      const filter = {
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      return toConnection(await services.applications.list(operation, filter, toPageRequest(page)));
    },
    application: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('application', id);
      return key === undefined ? null : loaders.application.load(key);
    },
  },
  Mutation: {
    createApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createApplication', input, idempotencyKey };
        const { rolloutStage = 'direct', ...rest } = given(input);
        const draft = { ...rest, rolloutStage, tenantId: fromGlobalId('tenant', input.tenantId) };
        return changed(await services.applications.create(operation, call, draft));
      }),
    updateApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateApplication', input, idempotencyKey };
        const edit = toEdit('application', input);
        return changed(await services.applications.update(operation, call, edit));
      }),
    archiveApplication: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveApplication', input, idempotencyKey };
        const edit = toEdit('application', input);
        return changed(await services.applications.archive(operation, call, edit));
      }),
  },
  Application: {
    id: ({ id }) => toGlobalId('application', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
  },
};
