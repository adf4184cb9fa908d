import type { Node } from '../../control-plane/domain/node.ts';
import type {
  TargetCondition,
  TargetReport,
} from '../../control-plane/domain/telemetry/target-report.ts';

/** A node as its row has it: in sync, heard from just now, enforcing revision 1 of epoch 1, unless told otherwise. */
export function nodeRecord(id: string, change: Partial<Node> = {}): Node {
  const now = new Date();
  return {
    id,
    instanceId: `instance of ${id}`,
    build: '1',
    region: 'eu',
    pool: null,
    addresses: {},
    state: 'in_sync',
    enforcedEpoch: 1n,
    enforcedRevision: 1n,
    lastVerdict: 'applied',
    lastVerdictAt: now,
    lastApplyMs: 3,
    diagnostics: [],
    heartbeatAt: now,
    connectedAt: now,
    ...change,
  };
}

/** What the node says: that these targets are out, unless told otherwise, and nothing against any other. */
export function reportOf(
  node: Node,
  targetIds: readonly string[],
  change: Partial<TargetReport> & { readonly condition?: TargetCondition } = {},
): TargetReport {
  const { condition = 'open', ...rest } = change;
  const { id: nodeId, instanceId, connectedAt, heartbeatAt } = node;
  const since = connectedAt.toISOString();
  return {
    nodeId,
    instanceId,
    connectedAt,
    reportedAt: heartbeatAt,
    healthyCount: 3,
    leftOutCount: 0,
    states: targetIds.map((targetId) => ({ targetId, condition, breaker: 'open', since })),
    ...rest,
  };
}
