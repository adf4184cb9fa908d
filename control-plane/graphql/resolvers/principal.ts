import type { AccessToken } from '../../domain/access-token.ts';
import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Rotated } from '../../services/access-token.ts';
import type { Issued } from '../../services/issued.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toFilterKey, toReference, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withProblems, withQuota, withReview } from '../problems.ts';

const changed = ({ value }: Changed<Principal>) => ({
  __typename: 'PrincipalChanged' as const,
  principal: value,
});

const issued = ({ value, secret }: Issued<AccessToken>) => ({
  __typename: 'AccessTokenCreated' as const,
  accessToken: value,
  secret: secret?.reveal() ?? null,
  secretAlreadyShown: secret === undefined,
});

const rotated = ({ value: { successor, previous }, secret }: Issued<Rotated>) => ({
  __typename: 'AccessTokenRotated' as const,
  accessToken: successor,
  previous,
  secret: secret?.reveal() ?? null,
  secretAlreadyShown: secret === undefined,
});

type Handled = 'Query' | 'Mutation' | 'Principal' | 'AccessToken';

export const principalResolvers: Pick<Resolvers, Handled> = {
  Query: {
    me: (_root, _args, { operation }) => operation.principal,
    principals: async (_root, args, { services, operation }) => {
      const { includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        includeArchived: includeArchived ?? false,
        tenantId: toFilterKey('tenant', narrowing?.tenantId, 'tenantId'),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.principals.list(operation, wish, toPageRequest(page)));
    },
    principal: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('principal', id);
      return key === undefined ? null : loaders.principal.load(key);
    },
  },
  Mutation: {
    createPrincipal: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createPrincipal', input, idempotencyKey, review };
        const { tenantId, email = null, customRoleIds, ...rest } = given(withoutTerms(input));
        const owner = tenantId === undefined ? null : fromGlobalId('tenant', tenantId);
        const draft = { ...rest, email, tenantId: owner, roleIds: toRoleIds(customRoleIds) };
        return changed(await services.principals.create(operation, call, draft));
      }),
    updatePrincipal: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updatePrincipal', input, idempotencyKey, review };
        const { customRoleIds, ...rest } = toEdit('principal', withoutTerms(input));
        const edit = { ...rest, email: input.email, roleIds: toRoleIds(customRoleIds) };
        return changed(await services.principals.update(operation, call, edit));
      }),
    archivePrincipal: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archivePrincipal', input, idempotencyKey };
        const edit = toEdit('principal', input);
        return changed(await services.principals.archive(operation, call, edit));
      }),
    createAccessToken: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(() =>
        withQuota(async () => {
          const call = { name: 'createAccessToken', input, idempotencyKey };
          const draft = {
            principalId: fromGlobalId('principal', input.principalId),
            name: input.name,
            scope: input.scope ?? undefined,
            notAfter: input.notAfter ?? undefined,
          };
          return issued(await services.accessTokens.create(operation, call, draft));
        }),
      ),
    rotateAccessToken: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(() =>
        withQuota(async () => {
          const call = { name: 'rotateAccessToken', input, idempotencyKey };
          const id = fromGlobalId('access-token', input.id);
          const { overlapSeconds, notAfter } = given(input);
          const draft = { id, overlapSeconds, notAfter };
          return rotated(await services.accessTokens.rotate(operation, call, draft));
        }),
      ),
    revokeAccessToken: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'revokeAccessToken', input, idempotencyKey };
        const id = fromGlobalId('access-token', input.id);
        const { value } = await services.accessTokens.revoke(operation, call, id);
        return { __typename: 'AccessTokenChanged' as const, accessToken: value };
      }),
  },
  Principal: {
    id: ({ id }) => toGlobalId('principal', id),
    tenant: ({ tenantId }, _args, { loaders }) =>
      tenantId === null ? null : loaders.tenant.load(tenantId),
    customRoles: async ({ roleIds }, _args, { loaders }) => {
      const roles = await Promise.all(roleIds.map((id) => loaders.role.load(id)));
      return roles.filter((role) => role !== null);
    },
    accessTokens: async ({ id }, args, { services, operation, loaders }) => {
      const { filter, orderBy, ...rest } = args;
      const page = toPageRequest(rest);
      const wish = { filter: given(filter ?? {}), order: toOrder(orderBy) };
      if (page.after === undefined) {
        const first = { ownerId: id, first: page.first, wish };
        return toConnection(await loaders.accessTokenPage.load(first));
      }
      const wanted = { ...wish, principalId: id };
      return toConnection(await services.accessTokens.list(operation, wanted, page));
    },
  },
  AccessToken: {
    id: ({ id }) => toGlobalId('access-token', id),
    rotatedFromId: ({ rotatedFromId: id }) => id && toGlobalId('access-token', id),
    lastUsedAt: (token, _args, { loaders }) => loaders.accessTokenUse.load(token),
  },
};

function toRoleIds(ids: readonly string[] | undefined): readonly string[] | undefined {
  return ids?.map((id) => toReference('role', id, 'customRoleIds'));
}
