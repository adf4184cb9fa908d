import type { TargetReport__Output } from '../../../proto/generated/gatehouse/config/v1/TargetReport.ts';
import type { TargetState__Output } from '../../../proto/generated/gatehouse/config/v1/TargetState.ts';
import type { Node } from '../../domain/node.ts';
import {
  breakerStates,
  REPORTED_TARGETS_MAX,
  type ReportedTarget,
  type TargetReport,
  targetConditions,
} from '../../domain/telemetry/target-report.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Clocks of nodes may be ahead by less. */
const AHEAD_MS_MAX = 86_400_000;
/** Of the column; a node holds far fewer targets. */
const COUNT_MAX = 1_000_000;

/**
 * What the node of a stream says of its targets: it speaks for itself, whatever it names.
 *
 * @throws Error for a report that no node makes, in words for its operator
 */
export function readTargetReport(node: Node, wire: TargetReport__Output, now: Date): TargetReport {
  if (wire.states.length > REPORTED_TARGETS_MAX)
    throw new Error(`a report names at most ${REPORTED_TARGETS_MAX} targets`);
  const states = wire.states.map((state) => readState(state, now));
  if (new Set(states.map(({ targetId }) => targetId)).size < states.length)
    throw new Error('a report names each target once');
  return {
    nodeId: node.id,
    instanceId: node.instanceId,
    connectedAt: node.connectedAt,
    reportedAt: now,
    healthyCount: Math.min(wire.healthyCount, COUNT_MAX),
    leftOutCount: Math.min(wire.leftOutCount, COUNT_MAX),
    states,
  };
}

/** A word of a newer node is kept as not known: it stands against the target all the same. */
function readState(wire: TargetState__Output, now: Date): ReportedTarget {
  if (!UUID.test(wire.targetId)) throw new Error('the target_id of a report is a UUID');
  const sinceMs = Number(wire.sinceUnixMs);
  const isTime = sinceMs > 0 && sinceMs < now.getTime() + AHEAD_MS_MAX;
  return {
    targetId: wire.targetId,
    condition: targetConditions.find((word) => word === wire.state) ?? 'unknown',
    breaker: breakerStates.find((word) => word === wire.breaker) ?? null,
    since: isTime ? new Date(sinceMs).toISOString() : null,
  };
}
