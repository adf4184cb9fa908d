import type { Diagnostic__Output } from '../../proto/generated/gatehouse/config/v1/Diagnostic.ts';
import type { Hello__Output } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { NodeHeartbeat__Output } from '../../proto/generated/gatehouse/config/v1/NodeHeartbeat.ts';
import type { Position__Output } from '../../proto/generated/gatehouse/config/v1/Position.ts';
import type { Verdict__Output } from '../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { Node, NodeDiagnostic, NodeState, VerdictOutcome } from '../domain/node.ts';
import { toStorableText } from '../domain/telemetry/storable-text.ts';
import type { TargetReport } from '../domain/telemetry/target-report.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Nodes that are written in one transaction, and reports. */
const BATCH_MAX = 100;
/** What a node says of itself: one that lies must not cost the others of its batch their write. */
const TEXT_UNITS_MAX = 200;
const MESSAGE_UNITS_MAX = 500;
const ADDRESSES_MAX = 8;
/** Nodes that a line of the log names. */
const NAMED_MAX = 10;

const states: Readonly<Record<string, NodeState>> = {
  SYNCING: 'syncing',
  IN_SYNC: 'in_sync',
  SERVING_STALE: 'serving_stale',
  DEGRADED: 'degraded',
  DRAINING: 'draining',
};
const outcomes: Readonly<Record<Verdict__Output['outcome'], VerdictOutcome>> = {
  OUTCOME_UNSPECIFIED: 'rejected',
  OUTCOME_APPLIED: 'applied',
  OUTCOME_PARTIAL: 'partial',
  OUTCOME_REJECTED: 'rejected',
};

/** When a node said something, and whether its position stands for what it enforces: see {@link NodeSession.isProven}. */
export interface Heard {
  readonly now: Date;
  readonly isProven: boolean;
}

/** What a node that has just said hello is known by. */
export function nodeOf(hello: Hello__Output, { now, isProven }: Heard): Node {
  return {
    id: hello.nodeId,
    instanceId: hello.instanceId,
    build: toStorableText(hello.build, TEXT_UNITS_MAX),
    region: toStorableText(hello.labels['region'] ?? '', TEXT_UNITS_MAX),
    pool: hello.pool || null,
    addresses: toAddresses(hello.addresses),
    state: 'syncing',
    ...enforcedAt(isProven ? hello.held : null),
    lastVerdict: null,
    lastVerdictAt: null,
    lastApplyMs: null,
    diagnostics: [],
    heartbeatAt: now,
    connectedAt: now,
  };
}

/** The node after it answered an update. */
export function nodeAfterVerdict(
  node: Node,
  verdict: Verdict__Output,
  { now, isProven }: Heard,
): Node {
  const outcome = outcomes[verdict.outcome];
  const applied = isProven ? 'in_sync' : 'syncing';
  return {
    ...node,
    state: outcome === 'applied' ? applied : 'degraded',
    // With more tenants held back than a verdict names, it enforces the rest all the same.
    ...enforcedAt(isProven || outcome === 'partial' ? verdict.now : null),
    lastVerdict: outcome,
    lastVerdictAt: now,
    lastApplyMs: verdict.applyMs,
    diagnostics: verdict.diagnostics.map(toNodeDiagnostic),
    heartbeatAt: now,
  };
}

/** The node after a sign of life. What is not proven does not count. */
export function nodeAfterHeartbeat(
  node: Node,
  beat: NodeHeartbeat__Output,
  { now, isProven }: Heard,
): Node {
  const state = states[beat.state] ?? node.state;
  const enforced = isProven ? enforcedAt(beat.enforced) : {};
  return { ...node, state, ...enforced, heartbeatAt: now };
}

/** The node of which it has turned out that it does not hold what it has acknowledged. */
export function nodeDiverged(node: Node): Node {
  return { ...node, state: 'syncing', ...enforcedAt(null) };
}

function enforcedAt(
  position: Position__Output | null,
): Pick<Node, 'enforcedEpoch' | 'enforcedRevision'> {
  return {
    enforcedEpoch: BigInt(position?.epoch ?? 0),
    enforcedRevision: BigInt(position?.revision ?? 0),
  };
}

function toNodeDiagnostic({ resource, tenantId, message }: Diagnostic__Output): NodeDiagnostic {
  return {
    resource: toStorableText(`${resource?.kind ?? ''}/${resource?.id ?? ''}`, TEXT_UNITS_MAX),
    tenantId: tenantId === '' ? null : toStorableText(tenantId, TEXT_UNITS_MAX),
    message: toStorableText(message, MESSAGE_UNITS_MAX),
  };
}

function toAddresses(addresses: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(addresses).slice(0, ADDRESSES_MAX);
  const storable = entries.map((entry) =>
    entry.map((text) => toStorableText(text, TEXT_UNITS_MAX)),
  );
  return Object.fromEntries(storable);
}

/**
 * Writes nodes to where every replica reads them: one transaction at a time, of many nodes, the newest state of each. A write that
 * fails is not repeated, since the next heartbeat says it all again; what a node says of its targets, which it says once, is
 * written with whatever is put next.
 */
export class NodeRegistry {
  readonly #storage: Storage;
  readonly #logger: Logger;
  readonly #waiting = new Map<string, Node>();
  readonly #reports = new Map<string, TargetReport>();
  readonly #onOutrun: (node: Node) => void;
  #running: Promise<void> | undefined;

  /** `onOutrun` is called for a node that is not written because a newer process of its name is connected, to any replica. */
  constructor(storage: Storage, logger: Logger, onOutrun: (node: Node) => void = () => {}) {
    this.#storage = storage;
    this.#logger = logger;
    this.#onOutrun = onOutrun;
  }

  put(node: Node): void {
    this.#waiting.set(node.id, node);
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
    });
  }

  /** Written with the node that is put next, which is its own as a rule. */
  putReport(report: TargetReport): void {
    this.#reports.set(report.nodeId, report);
  }

  /** Resolves when everything that was put is written. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #write(): Promise<void> {
    while (this.#waiting.size > 0) {
      const nodes = takeBatch(this.#waiting);
      const reports = takeBatch(this.#reports);
      if (await this.#writeBatch(nodes, reports)) continue;
      for (const report of reports)
        if (!this.#reports.has(report.nodeId)) this.#reports.set(report.nodeId, report);
    }
  }

  /** Whether it is written. Never rejects. */
  async #writeBatch(nodes: readonly Node[], reports: readonly TargetReport[]): Promise<boolean> {
    const actor = { name: 'system', authenticatedBy: 'system' };
    try {
      const { value: outrun } = await this.#storage.transaction(PLATFORM, actor, async (stores) => {
        const left: Node[] = [];
        for (const node of nodes) if (!(await stores.nodes.put(node))) left.push(node);
        for (const report of reports) await stores.targetReports.put(report);
        return left;
      });
      for (const node of outrun) this.#onOutrun(node);
      return true;
    } catch (error) {
      const nodeIds = nodes.slice(0, NAMED_MAX).map(({ id }) => id);
      this.#logger.warn({ error, nodeIds }, 'the state of nodes could not be written');
      return false;
    }
  }
}

/** In the order of names, as every replica does: two that write the same nodes do not lock each other out. */
function takeBatch<Item>(waiting: Map<string, Item>): readonly Item[] {
  const batch = [...waiting]
    .slice(0, BATCH_MAX)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  for (const [id] of batch) waiting.delete(id);
  return batch.map(([, item]) => item);
}
