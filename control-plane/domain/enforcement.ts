import type { Node } from './node.ts';
import { nodeStateAt } from './node.ts';

/** A point in the history of the configuration. */
interface Head {
  readonly epoch: bigint;
  readonly revision: bigint;
}

/** All nodes heard from within the last day, the head, and the time, read at one moment. */
export interface NodeRoll {
  readonly at: Date;
  readonly head: Head;
  /** By name. */
  readonly nodes: readonly Node[];
  /** Undefined when guard rails hold nothing back. */
  readonly hold?: Hold | undefined;
}

/** What guard rails keep from the nodes: all after the last revision that they let pass. */
export interface Hold {
  /** The last that passed; 0 when none did. */
  readonly goodRevision: bigint;
  /** One sentence each. */
  readonly reasons: readonly string[];
}

/**
 * How a node stands to a revision. `stale`: not heard from, so nobody knows. `rejecting`: it refused its last update,
 * or holds a tenant back. `lagging`: everything else that does not enforce it, nodes of another epoch among it.
 */
export type NodeStanding = 'enforcing' | 'rejecting' | 'stale' | 'lagging';

/** What is asked: the revision, and whose tenant counts; undefined counts every tenant. */
export interface EnforcementQuestion {
  readonly revision: bigint;
  readonly tenantId: string | undefined;
}

/** Which nodes enforce a revision. Every node has one standing; names are in order. */
export interface Enforcement extends EnforcementQuestion {
  readonly committedAt: Date | null;
  readonly names: Readonly<Record<NodeStanding, readonly string[]>>;
  /** When the last of the live nodes answered the update that it enforces; null while one does not enforce. */
  readonly convergedAt: Date | null;
  /** Why guard rails keep the revision from the nodes, one sentence each; empty when they do not. */
  readonly heldBecause: readonly string[];
}

/** What waiting for an enforcement came to. */
export interface AwaitedEnforcement {
  /** Whether all live nodes enforce the revision; false when the time was up first. */
  readonly converged: boolean;
  readonly enforcement: Enforcement;
}

/** Where all nodes stand, in revisions and names only. */
export interface Convergence {
  readonly headRevision: bigint;
  /** Newest revision that all live nodes enforce; null while none is live, or one enforces nothing of this epoch. */
  readonly enforcedRevision: bigint | null;
  /** Nodes that do not enforce the head, silent ones among them, by name. */
  readonly behindNodeIds: readonly string[];
}

/** A verdict holds at most this many diagnostics: at that count there may be more. */
const DIAGNOSTICS_MAX = 100;

/** Judges every node of the roll. @param committedAt of the revision; null when it is not known any more */
export function judgeEnforcement(
  roll: NodeRoll,
  question: EnforcementQuestion,
  committedAt: Date | null,
): Enforcement {
  const standings = roll.nodes.map((node) => [node, standingOf(node, roll, question)] as const);
  const namesOf = (wanted: NodeStanding) =>
    standings.filter(([, standing]) => standing === wanted).map(([{ id }]) => id);
  const names = {
    enforcing: namesOf('enforcing'),
    rejecting: namesOf('rejecting'),
    stale: namesOf('stale'),
    lagging: namesOf('lagging'),
  };
  const answeredMs = standings
    .filter(([, standing]) => standing === 'enforcing')
    .map(([node]) => (node.lastVerdictAt ?? node.connectedAt).getTime());
  const convergedAt = isConverged(names) ? new Date(Math.max(...answeredMs)) : null;
  const { hold } = roll;
  const isHeld = hold !== undefined && question.revision > hold.goodRevision;
  const heldBecause = isHeld ? hold.reasons : [];
  return { ...question, committedAt, names, convergedAt, heldBecause };
}

/** Whether all live nodes enforce it, and there is one. */
export function isConverged({
  enforcing,
  rejecting,
  lagging,
}: Readonly<Record<NodeStanding, readonly string[]>>): boolean {
  return enforcing.length > 0 && rejecting.length === 0 && lagging.length === 0;
}

/** Where the nodes stand to the head. @param tenantId whose tenant counts; undefined counts every tenant */
export function judgeConvergence(roll: NodeRoll, tenantId: string | undefined): Convergence {
  const { head, nodes } = roll;
  const question = { revision: head.revision, tenantId };
  const behindNodeIds = nodes
    .filter((node) => standingOf(node, roll, question) !== 'enforcing')
    .map(({ id }) => id);
  const live = nodes.filter((node) => nodeStateAt(node, roll.at) !== 'silent');
  const lowest = live
    .map((node) => (holdsBack(node, tenantId) ? 0n : enforcedOf(node, head)))
    .reduce<bigint | undefined>(
      (low, revision) => (low === undefined || revision < low ? revision : low),
      undefined,
    );
  const enforcedRevision = lowest === undefined || lowest === 0n ? null : lowest;
  return { headRevision: head.revision, enforcedRevision, behindNodeIds };
}

/**
 * Whether a follower must hear of it: something is not as it was. The first one is spared to who comes back with the
 * revision that is both committed and enforced.
 */
export function isNews(
  now: Convergence,
  before: Convergence | undefined,
  fromRevision: bigint | undefined,
): boolean {
  if (before === undefined)
    return now.headRevision !== fromRevision || now.enforcedRevision !== fromRevision;
  return (
    now.headRevision !== before.headRevision ||
    now.enforcedRevision !== before.enforcedRevision ||
    now.behindNodeIds.join() !== before.behindNodeIds.join()
  );
}

function standingOf(
  node: Node,
  { head, at }: NodeRoll,
  { revision, tenantId }: EnforcementQuestion,
): NodeStanding {
  if (nodeStateAt(node, at) === 'silent') return 'stale';
  if (holdsBack(node, tenantId)) return 'rejecting';
  if (enforcedOf(node, head) >= revision) return 'enforcing';
  return node.lastVerdict === 'rejected' ? 'rejecting' : 'lagging';
}

function enforcedOf(node: Node, head: Head): bigint {
  return node.enforcedEpoch === head.epoch ? node.enforcedRevision : 0n;
}

/** Whether the node may hold the tenant back, any when undefined. What cannot be proven enforced is taken for held back. */
function holdsBack(node: Node, tenantId: string | undefined): boolean {
  const { state, lastVerdict, diagnostics } = node;
  if (lastVerdict === 'rejected') return false;
  if (lastVerdict !== 'partial' && state !== 'degraded') return false;
  if (tenantId === undefined || diagnostics.length === 0) return true;
  if (diagnostics.length >= DIAGNOSTICS_MAX) return true;
  return diagnostics.some((one) => one.tenantId === null || one.tenantId === tenantId);
}
