/** Targets that one report may name. */
export const REPORTED_TARGETS_MAX = 100;
/** Nodes that a target lists. */
export const LISTED_NODES_MAX = 100;

/** Why a target has not all its traffic; `ramping` is slow start, `unknown` a word of a newer node. */
export const targetConditions = [
  'open',
  'half_open',
  'cooling',
  'credential',
  'ramping',
  'unknown',
] as const;
export type TargetCondition = (typeof targetConditions)[number];

export const breakerStates = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** What a node says of one target. */
export interface ReportedTarget {
  readonly targetId: string;
  readonly condition: TargetCondition;
  /** Null when the node uses a word that this build does not know. */
  readonly breaker: BreakerState | null;
  /** ISO 8601; null when what the node says is no time. */
  readonly since: string | null;
}

/** What a node says of its targets. */
export interface TargetReport {
  readonly nodeId: string;
  /** The process that says so: what another one of the same name had said is not known of this one. */
  readonly instanceId: string;
  readonly connectedAt: Date;
  readonly reportedAt: Date;
  readonly healthyCount: number;
  readonly leftOutCount: number;
  readonly states: readonly ReportedTarget[];
}

/** What a node says of its targets, and whether it is still heard from. */
export interface HeardReport {
  readonly nodeId: string;
  readonly reportedAt: Date;
  readonly isCurrent: boolean;
  readonly healthyCount: number;
  readonly leftOutCount: number;
  readonly states: readonly TargetAtNode[];
}

/** How a target does at one node. */
export interface TargetAtNode extends ReportedTarget {
  readonly nodeId: string;
  readonly reportedAt: Date;
  /** Whether the node is still heard from. */
  readonly isCurrent: boolean;
}

/** How many nodes say what of a target. The numbers of live nodes add up to `liveCount`. */
export interface TargetHealth {
  readonly liveCount: number;
  /** Live nodes where nothing stands against it. */
  readonly healthyCount: number;
  readonly counts: Readonly<Record<TargetCondition, number>>;
  /** Nodes that were not heard from for 30 s: nobody knows. */
  readonly silentCount: number;
}

/** Nodes of the last day. */
export interface HearingCounts {
  readonly liveCount: number;
  /** Live nodes that name every target that is not well. */
  readonly completeCount: number;
  readonly silentCount: number;
}

/** Live nodes that say the same of one target. */
export interface ConditionCount {
  readonly condition: TargetCondition;
  readonly nodeCount: number;
  /** Those of them that name every target that is not well. */
  readonly completeCount: number;
}

/** A node that does not name a target says that it is well, if it names all that are not; else it says nothing of it. */
export function judgeTarget(
  hearing: HearingCounts,
  counted: readonly ConditionCount[],
): TargetHealth {
  const counts = Object.fromEntries(targetConditions.map((condition) => [condition, 0])) as Record<
    TargetCondition,
    number
  >;
  let healthyCount = hearing.completeCount;
  let namedCount = 0;
  for (const { condition, nodeCount, completeCount } of counted) {
    counts[condition] += nodeCount;
    namedCount += nodeCount;
    healthyCount -= completeCount;
  }
  counts.unknown += hearing.liveCount - healthyCount - namedCount;
  const { liveCount, silentCount } = hearing;
  return { liveCount, healthyCount, counts, silentCount };
}
