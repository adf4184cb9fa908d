import { resourceContract } from './contract/resource.ts';
import type { Route, Route__Output } from './generated/gatehouse/config/v1/Route.ts';
import type { RoutingRule } from './generated/gatehouse/config/v1/RoutingRule.ts';

/** Newest format of routes that this build reads: see `Route.format`. */
export const ROUTE_FORMAT = 3;
const RAMP_FORMAT = 3;
const STRATEGY_FORMAT = 2;

/**
 * Writes and reads routes so that a build that would misread one refuses it (decision 15): what needs a format carries its
 * number and an empty rule in front, which builds without the field refuse. Callers see neither.
 */
export const routeCodec = {
  serialize(route: Route): Buffer {
    const { rules = [] } = route;
    const format = formatOf(route);
    const { format: _, ...content } = route;
    return resourceContract.Route.serialize(
      format === 0 ? content : { ...content, format, rules: [{}, ...rules] },
    );
  },

  /** @throws Error when the bytes are no route, or one of a newer format */
  deserialize(bytes: Buffer): Route__Output {
    const route = resourceContract.Route.deserialize(bytes);
    if (route.format > ROUTE_FORMAT)
      throw new Error(`the route has format ${route.format}; this build reads ${ROUTE_FORMAT}`);
    return route.format === 0 ? route : { ...route, rules: route.rules.slice(1) };
  },
} as const;

function formatOf({ constraints, rules = [] }: Route): number {
  if (rules.some(({ ramp }) => ramp)) return RAMP_FORMAT;
  return constraints || !rules.every(isPlainRule) ? STRATEGY_FORMAT : 0;
}

function isPlainRule({ choice, constraints, fallbacksByClass, split }: RoutingRule): boolean {
  const hasTiers = split?.some(({ tier }) => (tier ?? 0) !== 0) ?? false;
  return !choice && !constraints && !hasTiers && (fallbacksByClass?.length ?? 0) === 0;
}
