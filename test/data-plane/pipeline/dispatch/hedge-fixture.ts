import type { DispatchOptions } from '../../../../data-plane/pipeline/running-attempt.ts';
import { Hedging } from '../../../../data-plane/routing/hedging.ts';
import type { Route } from '../../../../policy/resource.ts';
import type { Hedge } from '../../../../policy/route-part/hedge.ts';
import { type Gateway, healthOf } from '../call-fixture.ts';
import type { ProviderPair } from '../provider-fixture.ts';
import {
  providersAt,
  routeOver,
  type SnapshotParts,
  snapshotOf,
  targetOf,
} from '../snapshot-fixture.ts';

/** As many extra attempts as calls: what is tested here is not the budget. */
export const unlimited: Hedge = { afterPercentile: 95, floorMs: 1, extraCallsPercentMax: 100 };
export const targets = [targetOf(0), targetOf(1)];

export function hedgedRoute(
  hedge: Hedge | undefined = unlimited,
  changes: Partial<Route> = {},
): Route {
  const route = routeOver(targets, changes);
  return { ...route, policy: { rules: route.policy.rules.map((rule) => ({ ...rule, hedge })) } };
}

/** A gateway over the pair, and what was told of attempts. A first attempt is slow after so many milliseconds. */
export function hedgingOver(
  pair: ProviderPair,
  afterMs: number | undefined,
  parts: SnapshotParts & { readonly route?: Route } = {},
  changes: Partial<DispatchOptions> = {},
) {
  const told: string[] = [];
  const { route = hedgedRoute(), ...others } = parts;
  const providers = providersAt([pair.first.baseUrl, pair.second.baseUrl]);
  const snapshot = snapshotOf({ providers, targets, routes: [route], ...others });
  const health = healthOf();
  const gateway = pair.gatewayOver(snapshot, {}, undefined, {
    health,
    hedging: new Hedging({ percentileMs: () => afterMs }),
    watch: {
      started: ({ id }) => {
        told.push(`+${id}`);
        return id;
      },
      ended: (id, { verdict }) => told.push(`-${id} ${verdict}`),
    },
    ...changes,
  });
  return { gateway, told, health };
}

export const attemptsOf = ({ records }: Gateway) =>
  records[0]?.decision?.attempts?.map(
    ({ number, targetId, verdict, hedge }) =>
      `${number} ${targetId} ${verdict}${hedge ? ' hedge' : ''}`,
  );

/** What {@link hedgingOver} takes behind the pair. */
export type HedgingParts = [
  afterMs: number | undefined,
  parts?: SnapshotParts & { readonly route?: Route },
  changes?: Partial<DispatchOptions>,
];
