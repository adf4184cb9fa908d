import type { RoutingRamp } from '../../policy/route-part/ramp.ts';
import { rampIdOf, shareAt } from '../../policy/trial/ramp.ts';
import type { Fault } from './build/fault.ts';
import type { Built } from './build-snapshot.ts';
import type { Enforcement, RefusedUpdate } from './enforcement.ts';
import type { LazyRoute } from './lazy/lazy-route.ts';

/** Most routes, targets and held-back tenants that are listed; the counts are of all. */
const LISTED_MAX = 10_000;
/** Most reasons for which an update was refused. */
const FAULTS_MAX = 100;

/** What a node runs, for operators: names and ids, no secret, no hash of a key. */
export interface ConfigDescription {
  /** Decimal: 64-bit integers do not fit JSON numbers. */
  readonly epoch: string;
  readonly revision: string;
  /** Hexadecimal. */
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
  /** The last update, when nothing of it was taken; null when it was. */
  readonly refused: {
    readonly epoch: string;
    readonly revision: string;
    readonly faults: readonly Fault[];
  } | null;
  readonly heldBack: readonly { readonly tenantId: string; readonly faults: readonly Fault[] }[];
  readonly routes: readonly {
    readonly tenantId: string;
    readonly id: string;
    readonly name: string;
    readonly operation: string;
    /** Of its rules that have one. */
    readonly ramps: readonly RampDescription[];
  }[];
  readonly targets: readonly {
    readonly id: string;
    readonly name: string;
    readonly providerId: string;
    readonly modelId: string;
    readonly enabled: boolean;
    /** Of its breaker; null when nothing was sent to it lately. */
    readonly state: string | null;
    /** ISO 8601; null when nothing was sent to it lately. */
    readonly since: string | null;
    /** Why it is out, or `ramping`; null when it has all its traffic. */
    readonly reason: string | null;
  }[];
}

/** The way from one target of a rule to another. */
interface RampDescription {
  readonly rule: string;
  readonly fromTargetId: string;
  readonly toTargetId: string;
  /** Of the new target, of a thousand callers: 0 when halted. */
  readonly sharePermille: number;
  /** Why all callers are back with the old target, with what was measured and what is allowed; null when they are not. */
  readonly halted: {
    readonly reason: string;
    /** ISO 8601. */
    readonly at: string;
    readonly measured: number;
    readonly allowed: number;
  } | null;
}

/** That a ramp has left its bounds. */
interface RampHalt {
  readonly reason: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly measured: number;
  readonly allowed: number;
}

/** What a node knows beside its configuration. */
export interface NodeKnowledge {
  readonly conditionOf: (targetId: string) => TargetCondition | undefined;
  readonly haltOf: (rampId: string) => RampHalt | undefined;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** How a target does, as this node sees it. */
interface TargetCondition {
  readonly state: string;
  readonly reason: string | undefined;
  /** Unix milliseconds. */
  readonly sinceMs: number;
}

/** Describes what is enforced at this moment, how its targets do, and how far its ramps are. */
export function describeConfig(enforcement: Enforcement, known: NodeKnowledge): ConfigDescription {
  const { position, digest, built, refused } = enforcement;
  return {
    epoch: String(position.epoch),
    revision: String(position.revision),
    digest: digest.toString('hex'),
    counts: countByKind(built),
    refused: describeRefused(refused),
    heldBack: [...(built?.heldBack ?? [])]
      .slice(0, LISTED_MAX)
      .map(([tenantId, faults]) => ({ tenantId, faults })),
    routes: [...listRoutes(built)].map((route) => describeRoute(route, known)),
    targets: [...(built?.snapshot.targets.values() ?? [])]
      .slice(0, LISTED_MAX)
      .map(({ id, name, providerId, modelId, enabled }) => {
        return {
          id,
          name,
          providerId,
          modelId,
          enabled,
          ...describeCondition(known.conditionOf(id)),
        };
      }),
  };
}

function describeRefused(refused: RefusedUpdate | undefined): ConfigDescription['refused'] {
  if (refused === undefined) return null;
  const { position, faults } = refused;
  const shown = faults.slice(0, FAULTS_MAX);
  return { epoch: String(position.epoch), revision: String(position.revision), faults: shown };
}

function* listRoutes(built: Built | undefined): Generator<LazyRoute, void, void> {
  let left = LISTED_MAX;
  for (const part of built?.parts.values() ?? [])
    for (const route of part.peekRoutes()) {
      if (left === 0) return;
      left -= 1;
      yield route;
    }
}

function describeRoute(ready: LazyRoute, known: NodeKnowledge) {
  const { tenantId, id, name, operation, hasRamps } = ready;
  const rules = hasRamps ? ready.peek().policy.rules : [];
  const ramps = rules.flatMap(({ name: rule, ramp }) =>
    ramp === undefined ? [] : [{ rule, ...describeRamp(rampIdOf(id, rule, ramp), ramp, known) }],
  );
  return { tenantId, id, name, operation, ramps };
}

function describeRamp(id: string, ramp: RoutingRamp, { haltOf, nowMs }: NodeKnowledge) {
  const { fromTargetId, toTargetId, steps } = ramp;
  const halt = ramp.halted ?? haltOf(id);
  return {
    fromTargetId,
    toTargetId,
    sharePermille: halt === undefined ? shareAt(steps, nowMs) : 0,
    halted:
      halt === undefined
        ? null
        : {
            reason: halt.reason,
            at: new Date(halt.atMs).toISOString(),
            measured: halt.measured,
            allowed: halt.allowed,
          },
  };
}

function describeCondition(condition: TargetCondition | undefined) {
  return {
    state: condition?.state ?? null,
    since: condition === undefined ? null : new Date(condition.sinceMs).toISOString(),
    reason: condition?.reason ?? null,
  };
}

function countByKind(built: Built | undefined): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const domain of built?.enforced.domains.values() ?? [])
    for (const { kind } of domain.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
