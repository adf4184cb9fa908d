import type { DecodedResourceBody } from '../../../proto/resource.ts';
import type { FallbackList, Route, RoutingChoice, RoutingConstraints } from '../../domain/route.ts';
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

function readConstraints(wire: WireRoute['constraints']): RoutingConstraints | undefined {
  return wire === null
    ? undefined
    : { regions: wire.regions, dataTerms: wire.dataTerms as RoutingConstraints['dataTerms'] };
}
