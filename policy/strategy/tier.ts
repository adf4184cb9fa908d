import type { RoutingChoice } from '../resource.ts';
import type { Arm, LeadReason, Strategy, StrategyInput } from './arm.ts';

/** A member whose rank is known: a lower one is tried before. */
export interface RankedArm extends Arm {
  readonly tier: number;
}

/** Rank of a member: its tier, or the place of its region in the list; 0 for strategies that know no ranks. */
export function rankOf(choice: RoutingChoice | undefined, tier: number, region: string): number {
  if (choice?.strategy === 'priority') return tier;
  if (choice?.strategy !== 'region_preference') return 0;
  const regions = choice.regions ?? [];
  const place = regions.indexOf(region);
  return place === -1 ? regions.length : place;
}

/** Orders members that stand by rank: each rank by the strategy, one rank after the other. `fallback` when there is no member. */
export function orderByRank<One extends RankedArm>(
  strategy: Strategy,
  members: readonly One[],
  { input, order }: { readonly input: StrategyInput; readonly order: One[] },
): LeadReason | 'fallback' {
  if (members.length === 0) return 'fallback';
  const first = members[0]?.tier;
  if (first === members.at(-1)?.tier) return strategy(members, input, order);
  const same = members.filter(({ tier }) => tier === first);
  const reason = strategy(same, input, order);
  orderByRank(strategy, members.slice(same.length), { input, order });
  return reason;
}
