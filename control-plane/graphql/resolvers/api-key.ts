import { type ApiKey, defaultWorkloads, OVERLAP_SECONDS_DEFAULT } from '../../domain/api-key.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Issued } from '../../services/issued.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withProblems, withQuota, withReview } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<ApiKey>) => ({
  __typename: 'ApiKeyChanged' as const,
  apiKey: value,
  revision: revision ?? 0n,
});

const issued = ({ value, revision, secret }: Issued<ApiKey>) => ({
  __typename: 'ApiKeyCreated' as const,
  apiKey: value,
  secret: secret?.reveal() ?? null,
  secretAlreadyShown: secret === undefined,
  revision: revision ?? 0n,
});

type Handled = 'Query' | 'Mutation' | 'ApiKey' | 'Application';

export const apiKeyResolvers: Pick<Resolvers, Handled> = {
  Query: {
    apiKeys: async (_root, args, { services, operation }) => {
      const { filter: narrowing, orderBy, ...rest } = args;
      const { tenantId, applicationId, includeRevoked, unusedSince, ...page } = rest;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        applicationId: applicationId ? fromGlobalId('application', applicationId) : undefined,
        includeRevoked: includeRevoked ?? false,
        unusedSince: unusedSince ?? undefined,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.apiKeys.list(operation, wish, toPageRequest(page)));
    },
    apiKey: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('api-key', id);
      return key === undefined ? null : loaders.apiKey.load(key);
    },
  },
  Mutation: {
    createApiKey: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const review = toReviewTerms({ reason: input.reason });
        const call = { name: 'createApiKey', input, idempotencyKey, review };
        const draft = {
          applicationId: fromGlobalId('application', input.applicationId),
          name: input.name,
          workloads: input.workloads ?? defaultWorkloads,
          routes: input.routes ?? [],
          operations: input.operations ?? [],
          feature: input.feature ?? null,
          attributes: input.attributes ?? [],
          scopes: input.scopes ?? [],
          notAfter: input.notAfter ?? null,
        };
        const made = await services.apiKeys.create(operation, call, draft);
        return { ...issued(made), changeRequest: made.value.changeRequest ?? null };
      }),
    updateApiKey: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateApiKey', input, idempotencyKey, review };
        const { feature, notAfter, ...rest } = withoutTerms(input);
        const edit = { ...toEdit('api-key', rest), feature, notAfter };
        return changed(await services.apiKeys.update(operation, call, edit));
      }),
    rotateApiKey: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(() =>
        withQuota(async () => {
          const call = { name: 'rotateApiKey', input, idempotencyKey };
          const { overlapSeconds, notAfter, ...rest } = input;
          const rotation = { overlapSeconds: overlapSeconds ?? OVERLAP_SECONDS_DEFAULT, notAfter };
          const edit = { ...toEdit('api-key', rest), ...rotation };
          return issued(await services.apiKeys.rotate(operation, call, edit));
        }),
      ),
    revokeApiKey: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'revokeApiKey', input, idempotencyKey };
        const edit = toEdit('api-key', input);
        return changed(await services.apiKeys.revoke(operation, call, edit));
      }),
  },
  ApiKey: {
    id: ({ id }) => toGlobalId('api-key', id),
    attributes: ({ attributes }) =>
      Object.entries(attributes).map(([name, value]) => ({ name, value })),
    lastUsedAt: async ({ id }, _args, { loaders }) =>
      (await loaders.apiKeyUse.load(id))?.usedAt ?? null,
    lastUsedDoor: async ({ id }, _args, { loaders }) =>
      (await loaders.apiKeyUse.load(id))?.door || null,
    lastUsedRegion: async ({ id }, _args, { loaders }) =>
      (await loaders.apiKeyUse.load(id))?.region || null,
    replaces: ({ replacesId }, _args, { loaders }) =>
      replacesId === null ? null : loaders.apiKey.load(replacesId),
    application: ({ applicationId }, _args, { loaders }) =>
      loadRequired(loaders.application, applicationId),
  },
  Application: {
    apiKeys: async ({ id }, args, { services, operation, loaders }) => {
      const page = toPageRequest(args);
      if (page.after === undefined)
        return toConnection(await loaders.apiKeyPage.load({ ownerId: id, first: page.first }));
      const filter = { applicationId: id, includeRevoked: false };
      return toConnection(await services.apiKeys.list(operation, { filter }, page));
    },
  },
};
