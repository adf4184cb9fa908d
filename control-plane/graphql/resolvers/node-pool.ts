import { parseGlobalId, toGlobalId } from '../../domain/ids.ts';
import type { NodePool } from '../../domain/node-pool.ts';
import type { Changed } from '../../services/mutation.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { toEdit, toReference } from '../input.ts';
import { withEditProblems, withProblems } from '../problems.ts';

const changed = ({ value, revision }: Changed<NodePool>) => ({
  __typename: 'NodePoolChanged' as const,
  nodePool: value,
  revision: revision ?? null,
});

export const nodePoolResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'NodePool'> = {
  Query: {
    nodePools: async (_root, { includeArchived, ...page }, { services, operation }) =>
      toConnection(
        await services.nodePools.list(operation, includeArchived ?? false, toPageRequest(page)),
      ),
    nodePool: async (_root, { id }, { loaders }) => {
      const key = parseGlobalId('node-pool', id);
      return key === undefined ? null : loaders.nodePool.load(key);
    },
  },
  Mutation: {
    createNodePool: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withProblems(async () => {
        const call = { name: 'createNodePool', input, idempotencyKey };
        const draft = { name: input.name, tenantIds: toTenantIds('tenantIds', input.tenantIds) };
        return changed(await services.nodePools.create(operation, call, draft));
      }),
    updateNodePool: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'updateNodePool', input, idempotencyKey };
        const edit = {
          ...toEdit('node-pool', input),
          addTenantIds: toTenantIds('addTenantIds', input.addTenantIds),
          removeTenantIds: toTenantIds('removeTenantIds', input.removeTenantIds),
        };
        return changed(await services.nodePools.update(operation, call, edit));
      }),
    archiveNodePool: (_root, { input: { idempotencyKey, ...input } }, { services, operation }) =>
      withEditProblems(async () => {
        const call = { name: 'archiveNodePool', input, idempotencyKey };
        const edit = toEdit('node-pool', input);
        return changed(await services.nodePools.archive(operation, call, edit));
      }),
  },
  NodePool: {
    id: ({ id }) => toGlobalId('node-pool', id),
    tenantCount: ({ id }, _args, { loaders }) => loaders.nodePoolTenantCount.load(id),
    tenants: async ({ id }, args, { services, operation, loaders }) => {
      const page = toPageRequest(args);
      if (page.after === undefined)
        return toConnection(
          await loaders.nodePoolTenantPage.load({ ownerId: id, first: page.first }),
        );
      return toConnection(await services.nodePools.listTenants(operation, id, page));
    },
  },
};

function toTenantIds(path: string, ids: readonly string[] | null | undefined): readonly string[] {
  return (ids ?? []).map((id, position) => toReference('tenant', id, `${path}.${position}`));
}
