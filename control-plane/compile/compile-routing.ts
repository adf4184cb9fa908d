import { classTimers } from '../../policy/timing/timer.ts';
import type { ResourceBody } from '../../proto/resource.ts';
import type {
  ConfigurationRows,
  StoredConstraints,
  StoredRamp,
  StoredRoutingRule,
} from '../storage/configuration/row.ts';

type RouteRow = ConfigurationRows['route'];
type RouteBody = ResourceBody['route'];

/** The routing policy of a route, as nodes read it. What a row does not say is not set. */
export function compileRouting({
  rules,
  constraints,
}: Pick<RouteRow, 'rules' | 'constraints'>): Pick<RouteBody, 'rules' | 'constraints'> {
  return { rules: rules.map(compileRule), ...withConstraints(constraints) };
}

/**
 * The timers of a route, as nodes read them. A route that says but the two that every reader knows is the same bytes as ever; else
 * those two hold what suits such a reader best.
 */
export function compileTimers(
  row: RouteRow,
): Pick<RouteBody, 'firstTokenTimeoutMs' | 'totalTimeoutMs' | 'timers'> {
  const ofClass = classTimers[row.operation === 'embedding' ? 'embedding' : 'chat'];
  const known = {
    firstTokenTimeoutMs: row.first_token_timeout_ms ?? ofClass.firstTokenTimeoutMs,
    totalTimeoutMs: row.total_timeout_ms ?? ofClass.totalTimeoutMs,
  };
  const isKnown =
    row.connect_timeout_ms === null &&
    row.first_token_timeout_ms !== null &&
    row.idle_timeout_ms === null &&
    row.total_timeout_ms !== null;
  if (isKnown) return known;
  const timers = {
    connectTimeoutMs: row.connect_timeout_ms ?? 0,
    firstTokenTimeoutMs: row.first_token_timeout_ms ?? 0,
    idleTimeoutMs: row.idle_timeout_ms ?? 0,
    totalTimeoutMs: row.total_timeout_ms ?? 0,
  };
  return { ...known, timers };
}

function compileRule(rule: StoredRoutingRule): NonNullable<RouteBody['rules']>[number] {
  const { choice, fallbacksByClass = [], ramp, shadow } = rule;
  return {
    name: rule.name,
    when: rule.when,
    require: rule.require,
    split: rule.split.map((member) => ({ ...member })),
    fallbackTargetIds: [...rule.fallbackTargetIds],
    ...(choice && { choice: { ...choice, regions: [...(choice.regions ?? [])] } }),
    ...withConstraints(rule.constraints),
    fallbacksByClass: fallbacksByClass.map(({ on, targetIds }) => ({
      on: [...on],
      targetIds: [...targetIds],
    })),
    ...(rule.hedge && { hedge: { ...rule.hedge } }),
    ...(ramp && { ramp: compileRamp(ramp) }),
    ...(shadow && { shadow: { ...shadow } }),
  };
}

function compileRamp({ steps, bounds, halted, ...ramp }: StoredRamp) {
  return {
    ...ramp,
    steps: steps.map(({ atMs, sharePermille }) => ({ atUnixMs: String(atMs), sharePermille })),
    bounds: { ...bounds },
    ...(halted && { halted: compileHalted(halted) }),
  };
}

function compileHalted({ atMs, ...halted }: NonNullable<StoredRamp['halted']>) {
  return { ...halted, atUnixMs: String(atMs) };
}

function withConstraints(constraints: StoredConstraints | null | undefined) {
  if (!constraints) return {};
  const { regions, dataTerms } = constraints;
  return { constraints: { regions: [...regions], dataTerms: [...dataTerms] } };
}
