import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Model } from '../../domain/model.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReference, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withReview } from '../problems.ts';

const changed = ({ value, revision }: Changed<Model>) => ({
  __typename: 'ModelChanged' as const,
  model: value,
  revision: revision ?? 0n,
});

export const modelResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Model' | 'ModelUser'> = {
  Query: {
    models: async (_root, args, { services, operation }) => {
      const { includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.models.list(operation, wish, toPageRequest(page)));
    },
    model: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('model', id);
      return key === undefined ? null : loaders.model.load(key);
    },
    modelNamed: async (_root, { name }, { services, operation }) =>
      (await services.models.findNamed(operation, name)) ?? null,
    deprecatedModels: async (_root, page, { services, operation }) =>
      toConnection(await services.models.listDeprecated(operation, toPageRequest(page))),
    modelUsers: (_root, { modelId, days }, { services, operation }) =>
      services.models.listUsers(operation, fromGlobalId('model', modelId), days),
  },
  Mutation: {
    createModel: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createModel', input, idempotencyKey, review };
        const { contextWindowTokens = null, outputTokensMax = null, ...given } = input;
        const { aliases, ...rest } = withoutTerms(given);
        const draft = {
          ...rest,
          contextWindowTokens,
          outputTokensMax,
          aliases: aliases ?? [],
          replacedById: toReplacement(input.replacedById),
        };
        return changed(await services.models.create(operation, call, draft));
      }),
    updateModel: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateModel', input, idempotencyKey, review };
        const { contextWindowTokens, outputTokensMax, deprecatedAt } = input;
        const replacedById = toReplacement(input.replacedById);
        const unknown = { contextWindowTokens, outputTokensMax, deprecatedAt, replacedById };
        const edit = { ...toEdit('model', withoutTerms(input)), ...unknown };
        return changed(await services.models.update(operation, call, edit));
      }),
    archiveModel: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveModel', input, idempotencyKey };
        return changed(await services.models.archive(operation, call, toEdit('model', input)));
      }),
  },
  Model: {
    id: ({ id }) => toGlobalId('model', id),
    replacedBy: ({ replacedById }, _args, { loaders }) =>
      replacedById === null ? null : loaders.model.load(replacedById),
  },
  ModelUser: {
    application: ({ applicationId }, _args, { loaders }) => loaders.application.load(applicationId),
  },
};

/** Null and undefined stay what they are. */
function toReplacement(id: string | null | undefined): string | null | undefined {
  return typeof id === 'string' ? toReference('model', id, 'replacedById') : id;
}
