import { fromGlobalId, parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import { stateOf, type Tenant } from '../../domain/tenant.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toOrder, toPageRequest } from '../connection.ts';
import type { QuotaInput, Resolvers } from '../generated/resolver-types.ts';
import { given, toEdit } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';

const changed = ({ value, revision }: Changed<Tenant>) => ({
  __typename: 'TenantChanged' as const,
  tenant: value,
  revision: revision ?? 0n,
});

const toSettings = (quotas: readonly QuotaInput[]) =>
  quotas.map(({ kind, limit }) => ({ kind, limit: limit ?? null }));

export const tenantResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Tenant'> = {
  Query: {
    tenants: async (_root, args, { services, operation }) => {
      const { includeArchived, filter: narrowing, orderBy, ...page } = args;
      const filter = {
        ...given(narrowing ?? {}),
        includeArchived: (includeArchived ?? false) || Boolean(narrowing?.states),
      };
      const wish = { filter, order: toOrder(orderBy) };
      return toConnection(await services.tenants.list(operation, wish, toPageRequest(page)));
    },
    tenant: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('tenant', id);
      return key === undefined ? null : loaders.tenant.load(key);
    },
    quotaDefaults: (_root, _args, { services, operation }) =>
      services.tenants.listQuotaDefaults(operation),
  },
  Mutation: {
    createTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createTenant', input, idempotencyKey };
        return changed(await services.tenants.create(operation, call, input.name));
      }),
    updateTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateTenant', input, idempotencyKey };
        return changed(await services.tenants.update(operation, call, toEdit('tenant', input)));
      }),
    archiveTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveTenant', input, idempotencyKey };
        return changed(await services.tenants.archive(operation, call, toEdit('tenant', input)));
      }),
    suspendTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'suspendTenant', input, idempotencyKey };
        return changed(await services.tenants.suspend(operation, call, toEdit('tenant', input)));
      }),
    resumeTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'resumeTenant', input, idempotencyKey };
        return changed(await services.tenants.resume(operation, call, toEdit('tenant', input)));
      }),
    deleteTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'deleteTenant', input, idempotencyKey };
        return changed(await services.tenants.delete(operation, call, toEdit('tenant', input)));
      }),
    setTenantQuotas: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'setTenantQuotas', input, idempotencyKey };
        const id = fromGlobalId('tenant', input.tenantId);
        const { expectedVersion } = input;
        const edit = { id, expectedVersion, quotas: toSettings(input.quotas) };
        return changed(await services.tenants.setQuotas(operation, call, edit));
      }),
    setQuotaDefaults: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'setQuotaDefaults', input, idempotencyKey };
        const settings = toSettings(input.quotas);
        const { value } = await services.tenants.setQuotaDefaults(operation, call, settings);
        return { __typename: 'QuotaDefaultsChanged', quotaDefaults: value.defaults };
      }),
    restoreTenant: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'restoreTenant', input, idempotencyKey };
        return changed(await services.tenants.restore(operation, call, toEdit('tenant', input)));
      }),
  },
  Tenant: {
    id: ({ id }) => toGlobalId('tenant', id),
    state: stateOf,
    quotas: ({ id }, _args, { loaders }) => loaders.quotas.load(id),
    suspension: ({ suspended, suspensionReason: reason, suspendedAt: since }) =>
      suspended ? { reason, since } : null,
    deletion: ({ deletionReason: reason, deletedAt, purgeAfter }) =>
      reason === null || deletedAt === null || purgeAfter === null
        ? null
        : { reason, deletedAt, purgeAfter },
    applications: async ({ id }, args, { services, operation, loaders }) => {
      const page = toPageRequest(args);
      if (page.after === undefined)
        return toConnection(await loaders.applicationPage.load({ ownerId: id, first: page.first }));
      const filter = { tenantId: id, includeArchived: false };
      return toConnection(await services.applications.list(operation, { filter }, page));
    },
  },
};
