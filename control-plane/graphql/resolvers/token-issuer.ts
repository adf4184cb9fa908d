import { defaultWorkloads } from '../../domain/api-key.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { defaultTokenAlgorithms, type TokenIssuer } from '../../domain/token-issuer.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers, TokenFactInput } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReference } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';
import { loadRequired } from '../required.ts';

const changed = ({ value, revision }: Changed<TokenIssuer>) => ({
  __typename: 'TokenIssuerChanged' as const,
  tokenIssuer: value,
  revision: revision ?? 0n,
});

type Handled = 'Query' | 'Mutation' | 'TokenIssuer';

export const tokenIssuerResolvers: Pick<Resolvers, Handled> = {
  Query: {
    tokenIssuers: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
        applicationId: toFilterKey('application', narrowing?.applicationId, 'applicationId'),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.tokenIssuers.list(operation, wish, toPageRequest(page)));
    },
    tokenIssuer: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('token-issuer', id);
      return key === undefined ? null : loaders.tokenIssuer.load(key);
    },
  },
  Mutation: {
    createTokenIssuer: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createTokenIssuer', input, idempotencyKey };
        const { tenantId, applicationId, applicationClaim, facts = [], ...rest } = given(input);
        const draft = {
          ...defaults,
          ...rest,
          facts: facts.map(toFact),
          tenantId: fromGlobalId('tenant', tenantId),
          applicationId: toApplication(applicationId) ?? null,
          applicationClaim: applicationClaim ?? null,
        };
        return changed(await services.tokenIssuers.create(operation, call, draft));
      }),
    updateTokenIssuer: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateTokenIssuer', input, idempotencyKey };
        const { applicationId, facts, ...rest } = toEdit('token-issuer', input);
        const edit = {
          ...rest,
          applicationId: toApplication(applicationId),
          facts: facts?.map(toFact),
        };
        return changed(await services.tokenIssuers.update(operation, call, edit));
      }),
    archiveTokenIssuer: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveTokenIssuer', input, idempotencyKey };
        const edit = toEdit('token-issuer', input);
        return changed(await services.tokenIssuers.archive(operation, call, edit));
      }),
    refreshTokenIssuer: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'refreshTokenIssuer', input, idempotencyKey };
        const id = fromGlobalId('token-issuer', input.id);
        const tokenIssuer = await services.tokenIssuers.refresh(operation, call, id);
        return { __typename: 'TokenIssuerDue' as const, tokenIssuer };
      }),
  },
  TokenIssuer: {
    id: ({ id }) => toGlobalId('token-issuer', id),
    tenant: ({ tenantId }, _args, { loaders }) => loadRequired(loaders.tenant, tenantId),
    application: ({ applicationId }, _args, { loaders }) =>
      applicationId === null ? null : loaders.application.load(applicationId),
    lastUsedAt: async ({ id }, _args, { loaders }) =>
      (await loaders.tokenIssuerUse.load(id))?.usedAt ?? null,
    lastUsedDoor: async ({ id }, _args, { loaders }) =>
      (await loaders.tokenIssuerUse.load(id))?.door || null,
    lastUsedRegion: async ({ id }, _args, { loaders }) =>
      (await loaders.tokenIssuerUse.load(id))?.region || null,
    keySet: ({ id }, _args, { loaders }) => loaders.tokenKeySet.load(id),
  },
};

const defaults = {
  algorithms: defaultTokenAlgorithms,
  leewaySeconds: 60,
  lifetimeSecondsMax: 3_600,
  workloads: defaultWorkloads,
  routes: [],
  operations: [],
  scopes: [],
  enabled: true,
};

const toFact = ({ type = 'string', ...fact }: TokenFactInput) => ({ type, ...fact });

function toApplication(globalId: string | undefined): string | undefined {
  if (globalId === undefined) return undefined;
  return toReference('application', globalId, 'applicationId');
}
