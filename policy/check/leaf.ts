import type { PolicyFault } from '../policy-fault.ts';
import { priceAt } from '../price.ts';
import type { RoutingConstraints, RoutingPolicy, RoutingRule } from '../resource.ts';
import { type DropReason, findLastingDrop, type RoutingCatalog } from '../strategy/candidate.ts';

/** What the targets of a policy are judged by. */
export interface LeafCheck extends RoutingCatalog {
  /** Models that some application of the tenant may use; undefined leaves fallbacks unjudged, as at a rollback. */
  readonly grantedModelIds: ReadonlySet<string> | undefined;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** Targets that are tried one after another. */
interface TargetList {
  readonly targetIds: readonly string[];
  readonly path: string;
  readonly isFallback: boolean;
}

/** Of a policy whose rules are sound each for itself: where a chain of attempts ends in nothing, or in what nobody has agreed to. */
export function checkLeaves(policy: RoutingPolicy, check: LeafCheck): readonly PolicyFault[] {
  return policy.rules.flatMap((rule, position) => {
    const constraints = [policy.constraints, rule.constraints].filter((one) => one !== undefined);
    return listsOf(rule, `rules.${position}`).flatMap((list) => [
      ...checkReach(list, constraints, check),
      ...(list.isFallback ? checkFallbacks(list, check) : []),
    ]);
  });
}

function listsOf(
  { split, fallbackTargetIds, fallbacksByClass = [], ramp, shadow }: RoutingRule,
  path: string,
): readonly TargetList[] {
  const splitIds = split.map(({ targetId }) => targetId);
  const byClass = fallbacksByClass.map(({ targetIds }, position) => ({
    targetIds,
    path: `${path}.fallbacksByClass.${position}.targetIds`,
    isFallback: true,
  }));
  return [
    { targetIds: splitIds, path: `${path}.split`, isFallback: false },
    { targetIds: fallbackTargetIds, path: `${path}.fallbackTargetIds`, isFallback: true },
    ...byClass,
    ...(ramp ? [aloneAt(ramp.toTargetId, `${path}.ramp.toTargetId`)] : []),
    ...(shadow ? [aloneAt(shadow.targetId, `${path}.shadow.targetId`)] : []),
  ];
}

function aloneAt(targetId: string, path: string): TargetList {
  return { targetIds: [targetId], path, isFallback: false };
}

/** A list of which nothing could ever be tried. */
function checkReach(
  { targetIds, path }: TargetList,
  constraints: readonly RoutingConstraints[],
  catalog: LeafCheck,
): readonly PolicyFault[] {
  const drops = targetIds.map((id) => findLastingDrop(id, { catalog, constraints }));
  if (drops.length === 0 || drops.includes(undefined)) return [];
  const why = targetIds.map((id, position) => {
    const drop = drops[position] ?? 'missing';
    return `"${catalog.targets.get(id)?.name ?? id}" ${whyOut[drop] ?? 'is not there'}`;
  });
  return [{ path, message: `Nothing of this list would be tried: ${why.join(', ')}.` }];
}

const whyOut: { readonly [Reason in DropReason]?: string } = {
  disabled: 'is disabled',
  region: 'is in no region of the constraints',
  data_terms: 'lacks a promise of the constraints',
};

/** A fallback takes over when nobody looks: what its calls cost is known before, and somebody has approved its model. */
function checkFallbacks(
  { targetIds, path }: TargetList,
  { targets, models, grantedModelIds, nowMs }: LeafCheck,
): readonly PolicyFault[] {
  if (grantedModelIds === undefined) return [];
  return targetIds.flatMap((id, position) => {
    const { name = id, modelId = '', prices = [] } = targets.get(id) ?? {};
    const messages = [
      priceAt(prices, nowMs) === undefined &&
        `The target "${name}" has no price in force: set one, which may be 0.`,
      !grantedModelIds.has(modelId) &&
        `No application of the tenant has a grant for "${models.get(modelId)?.name}", the model of the target "${name}": ask for one with requestGrant.`,
    ];
    return messages.flatMap((message) =>
      message === false ? [] : [{ path: `${path}.${position}`, message }],
    );
  });
}
