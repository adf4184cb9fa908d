import type { Convergence, Enforcement } from '../../domain/enforcement.ts';
import { fromGlobalId, toGlobalId } from '../../domain/ids.ts';
import { heartbeatAgeMs, heldBackTenantIds, nodeLag, nodeStateAt } from '../../domain/node.ts';
import { toConnection, toPageRequest } from '../connection.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { given } from '../input.ts';
import { untilReturn } from '../until-return.ts';

/** Names of nodes that a list shows. */
const NAMES_MAX = 100;

export const nodeResolvers: Pick<
  Resolvers,
  | 'Query'
  | 'Subscription'
  | 'Node'
  | 'NodeDiagnostic'
  | 'NodeTargets'
  | 'Enforcement'
  | 'Convergence'
> = {
  Query: {
    nodes: async (_root, { filter, ...page }, { services, operation }) =>
      toConnection(await services.nodes.list(operation, given(filter ?? {}), toPageRequest(page))),
    node: async (_root, { id }, { services, operation }) =>
      (await services.nodes.find(operation, id)) ?? null,
    headRevision: async (_root, _args, { loaders }) => (await loaders.head()).revision,
    enforcement: (_root, args, { services, operation }) =>
      services.nodes.enforcement(operation, toQuestion(args)),
    awaitEnforced: (_root, args, { services, operation, departure: signal }) =>
      services.nodes.awaitEnforced(operation, toQuestion(args), {
        timeoutMs: args.timeoutMs,
        signal,
      }),
  },
  Subscription: {
    convergence: {
      subscribe: (_root, { fromRevision }, { services, operation, departure }) =>
        untilReturn(departure, (signal) =>
          services.nodes.followConvergence(operation, {
            fromRevision: fromRevision ?? undefined,
            signal,
          }),
        ),
      resolve: (convergence: Convergence) => convergence,
    },
  },
  Convergence: {
    behindNodeIds: ({ behindNodeIds }) => behindNodeIds.slice(0, NAMES_MAX),
  },
  Node: {
    state: (node, _args, { operation }) => nodeStateAt(node, operation.now),
    lag: async (node, _args, { loaders }) => nodeLag(node, await loaders.head()),
    heldBackTenantIds: (node) => heldBackTenantIds(node).map((id) => toGlobalId('tenant', id)),
    heartbeatAgeMs: (node, _args, { operation }) => heartbeatAgeMs(node, operation.now),
    targets: ({ id }, _args, { loaders }) => loaders.targetReport.load(id),
  },
  NodeTargets: {
    current: ({ isCurrent }) => isCurrent,
    healthy: ({ healthyCount }) => healthyCount,
    leftOut: ({ leftOutCount }) => leftOutCount,
  },
  NodeDiagnostic: {
    tenantId: ({ tenantId }) => (tenantId === null ? null : toGlobalId('tenant', tenantId)),
  },
  Enforcement: {
    total: ({ names }) => Object.values(names).reduce((sum, { length }) => sum + length, 0),
    enforcing: ({ names }) => names.enforcing.length,
    rejecting: ({ names }) => names.rejecting.length,
    stale: ({ names }) => names.stale.length,
    lagging: ({ names }) => names.lagging.length,
    enforcingNodeIds: (enforcement) => listNames(enforcement, 'enforcing'),
    rejectingNodeIds: (enforcement) => listNames(enforcement, 'rejecting'),
    staleNodeIds: (enforcement) => listNames(enforcement, 'stale'),
    laggingNodeIds: (enforcement) => listNames(enforcement, 'lagging'),
  },
};

function listNames({ names }: Enforcement, standing: keyof Enforcement['names']) {
  return names[standing].slice(0, NAMES_MAX);
}

function toQuestion(args: {
  readonly revision: bigint;
  readonly tenantId?: string | null | undefined;
}) {
  const { revision, tenantId } = args;
  return { revision, tenantId: tenantId ? fromGlobalId('tenant', tenantId) : undefined };
}
