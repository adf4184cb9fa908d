import { armStrategies } from '../../../policy/resource.ts';
import { invalid } from '../../domain/errors.ts';
import {
  type FallbackList,
  hedgeDefaults,
  type RoutingChoice,
  type RoutingConstraints,
  type RoutingRamp,
  type RoutingRule,
  type RoutingShadow,
} from '../../domain/route.ts';
import type {
  FallbackListInput,
  RoutingChoiceInput,
  RoutingConstraintsInput,
  RoutingRampInput,
  RoutingRuleInput,
  RoutingShadowInput,
} from '../generated/resolver-types.ts';
import { given, toReference } from '../input.ts';

/** The rules of an input. Their paths are those of the input. @throws DomainError VALIDATION_FAILED */
export function toRules(inputs: readonly RoutingRuleInput[]): readonly RoutingRule[] {
  return inputs.map((input, position) => {
    const { when = '', require = '', fallbackTargetIds = [], ...rule } = given(input);
    const path = `rules.${position}`;
    return {
      name: rule.name,
      when,
      require,
      choice: rule.choice && toChoice(rule.choice, `${path}.choice`),
      constraints: toConstraints(rule.constraints) ?? undefined,
      split: rule.split.map(({ targetId, weight, tier }, member) => ({
        targetId: toReference('target', targetId, `${path}.split.${member}.targetId`),
        weight,
        tier: tier ?? 0,
      })),
      fallbackTargetIds: toTargetIds(fallbackTargetIds, `${path}.fallbackTargetIds`),
      fallbacksByClass: (rule.fallbacksByClass ?? []).map((list, at) =>
        toFallbackList(list, `${path}.fallbacksByClass.${at}`),
      ),
      hedge: rule.hedge && { ...hedgeDefaults, ...given(rule.hedge) },
      ramp: rule.ramp && toRamp(rule.ramp, `${path}.ramp`),
      shadow: rule.shadow && toShadow(rule.shadow, `${path}.shadow`),
    };
  });
}

/** Null stays null, which removes them; absent stays absent, which leaves them. */
export function toConstraints(
  input: RoutingConstraintsInput | null | undefined,
): RoutingConstraints | null | undefined {
  if (!input) return input;
  return { regions: input.regions ?? [], dataTerms: input.dataTerms ?? [] };
}

function toChoice(input: RoutingChoiceInput, path: string): RoutingChoice {
  const { within, ...choice } = given(input);
  const inner = armStrategies.find((one) => one === within);
  if (within !== undefined && inner === undefined)
    throw invalid(`${path}.within`, 'Within a tier or a region there are no tiers and no regions.');
  return { ...choice, within: inner };
}

function toFallbackList({ on, targetIds }: FallbackListInput, path: string): FallbackList {
  return { on, targetIds: toTargetIds(targetIds, `${path}.targetIds`) };
}

const WINDOW_MS = 60_000;
const ATTEMPTS_MIN = 20;
const FAILURE_PERMILLE_MAX = 50;

function toRamp(input: RoutingRampInput, path: string): RoutingRamp {
  const { fromTargetId, toTargetId, stickyBy, steps } = given(input);
  const bounds = given(input.bounds ?? {});
  return {
    fromTargetId: toReference('target', fromTargetId, `${path}.fromTargetId`),
    toTargetId: toReference('target', toTargetId, `${path}.toTargetId`),
    stickyBy,
    steps: steps.map(({ at, sharePermille }) => ({ atMs: at.getTime(), sharePermille })),
    bounds: {
      ...bounds,
      windowMs: bounds.windowMs ?? WINDOW_MS,
      attemptsMin: bounds.attemptsMin ?? ATTEMPTS_MIN,
      failurePermilleMax: bounds.failurePermilleMax ?? FAILURE_PERMILLE_MAX,
    },
  };
}

/** A cap beyond what a number holds exactly is beyond every bound of a cap, and is refused as such. */
function toShadow(input: RoutingShadowInput, path: string): RoutingShadow {
  return {
    targetId: toReference('target', input.targetId, `${path}.targetId`),
    samplePermille: input.samplePermille,
    hourlyNanoUsdMax: Number(input.hourlyCostMax),
  };
}

function toTargetIds(globalIds: readonly string[], path: string): readonly string[] {
  return globalIds.map((id, position) => toReference('target', id, `${path}.${position}`));
}
