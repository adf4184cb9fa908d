import { toGlobalId } from '../../domain/ids.ts';
import { nodeLag, nodeStateAt } from '../../domain/node.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';

export const nodeResolvers: Pick<Resolvers, 'Query' | 'Node' | 'NodeDiagnostic'> = {
  Query: {
    nodes: async (_root, page, { services, operation }) =>
      toConnection(await services.nodes.list(operation, toPageRequest(page))),
    node: async (_root, { id }, { services, operation }) =>
      (await services.nodes.find(operation, id)) ?? null,
    headRevision: async (_root, _args, { loaders }) => (await loaders.head()).revision,
  },
  Node: {
    state: (node, _args, { operation }) => nodeStateAt(node, operation.now),
    lag: async (node, _args, { loaders }) => nodeLag(node, await loaders.head()),
  },
  NodeDiagnostic: {
    tenantId: ({ tenantId }) => (tenantId === null ? null : toGlobalId('tenant', tenantId)),
  },
};
