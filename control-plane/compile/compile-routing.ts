import type { ResourceBody } from '../../proto/resource.ts';
import type {
  ConfigurationRows,
  StoredConstraints,
  StoredRoutingRule,
} from '../storage/configuration/row.ts';

type RouteRow = ConfigurationRows['route'];
type RouteBody = ResourceBody['route'];

/** The routing policy of a route, as nodes read it. What a row does not say is not set. */
export function compileRouting({
  rules,
  constraints,
}: Pick<RouteRow, 'rules' | 'constraints'>): Pick<RouteBody, 'rules' | 'constraints'> {
  return { rules: rules.map(compileRule), ...withConstraints(constraints) };
}

function compileRule(rule: StoredRoutingRule): NonNullable<RouteBody['rules']>[number] {
  const { choice, fallbacksByClass = [] } = rule;
  return {
    name: rule.name,
    when: rule.when,
    require: rule.require,
    split: rule.split.map((member) => ({ ...member })),
    fallbackTargetIds: [...rule.fallbackTargetIds],
    ...(choice && { choice: { ...choice, regions: [...(choice.regions ?? [])] } }),
    ...withConstraints(rule.constraints),
    fallbacksByClass: fallbacksByClass.map(({ on, targetIds }) => ({
      on: [...on],
      targetIds: [...targetIds],
    })),
  };
}

function withConstraints(constraints: StoredConstraints | null | undefined) {
  if (!constraints) return {};
  const { regions, dataTerms } = constraints;
  return { constraints: { regions: [...regions], dataTerms: [...dataTerms] } };
}
