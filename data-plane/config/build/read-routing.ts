import {
  type ArmStrategy,
  armStrategies,
  dataTerms,
  type FallbackList,
  fallbackClasses,
  type RoutingChoice,
  type RoutingConstraints,
  type RoutingPolicy,
  type RoutingRule,
  routingStrategies,
  type WeightedTarget,
} from '../../../policy/resource.ts';
import type { Hedge } from '../../../policy/route-part/hedge.ts';
import { parseStickyKey } from '../../../policy/strategy/sticky.ts';
import { findOutOfBounds } from '../../../policy/timing/hedge.ts';
import type { FallbackList__Output } from '../../../proto/generated/gatehouse/config/v1/FallbackList.ts';
import type { Hedge__Output } from '../../../proto/generated/gatehouse/config/v1/Hedge.ts';
import type { Route__Output } from '../../../proto/generated/gatehouse/config/v1/Route.ts';
import type { RoutingChoice__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingChoice.ts';
import type { RoutingConstraints__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingConstraints.ts';
import type { RoutingRule__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingRule.ts';
import type { WeightedTarget__Output } from '../../../proto/generated/gatehouse/config/v1/WeightedTarget.ts';
import { InvalidResource } from './fault.ts';
import {
  optionalText,
  requireList,
  requireText,
  requireTexts,
  requireWord,
  requireWords,
} from './field.ts';
import { readRamp, readShadow } from './read-trial.ts';

const CONDITION_LENGTH_MAX = 8_192;

/** @throws InvalidResource */
export function readRoutingPolicy({ rules, constraints }: Route__Output): RoutingPolicy {
  return {
    rules: requireList(rules, 'rules').map(readRoutingRule),
    constraints: readConstraints(constraints, 'constraints'),
  };
}

function readRoutingRule(wire: RoutingRule__Output): RoutingRule {
  return {
    name: requireText(wire.name, 'rules.name'),
    when: requireCondition(wire.when, 'rules.when'),
    require: requireCondition(wire.require, 'rules.require'),
    choice: wire.choice === null ? undefined : readChoice(wire.choice),
    constraints: readConstraints(wire.constraints, 'rules.constraints'),
    split: requireList(wire.split, 'rules.split').map(readMember),
    fallbackTargetIds: requireTexts(wire.fallbackTargetIds, 'rules.fallback_target_ids'),
    fallbacksByClass: requireList(wire.fallbacksByClass, 'rules.fallbacks_by_class').map(
      readFallbackList,
    ),
    hedge: wire.hedge === null ? undefined : readHedge(wire.hedge),
    ramp: readRamp(wire.ramp),
    shadow: readShadow(wire.shadow),
  };
}

function readMember({ targetId, weight, tier }: WeightedTarget__Output): WeightedTarget {
  return { targetId: requireText(targetId, 'rules.split.target_id'), weight, tier };
}

/** Words that are not known are refused: another strategy in their place would send calls elsewhere. */
function readChoice(wire: RoutingChoice__Output): RoutingChoice {
  const stickyBy = optionalText(wire.stickyBy, 'rules.choice.sticky_by');
  if (stickyBy !== undefined && parseStickyKey(stickyBy) === undefined)
    throw new InvalidResource(
      'rules.choice.sticky_by names no fact that calls can stay together by',
    );
  return {
    strategy: requireWord(routingStrategies, wire.strategy, 'rules.choice.strategy'),
    within: readWithin(wire.within),
    stickyBy,
    regions: requireTexts(wire.regions, 'rules.choice.regions'),
    typicalOutputTokens: wire.typicalOutputTokens || undefined,
  };
}

function readWithin(word: string): ArmStrategy | undefined {
  return word === '' ? undefined : requireWord(armStrategies, word, 'rules.choice.within');
}

/** A promise that is not known cannot be shown to hold, so that the route is refused. */
function readConstraints(
  wire: RoutingConstraints__Output | null,
  field: string,
): RoutingConstraints | undefined {
  if (wire === null) return undefined;
  return {
    regions: requireTexts(wire.regions, `${field}.regions`),
    dataTerms: requireWords(dataTerms, wire.dataTerms, `${field}.data_terms`),
  };
}

function readFallbackList({ on, targetIds }: FallbackList__Output): FallbackList {
  return {
    on: requireWords(fallbackClasses, on, 'rules.fallbacks_by_class.on'),
    targetIds: requireTexts(targetIds, 'rules.fallbacks_by_class.target_ids'),
  };
}

/** Figures out of bounds are refused: a hedge is a promise of how much more is sent, at most. */
function readHedge({ afterPercentile, floorMs, extraCallsPercentMax }: Hedge__Output): Hedge {
  const hedge = { afterPercentile, floorMs, extraCallsPercentMax };
  const [odd] = findOutOfBounds(hedge);
  if (odd !== undefined) throw new InvalidResource(`rules.hedge: ${odd} is out of bounds`);
  return hedge;
}

function requireCondition(value: string, field: string): string {
  if (value.length > CONDITION_LENGTH_MAX)
    throw new InvalidResource(`${field} has more than ${CONDITION_LENGTH_MAX} characters`);
  return value;
}
