import type { IdentityProvider } from '../../domain/identity-provider.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { Redacted } from '../../domain/redacted.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withReview } from '../problems.ts';

const SCOPES = ['openid', 'profile', 'email'];

const changed = ({ value }: Changed<IdentityProvider>) => ({
  __typename: 'IdentityProviderChanged' as const,
  identityProvider: value,
});

/** Hides it at the door; null (remove) and undefined (leave) stay what they are. */
const redact = (secret: string | null | undefined) =>
  typeof secret === 'string' ? new Redacted(secret) : secret;

type Handled = 'Query' | 'Mutation' | 'IdentityProvider';

export const identityProviderResolvers: Pick<Resolvers, Handled> = {
  Query: {
    identityProviders: async (_root, { includeArchived, ...page }, { services, operation }) => {
      const { identityProviders } = services;
      const request = toPageRequest(page);
      return toConnection(
        await identityProviders.list(operation, includeArchived ?? false, request),
      );
    },
    identityProvider: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('identity-provider', id);
      return key === undefined ? null : loaders.identityProvider.load(key);
    },
  },
  Mutation: {
    createIdentityProvider: (_root, args, { services, operation }) =>
      withReview(async () => {
        const { idempotencyKey, clientSecret, ...input } = args.input;
        const review = toReviewTerms(input);
        const call = { name: 'createIdentityProvider', input, idempotencyKey, review };
        const plain = given(withoutTerms(input));
        const { tenantId, groupClaim = 'groups', emailDomains = [], ...rest } = plain;
        const owner = tenantId === undefined ? null : fromGlobalId('tenant', tenantId);
        const facts = { scopes: SCOPES, ...rest, groupClaim, emailDomains, tenantId: owner };
        const draft = { ...facts, clientSecret: redact(clientSecret) };
        return changed(await services.identityProviders.create(operation, call, draft));
      }),
    updateIdentityProvider: (_root, args, { services, operation }) =>
      withReview(async () => {
        const { idempotencyKey, clientSecret, ...input } = args.input;
        const review = toReviewTerms(input);
        const call = { name: 'updateIdentityProvider', input, idempotencyKey, review };
        const edit = {
          ...toEdit('identity-provider', withoutTerms(input)),
          clientSecret: redact(clientSecret),
        };
        return changed(await services.identityProviders.update(operation, call, edit));
      }),
    archiveIdentityProvider: (_root, args, { services, operation }) =>
      withEditProblems(async () => {
        const { idempotencyKey, ...input } = args.input;
        const call = { name: 'archiveIdentityProvider', input, idempotencyKey };
        const edit = toEdit('identity-provider', input);
        return changed(await services.identityProviders.archive(operation, call, edit));
      }),
  },
  IdentityProvider: {
    id: ({ id }) => toGlobalId('identity-provider', id),
    tenant: ({ tenantId }, _args, { loaders }) =>
      tenantId === null ? null : loaders.tenant.load(tenantId),
    hasClientSecret: ({ id }, _args, { loaders }) => loaders.hasClientSecret.load(id),
  },
};
