import type { DecodedResourceBody } from '../../../proto/resource.ts';
import type {
  FallbackList,
  Route,
  RoutingChoice,
  RoutingConstraints,
  RoutingRamp,
} from '../../domain/route.ts';
import { normaliseConstraints, normaliseRule } from '../../domain/routing-rule.ts';

type WireRoute = DecodedResourceBody['route'];
type WireRule = WireRoute['rules'][number];

/**
 * The routing policy of a body, as it is stored. Words of closed sets are taken as they are: the rules of the domain
 * judge them again before anything is written.
 */
export function readRouting({
  rules,
  constraints,
}: WireRoute): Pick<Route, 'rules' | 'constraints'> {
  return {
    rules: rules.map((rule) =>
      normaliseRule({
        name: rule.name,
        when: rule.when,
        require: rule.require,
        choice: readChoice(rule.choice),
        constraints: readConstraints(rule.constraints),
        split: rule.split.map(({ targetId, weight, tier }) => ({ targetId, weight, tier })),
        fallbackTargetIds: rule.fallbackTargetIds,
        fallbacksByClass: rule.fallbacksByClass.map(({ on, targetIds }) => ({
          on: on as FallbackList['on'],
          targetIds,
        })),
        hedge: rule.hedge ?? undefined,
        ramp: readRamp(rule.ramp),
        shadow: rule.shadow
          ? { ...rule.shadow, hourlyNanoUsdMax: Number(rule.shadow.hourlyNanoUsdMax) }
          : undefined,
      }),
    ),
    constraints: normaliseConstraints(readConstraints(constraints)) ?? null,
  };
}

function readChoice(choice: WireRule['choice']): RoutingChoice | undefined {
  if (choice === null) return undefined;
  return {
    strategy: choice.strategy as RoutingChoice['strategy'],
    within: (choice.within || undefined) as RoutingChoice['within'],
    stickyBy: choice.stickyBy || undefined,
    regions: choice.regions,
    typicalOutputTokens: choice.typicalOutputTokens || undefined,
  };
}

function readRamp(wire: WireRule['ramp']): RoutingRamp | undefined {
  if (wire === null) return undefined;
  const { bounds } = wire;
  return {
    fromTargetId: wire.fromTargetId,
    toTargetId: wire.toTargetId,
    stickyBy: wire.stickyBy || undefined,
    steps: wire.steps.map(({ atUnixMs, sharePermille }) => ({
      atMs: Number(atUnixMs),
      sharePermille,
    })),
    bounds: {
      windowMs: bounds?.windowMs ?? 0,
      attemptsMin: bounds?.attemptsMin ?? 0,
      failurePermilleMax: bounds?.failurePermilleMax ?? 0,
      firstTokenMsMax: bounds?.firstTokenMsMax || undefined,
      firstTokenPercentMax: bounds?.firstTokenPercentMax || undefined,
      totalMsMax: bounds?.totalMsMax || undefined,
      totalPercentMax: bounds?.totalPercentMax || undefined,
    },
    halted: readHalted(wire.halted),
  };
}

function readHalted(wire: NonNullable<WireRule['ramp']>['halted']): RoutingRamp['halted'] {
  if (wire === null) return undefined;
  const { atUnixMs, ...halted } = wire;
  return { ...halted, atMs: Number(atUnixMs) };
}

function readConstraints(wire: WireRoute['constraints']): RoutingConstraints | undefined {
  return wire === null
    ? undefined
    : { regions: wire.regions, dataTerms: wire.dataTerms as RoutingConstraints['dataTerms'] };
}
