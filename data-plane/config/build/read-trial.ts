import type { RampBounds, RampHalted, RoutingRamp } from '../../../policy/route-part/ramp.ts';
import type { RoutingShadow } from '../../../policy/route-part/shadow.ts';
import { parseStickyKey } from '../../../policy/strategy/sticky.ts';
import type { RampBounds__Output } from '../../../proto/generated/gatehouse/config/v1/RampBounds.ts';
import type { RampHalted__Output } from '../../../proto/generated/gatehouse/config/v1/RampHalted.ts';
import type { RoutingRamp__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingRamp.ts';
import type { RoutingShadow__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingShadow.ts';
import { InvalidResource } from './fault.ts';
import { optionalText, requireList, requireText, requireTime } from './field.ts';

/** @throws InvalidResource */
export function readRamp(wire: RoutingRamp__Output | null): RoutingRamp | undefined {
  if (wire === null) return undefined;
  const stickyBy = optionalText(wire.stickyBy, 'rules.ramp.sticky_by');
  if (stickyBy !== undefined && parseStickyKey(stickyBy) === undefined)
    throw new InvalidResource('rules.ramp.sticky_by names no fact that calls can stay together by');
  return {
    fromTargetId: requireText(wire.fromTargetId, 'rules.ramp.from_target_id'),
    toTargetId: requireText(wire.toTargetId, 'rules.ramp.to_target_id'),
    stickyBy,
    steps: requireList(wire.steps, 'rules.ramp.steps').map(({ atUnixMs, sharePermille }) => ({
      atMs: requireTime(atUnixMs, 'rules.ramp.steps.at_unix_ms'),
      sharePermille,
    })),
    bounds: readBounds(wire.bounds),
    halted: wire.halted ? readHalted(wire.halted) : undefined,
  };
}

function readHalted({ atUnixMs, ...halted }: RampHalted__Output): RampHalted {
  return { ...halted, atMs: requireTime(atUnixMs, 'rules.ramp.halted.at_unix_ms') };
}

/** A ramp that nothing would stop is refused. */
function readBounds(wire: RampBounds__Output | null): RampBounds {
  if (wire === null || wire.windowMs === 0 || wire.attemptsMin === 0)
    throw new InvalidResource('rules.ramp.bounds is missing, or looks at nothing');
  return {
    windowMs: wire.windowMs,
    attemptsMin: wire.attemptsMin,
    failurePermilleMax: wire.failurePermilleMax,
    firstTokenMsMax: wire.firstTokenMsMax || undefined,
    firstTokenPercentMax: wire.firstTokenPercentMax || undefined,
    totalMsMax: wire.totalMsMax || undefined,
    totalPercentMax: wire.totalPercentMax || undefined,
  };
}

/** @throws InvalidResource */
export function readShadow(wire: RoutingShadow__Output | null): RoutingShadow | undefined {
  if (wire === null) return undefined;
  return {
    targetId: requireText(wire.targetId, 'rules.shadow.target_id'),
    samplePermille: wire.samplePermille,
    hourlyNanoUsdMax: Number(wire.hourlyNanoUsdMax),
  };
}
