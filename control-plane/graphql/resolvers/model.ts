import { parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Model } from '../../domain/model.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { toEdit } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';

const changed = ({ value, revision }: Changed<Model>) => ({
  __typename: 'ModelChanged' as const,
  model: value,
  revision: revision ?? 0n,
});

export const modelResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Model'> = {
  Query: {
    models: async (_root, { includeArchived, ...page }, { services, operation }) =>
      toConnection(
        await services.models.list(operation, includeArchived ?? false, toPageRequest(page)),
      ),
    model: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('model', id);
      return key === undefined ? null : loaders.model.load(key);
    },
  },
  Mutation: {
    createModel: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createModel', input, idempotencyKey };
        const { contextWindowTokens = null, outputTokensMax = null, ...rest } = input;
        const draft = { ...rest, contextWindowTokens, outputTokensMax };
        return changed(await services.models.create(operation, call, draft));
      }),
    updateModel: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateModel', input, idempotencyKey };
        const { contextWindowTokens, outputTokensMax } = input;
        const edit = { ...toEdit('model', input), contextWindowTokens, outputTokensMax };
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
  },
};
