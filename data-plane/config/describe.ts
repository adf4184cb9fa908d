import type { Fault } from './build/fault.ts';
import type { Built } from './build-snapshot.ts';
import type { Enforcement } from './enforcement.ts';

/** Most routes, targets and held-back tenants that are listed; the counts are of all. */
const LISTED_MAX = 10_000;

/** What a node runs, for operators: names and ids, no secret, no hash of a key. */
export interface ConfigDescription {
  /** Decimal: 64-bit integers do not fit JSON numbers. */
  readonly epoch: string;
  readonly revision: string;
  /** Hexadecimal. */
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly heldBack: readonly { readonly tenantId: string; readonly faults: readonly Fault[] }[];
  readonly routes: readonly {
    readonly tenantId: string;
    readonly id: string;
    readonly name: string;
    readonly operation: string;
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

/** How a target does, as this node sees it. */
interface TargetCondition {
  readonly state: string;
  readonly reason: string | undefined;
  /** Unix milliseconds. */
  readonly sinceMs: number;
}

/** Describes what is enforced at this moment, and how its targets do. */
export function describeConfig(
  enforcement: Enforcement,
  conditionOf: (targetId: string) => TargetCondition | undefined,
): ConfigDescription {
  const { position, digest, built } = enforcement;
  return {
    epoch: String(position.epoch),
    revision: String(position.revision),
    digest: digest.toString('hex'),
    counts: countByKind(built),
    heldBack: [...(built?.heldBack ?? [])]
      .slice(0, LISTED_MAX)
      .map(([tenantId, faults]) => ({ tenantId, faults })),
    routes: [...(built?.snapshot.routes.values() ?? [])]
      .slice(0, LISTED_MAX)
      .map(({ route: { tenantId, id, name, operation } }) => ({ tenantId, id, name, operation })),
    targets: [...(built?.snapshot.targets.values() ?? [])]
      .slice(0, LISTED_MAX)
      .map(({ id, name, providerId, modelId, enabled }) => {
        return { id, name, providerId, modelId, enabled, ...describeCondition(conditionOf(id)) };
      }),
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
