import { parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Provider } from '../../domain/provider.ts';
import { Redacted } from '../../domain/redacted.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withReview } from '../problems.ts';

const changed = ({ value, revision }: Changed<Provider>) => ({
  __typename: 'ProviderChanged' as const,
  provider: value,
  revision: revision ?? 0n,
});

/** Hides it at the door; null (remove) and undefined (leave) stay what they are. */
const redact = (credential: string | null | undefined) =>
  typeof credential === 'string' ? new Redacted(credential) : credential;

export const providerResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Provider'> = {
  Query: {
    providers: async (_root, args, { services, operation }) => {
      const { includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.providers.list(operation, wish, toPageRequest(page)));
    },
    provider: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('provider', id);
      return key === undefined ? null : loaders.provider.load(key);
    },
    providerPresets: (_root, _args, { services, operation }) =>
      services.providers.listPresets(operation),
  },
  Mutation: {
    createProvider: (_root, args, { services, operation }) =>
      withReview(async () => {
        const { idempotencyKey, credential, ...input } = args.input;
        const review = toReviewTerms(input);
        const call = { name: 'createProvider', input, idempotencyKey, review };
        const { dataTerms = [], ...rest } = given(withoutTerms(input));
        const draft = { ...rest, dataTerms, credential: redact(credential) };
        return changed(await services.providers.create(operation, call, draft));
      }),
    updateProvider: (_root, args, { services, operation }) =>
      withReview(async () => {
        const { idempotencyKey, credential, ...input } = args.input;
        const review = toReviewTerms(input);
        const call = { name: 'updateProvider', input, idempotencyKey, review };
        const plain = withoutTerms(input);
        const edit = { ...toEdit('provider', plain), credential: redact(credential) };
        return changed(await services.providers.update(operation, call, edit));
      }),
    archiveProvider: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveProvider', input, idempotencyKey };
        const edit = toEdit('provider', input);
        return changed(await services.providers.archive(operation, call, edit));
      }),
  },
  Provider: {
    id: ({ id }) => toGlobalId('provider', id),
    hasCredential: async ({ id }, _args, { loaders }) =>
      (await loaders.providerCredential.load(id)) !== null,
    credential: ({ id }, _args, { loaders }) => loaders.providerCredential.load(id),
  },
};
