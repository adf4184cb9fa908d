import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { isOfPlatform, permissions, permissionsOf, roles } from '../../domain/permission.ts';
import type { CustomRole } from '../../domain/role.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit, toReviewTerms, withoutTerms } from '../input.ts';
import { withEditProblems, withReview } from '../problems.ts';

const changed = ({ value }: Changed<CustomRole>) => ({
  __typename: 'RoleChanged' as const,
  role: value,
});

/** The one table, by permission. */
const entries = permissions.map((name) => ({
  name,
  roles: roles.filter((role) => permissionsOf[role].includes(name)),
  isOfPlatform: isOfPlatform(name),
}));

export const roleResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'CustomRole'> = {
  Query: {
    roles: async (_root, args, { services, operation }) => {
      const { tenantId, includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined,
        includeArchived: includeArchived ?? false,
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.roles.list(operation, wish, toPageRequest(page)));
    },
    role: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('role', id);
      return key === undefined ? null : loaders.role.load(key);
    },
    permissions: () => entries,
    myPermissions: (_root, _args, { operation }) => [...operation.permissions],
  },
  Mutation: {
    createRole: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'createRole', input, idempotencyKey, review };
        const { tenantId, ...rest } = given(withoutTerms(input));
        const owner = tenantId === undefined ? null : fromGlobalId('tenant', tenantId);
        const draft = { ...rest, tenantId: owner };
        return changed(await services.roles.create(operation, call, draft));
      }),
    updateRole: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withReview(async () => {
        const review = toReviewTerms(input);
        const call = { name: 'updateRole', input, idempotencyKey, review };
        const edit = toEdit('role', withoutTerms(input));
        return changed(await services.roles.update(operation, call, edit));
      }),
    archiveRole: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveRole', input, idempotencyKey };
        return changed(await services.roles.archive(operation, call, toEdit('role', input)));
      }),
  },
  CustomRole: {
    id: ({ id }) => toGlobalId('role', id),
    tenant: ({ tenantId }, _args, { loaders }) =>
      tenantId === null ? null : loaders.tenant.load(tenantId),
  },
};
