/** What a node says of itself; `silent` is what the control plane says of one that it does not hear. */
export type NodeState =
  | 'syncing'
  | 'in_sync'
  | 'serving_stale'
  | 'degraded'
  | 'draining'
  | 'silent';

export type VerdictOutcome = 'applied' | 'partial' | 'rejected';

/** Why a node did not take a resource. */
export interface NodeDiagnostic {
  /** `route/<uuid>`. */
  readonly resource: string;
  /** Tenant that is held back; null for a shared resource. */
  readonly tenantId: string | null;
  readonly message: string;
}

/** One process of the data plane as it was last heard of. */
export interface Node {
  /** The name that the node was given. */
  readonly id: string;
  readonly instanceId: string;
  readonly build: string;
  readonly region: string;
  /** Name of the pool that it belongs to; null for a node of no pool. */
  readonly pool: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly state: NodeState;
  readonly enforcedEpoch: bigint;
  readonly enforcedRevision: bigint;
  readonly lastVerdict: VerdictOutcome | null;
  readonly lastVerdictAt: Date | null;
  readonly lastApplyMs: number | null;
  readonly diagnostics: readonly NodeDiagnostic[];
  readonly heartbeatAt: Date;
  readonly connectedAt: Date;
}

/** A stream without a heartbeat for this long is dead. Heartbeats come every 10 s. */
export const NODE_SILENT_AFTER_MS = 30_000;
/** Nodes that were not heard from for this long are not listed. */
export const NODE_FORGOTTEN_AFTER_MS = 86_400_000;
/** Largest age that is told, in milliseconds: an Int of GraphQL. */
const AGE_MS_MAX = 2_147_483_647;

/** The state to show: a node that was not heard from is silent, whatever it said last. */
export function nodeStateAt(node: Node, now: Date): NodeState {
  const silentForMs = now.getTime() - node.heartbeatAt.getTime();
  return silentForMs > NODE_SILENT_AFTER_MS ? 'silent' : node.state;
}

/** Milliseconds since the node was heard from; never below 0, however clocks differ. */
export function heartbeatAgeMs(node: Node, now: Date): number {
  const ageMs = now.getTime() - node.heartbeatAt.getTime();
  return Math.min(Math.max(ageMs, 0), AGE_MS_MAX);
}

/** Tenants that the last verdict holds back, each once, in order of their ids. */
export function heldBackTenantIds({ diagnostics }: Node): readonly string[] {
  const ids = diagnostics.flatMap(({ tenantId }) => (tenantId === null ? [] : [tenantId]));
  return [...new Set(ids)].toSorted();
}

/** Committed revisions that the node does not enforce yet; all of them when its epoch is another. */
export function nodeLag(node: Node, head: { readonly epoch: bigint; readonly revision: bigint }) {
  if (node.enforcedEpoch !== head.epoch) return head.revision;
  return head.revision > node.enforcedRevision ? head.revision - node.enforcedRevision : 0n;
}
