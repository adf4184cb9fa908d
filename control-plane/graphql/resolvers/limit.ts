import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Limit } from '../../domain/limit.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReference, toReviewTerms } from '../input.ts';
import { withProblems, withQuota, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<Limit>) => ({
  __typename: 'LimitChanged' as const,
  limit: value,
  revision: revision ?? 0n,
});

const toRouteIds = (ids: readonly string[] | undefined) =>
  ids?.map((id, position) => toReference('route', id, `routeIds.${position}`));

const mutations: Resolvers['Mutation'] = {
  createLimit: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withProblems(() =>
      withQuota(async () => {
        const call = { name: 'createLimit', input, idempotencyKey };
        const { name, per, measure, amount, workloads, routeIds } = given(input);
        const { applicationId, windowSeconds, monitor, message } = given(input);
        const draft = {
          tenantId: fromGlobalId('tenant', input.tenantId),
          name,
          applicationId: applicationId
            ? toReference('application', applicationId, 'applicationId')
            : null,
          per,
          workloads: workloads ?? [],
          routeIds: toRouteIds(routeIds) ?? [],
          measure,
          amount: Number(amount),
          windowS: windowSeconds ?? 0,
          monitor: monitor ?? false,
          message: message ?? '',
        };
        return changed(await services.limits.create(operation, call, draft));
      }),
    ),
  updateLimit: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withReview(async () => {
      const review = toReviewTerms(input);
      const call = { name: 'updateLimit', input, idempotencyKey, review };
      const { id, expectedVersion, name, amount, ...rest } = toEdit('limit', input);
      const { workloads, routeIds, windowSeconds, monitor, message } = rest;
      const edit = {
        ...{ id, expectedVersion, name, workloads, monitor, message },
        routeIds: toRouteIds(routeIds),
        amount: amount === undefined ? undefined : Number(amount),
        windowS: windowSeconds,
      };
      return changed(await services.limits.update(operation, call, edit));
    }),
  archiveLimit: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
    withReview(async () => {
      const review = toReviewTerms(input);
      const call = { name: 'archiveLimit', input, idempotencyKey, review };
      const { id, expectedVersion } = toEdit('limit', input);
      return changed(await services.limits.archive(operation, call, { id, expectedVersion }));
    }),
};

export const limitResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Limit'> = {
  Query: {
    limits: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        applicationId: toFilterKey('application', narrowing?.applicationId, 'applicationId'),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.limits.list(operation, wish, toPageRequest(page)));
    },
    limit: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('limit', id);
      return key === undefined ? null : loaders.limit.load(key);
    },
  },
  Mutation: mutations,
  Limit: {
    id: ({ id }) => toGlobalId('limit', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    routes: ({ routeIds }, _args, { loaders }) =>
      Promise.all(routeIds.map((id) => loadRequired(loaders.route, id))),
    amount: ({ amount }) => BigInt(amount),
    windowSeconds: ({ windowS }) => windowS || null,
    message: ({ message }) => message || null,
  },
};
