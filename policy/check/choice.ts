import type { PolicyFault } from '../policy-fault.ts';
import { priceAt } from '../price.ts';
import type { RoutingChoice, RoutingRule, Target } from '../resource.ts';
import { parseStickyKey } from '../strategy/sticky.ts';
import { armStrategyOf } from '../strategy/strategy.ts';

/** Hard bounds of a choice. */
export const CHOICE_LIMITS = {
  tierMax: 15,
  regionsMax: 16,
  regionCharsMax: 63,
  typicalOutputTokensMax: 1_000_000,
} as const;

/** What a choice is judged by. */
export interface ChoiceContext {
  /** Dotted place of the rule. */
  readonly path: string;
  readonly targets: ReadonlyMap<string, Target>;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** Everything that is wrong with how a rule chooses. A part that the strategy does not use is a mistake too. */
export function checkChoice(rule: RoutingRule, context: ChoiceContext): readonly PolicyFault[] {
  const choice = rule.choice ?? { strategy: 'weighted' };
  const path = `${context.path}.choice`;
  return [
    ...checkRanks(choice, path),
    ...checkTiers(rule, choice, context.path),
    ...checkSticky(choice, path),
    ...checkTypicalOutput(choice, path),
    ...(armStrategyOf(choice) === 'lowest_cost' ? checkPrices(rule, context) : []),
  ];
}

/** Names of regions, each once. */
export function checkRegions(regions: readonly string[], path: string): readonly PolicyFault[] {
  const { regionsMax, regionCharsMax } = CHOICE_LIMITS;
  if (regions.length > regionsMax)
    return [{ path, message: `There are at most ${regionsMax} regions in a list.` }];
  return regions.flatMap((region, position) => {
    const message =
      region === '' || region.length > regionCharsMax
        ? `A region has 1 to ${regionCharsMax} characters.`
        : regions.indexOf(region) < position && `The region "${region}" is already listed.`;
    return message ? [{ path: `${path}.${position}`, message }] : [];
  });
}

function checkRanks(
  { strategy, within, regions }: RoutingChoice,
  path: string,
): readonly PolicyFault[] {
  const hasRanks = strategy === 'priority' || strategy === 'region_preference';
  const faults: PolicyFault[] = [];
  if (within !== undefined && !hasRanks) {
    const message = 'A strategy within goes with priority and region_preference, and only so.';
    faults.push({ path: `${path}.within`, message });
  }
  if ((strategy === 'region_preference') !== (regions?.length ?? 0) > 0) {
    const message = 'A list of regions goes with region_preference, and only so.';
    faults.push({ path: `${path}.regions`, message });
  }
  return [...faults, ...checkRegions(regions ?? [], `${path}.regions`)];
}

function checkTiers(
  { split }: RoutingRule,
  { strategy }: RoutingChoice,
  path: string,
): readonly PolicyFault[] {
  const { tierMax } = CHOICE_LIMITS;
  return split.flatMap(({ tier = 0 }, position) => {
    const isValid = Number.isInteger(tier) && tier >= 0 && tier <= tierMax;
    if (isValid && (strategy === 'priority' || tier === 0)) return [];
    const message = isValid
      ? 'A tier goes with the strategy priority, and only so.'
      : `A tier is a whole number from 0 to ${tierMax}.`;
    return [{ path: `${path}.split.${position}.tier`, message }];
  });
}

function checkSticky(choice: RoutingChoice, path: string): readonly PolicyFault[] {
  const { stickyBy } = choice;
  if (stickyBy === undefined) return [];
  if (armStrategyOf(choice) !== 'sticky') {
    const message = 'What calls stay together by goes with the strategy sticky, and only so.';
    return [{ path: `${path}.stickyBy`, message }];
  }
  if (parseStickyKey(stickyBy) !== undefined) return [];
  const message = 'Write key.id, application.id, key.attributes.<name> or claimed.<name>.';
  return [{ path: `${path}.stickyBy`, message }];
}

function checkTypicalOutput(choice: RoutingChoice, path: string): readonly PolicyFault[] {
  const { typicalOutputTokens: tokens } = choice;
  if (tokens === undefined) return [];
  const { typicalOutputTokensMax } = CHOICE_LIMITS;
  const isValid = Number.isInteger(tokens) && tokens >= 1 && tokens <= typicalOutputTokensMax;
  if (isValid && armStrategyOf(choice) === 'lowest_cost') return [];
  const message = isValid
    ? 'A typical output goes with the strategy lowest_cost, and only so.'
    : `A typical output is a whole number from 1 to ${typicalOutputTokensMax} tokens.`;
  return [{ path: `${path}.typicalOutputTokens`, message }];
}

/** A member without a price would never be the cheapest, and nobody would see why. */
function checkPrices(
  { split }: RoutingRule,
  { path, targets, nowMs }: ChoiceContext,
): readonly PolicyFault[] {
  return split.flatMap(({ targetId }, position) => {
    const target = targets.get(targetId);
    if (target === undefined || priceAt(target.prices, nowMs) !== undefined) return [];
    const message = `The target "${target.name}" has no price in force to compare by.`;
    return [{ path: `${path}.split.${position}.targetId`, message }];
  });
}
