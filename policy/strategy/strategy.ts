import type { ArmStrategy, RoutingChoice } from '../resource.ts';
import type { Strategy } from './arm.ts';
import { leastBusy } from './least-busy.ts';
import { createLowestCost } from './lowest-cost.ts';
import { lowestLatency } from './lowest-latency.ts';
import { promptCacheAffinity } from './prompt-cache-affinity.ts';
import { createSticky, parseStickyKey } from './sticky.ts';
import { weighted } from './weighted.ts';

/** What `sticky` goes by where a rule does not say. */
export const DEFAULT_STICKY_BY = 'key.id';

/** The strategy that orders members of equal rank: all of the rule, those of a tier, or those of a region. */
export function createStrategy(choice: RoutingChoice): Strategy {
  const { typicalOutputTokens, stickyBy = DEFAULT_STICKY_BY } = choice;
  switch (armStrategyOf(choice)) {
    case 'weighted':
      return weighted;
    case 'sticky':
      return createSticky(parseStickyKey(stickyBy) ?? (() => undefined));
    case 'lowest_cost':
      return createLowestCost(typicalOutputTokens);
    case 'lowest_latency':
      return lowestLatency;
    case 'least_busy':
      return leastBusy;
    case 'prompt_cache_affinity':
      return promptCacheAffinity;
  }
}

/** What chooses among members of equal rank. */
export function armStrategyOf({ strategy, within = 'weighted' }: RoutingChoice): ArmStrategy {
  return strategy === 'priority' || strategy === 'region_preference' ? within : strategy;
}
