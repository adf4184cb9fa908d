import type { PolicyFault } from '../policy-fault.ts';
import type { RoutingRule } from '../resource.ts';
import type { RampBounds, RampStep, RoutingRamp } from '../route-part/ramp.ts';
import { parseStickyKey } from '../strategy/sticky.ts';

/** Hard bounds of a ramp. */
export const RAMP_LIMITS = {
  stepsMax: 32,
  windowMsMin: 1_000,
  windowMsMax: 3_600_000,
  attemptsMinMax: 10_000,
  latencyMsMax: 600_000,
  percentMin: 101,
  percentMax: 10_000,
} as const;

/** Everything that is wrong with the ramp of a rule; nothing when it has none. `path` is that of the rule. */
export function checkRamp(rule: RoutingRule, path: string): readonly PolicyFault[] {
  const { ramp } = rule;
  if (ramp === undefined) return [];
  const place = `${path}.ramp`;
  return [
    ...checkMembers(rule, ramp, place),
    ...checkSteps(ramp.steps, `${place}.steps`),
    ...checkKey(ramp, place),
    ...checkBounds(ramp.bounds, `${place}.bounds`),
  ];
}

/** The one gives of its own share, the other has none besides. */
function checkMembers(
  { split }: RoutingRule,
  { fromTargetId, toTargetId }: RoutingRamp,
  path: string,
): readonly PolicyFault[] {
  const weightOf = (id: string) => split.find(({ targetId }) => targetId === id)?.weight;
  const faults: PolicyFault[] = [];
  if (!weightOf(fromTargetId)) {
    const message = 'A ramp leads away from a member of the split that has a weight.';
    faults.push({ path: `${path}.fromTargetId`, message });
  }
  if (weightOf(toTargetId) !== 0) {
    const message =
      'A ramp leads to a member of the split with the weight 0: its share comes from the steps alone.';
    faults.push({ path: `${path}.toTargetId`, message });
  }
  return faults;
}

function checkSteps(steps: readonly RampStep[], path: string): readonly PolicyFault[] {
  const { stepsMax } = RAMP_LIMITS;
  if (steps.length === 0 || steps.length > stepsMax)
    return [{ path, message: `A ramp has 1 to ${stepsMax} steps.` }];
  return steps.flatMap((step, position) => {
    const before = steps[position - 1];
    const faults: PolicyFault[] = [];
    if (!isWhole(step.sharePermille, 1, 1_000))
      faults.push({
        path: `${path}.${position}.sharePermille`,
        message: 'A share is a whole number from 1 to 1000, of a thousand.',
      });
    else if (before !== undefined && step.sharePermille <= before.sharePermille)
      faults.push({
        path: `${path}.${position}.sharePermille`,
        message: 'The share of a step is larger than that of the step before.',
      });
    if (!isWhole(step.atMs, 0, Number.MAX_SAFE_INTEGER) || step.atMs <= (before?.atMs ?? -1))
      faults.push({
        path: `${path}.${position}.at`,
        message: 'A step comes later than the step before, and after the year 1969.',
      });
    return faults;
  });
}

function checkKey({ stickyBy }: RoutingRamp, path: string): readonly PolicyFault[] {
  if (stickyBy === undefined || parseStickyKey(stickyBy) !== undefined) return [];
  const message = 'Write key.id, application.id, key.attributes.<name> or claimed.<name>.';
  return [{ path: `${path}.stickyBy`, message }];
}

function checkBounds(bounds: RampBounds, path: string): readonly PolicyFault[] {
  const { windowMsMin, windowMsMax, attemptsMinMax, latencyMsMax, percentMin, percentMax } =
    RAMP_LIMITS;
  const ranges: readonly [keyof RampBounds, number, number][] = [
    ['windowMs', windowMsMin, windowMsMax],
    ['attemptsMin', 1, attemptsMinMax],
    ['failurePermilleMax', 0, 1_000],
    ['firstTokenMsMax', 1, latencyMsMax],
    ['firstTokenPercentMax', percentMin, percentMax],
    ['totalMsMax', 1, latencyMsMax],
    ['totalPercentMax', percentMin, percentMax],
  ];
  return ranges.flatMap(([name, min, max]) => {
    const value = bounds[name];
    if (value === undefined || isWhole(value, min, max)) return [];
    return [{ path: `${path}.${name}`, message: `It is a whole number from ${min} to ${max}.` }];
  });
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
