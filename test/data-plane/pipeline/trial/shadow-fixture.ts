import { expect } from '@jest/globals';
import { Shadows } from '../../../../data-plane/pipeline/shadow/shadows.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { defaultAttemptLimits } from '../../../../data-plane/upstream/attempt-limits.ts';
import { systemClock } from '../../../../data-plane/upstream/clock.ts';
import type { RoutingRule } from '../../../../policy/resource.ts';
import type { RoutingShadow } from '../../../../policy/route-part/shadow.ts';
import type { UsageEvent } from '../../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { eventually } from '../../../support/eventually.ts';
import { credentialsOf, type Gateway } from '../call-fixture.ts';
import type { ProviderPair } from '../provider-fixture.ts';
import {
  providersAt,
  routeOver,
  type SnapshotParts,
  snapshotOf,
  targetOf,
} from '../snapshot-fixture.ts';

export interface Shadowed {
  readonly gateway: Gateway;
  readonly shadows: Shadows;
  readonly outcomes: string[];
  readonly events: UsageEvent[];
  /** `copy` for each that is sent, among what a test adds. */
  readonly order: string[];
}

export type ShadowParts = SnapshotParts & {
  readonly rule?: Partial<RoutingRule>;
  readonly clock?: typeof systemClock;
};

/** A gateway over the pair, whose second provider gets copies of what the first one answers. */
export function shadowedOver(
  pair: ProviderPair,
  shadow: Partial<RoutingShadow> = {},
  { rule, clock = systemClock, ...parts }: ShadowParts = {},
): Shadowed {
  const outcomes: string[] = [];
  const events: UsageEvent[] = [];
  const order: string[] = [];
  const targets = [targetOf(0), targetOf(1)];
  const [plain] = routeOver(targets.slice(0, 1)).policy.rules;
  const whole = { targetId: 'x1', samplePermille: 1_000, hourlyNanoUsdMax: 10 ** 12, ...shadow };
  const rules = plain ? [{ ...plain, ...rule, shadow: whole }] : [];
  const snapshot = snapshotOf({
    providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
    targets,
    routes: [routeOver(targets, { policy: { rules } })],
    ...parts,
  });
  const shadows: Shadows = new Shadows({
    pools: {
      dispatch: (...sent) => {
        order.push('copy');
        return gateway.pools.dispatch(...sent);
      },
    },
    limits: defaultAttemptLimits,
    clock,
    getAdapter,
    credentials: credentialsOf(() => ['shadow-secret']),
    records: { append: ({ usageEvents }) => events.push(...usageEvents) },
    onOutcome: (outcome) => outcomes.push(outcome),
    onFault: (fault) => outcomes.push(String(fault)),
  });
  const gateway: Gateway = pair.gatewayOver(snapshot, {}, undefined, {
    routing: { trials: { follow: () => undefined, sampled: shadows.sampled } },
    onEnded: (exchange) => shadows.ended(exchange),
  });
  return { gateway, shadows, outcomes, events, order };
}
export const untilTold = ({ outcomes }: Shadowed, count = 1) =>
  eventually(() => expect(outcomes).toHaveLength(count));
