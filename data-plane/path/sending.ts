import { createCredentialObserver } from '../observers/credential-observer.ts';
import { CredentialChoice } from '../pipeline/credential-choice.ts';
import { dispatch } from '../pipeline/dispatch.ts';
import type { Stage } from '../pipeline/exchange.ts';
import type { DispatchOptions } from '../pipeline/running-attempt.ts';
import { type ShadowOptions, Shadows } from '../pipeline/shadow/shadows.ts';
import { getAdapter } from '../providers/registry.ts';
import { AttemptWatch } from '../routing/attempt-watch.ts';
import { Balancer } from '../routing/balancer.ts';
import { Hedging } from '../routing/hedging.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import { defaultAttemptLimits } from '../upstream/attempt-limits.ts';
import { systemClock } from '../upstream/clock.ts';
import type { TargetHealth } from '../upstream/health/target-health.ts';
import type { CallPathParts } from './call-path-parts.ts';

/** What calls and their copies are sent with. */
export type Sending = Pick<
  DispatchOptions,
  'pools' | 'limits' | 'clock' | 'getAdapter' | 'credentials' | 'budgets'
>;

/** Made once for each node. */
export function createSending({ pools, credentials, metrics, logger }: CallPathParts): Sending {
  return {
    pools,
    limits: defaultAttemptLimits,
    clock: systemClock,
    getAdapter,
    credentials: new CredentialChoice({
      held: credentials,
      clock: systemClock,
      onTurn: createCredentialObserver(metrics, logger),
    }),
  };
}

/** The stage that sends. */
export function createSent(
  { health, ramps }: CallPathParts,
  sending: Sending,
  balancer: Balancer,
): Stage {
  const watch = new AttemptWatch(balancer, ramps);
  const hedging = new Hedging(balancer);
  return dispatch({ ...sending, health, watch, hedging, draw: Math.random });
}

/** Copies of calls, whose outcomes are counted. */
export function createShadows(metrics: NodeMetrics, options: ShadowOptions): Shadows {
  return new Shadows({
    ...options,
    onOutcome: (outcome, costNanoUsd) => {
      metrics.shadows.inc({ outcome });
      metrics.shadowCostNanoUsd.inc(Number(costNanoUsd));
    },
  });
}

/** Knows how targets answer, and takes those that are out for absent. */
export function createBalancer(health: TargetHealth): Balancer {
  return new Balancer({
    nowMs: systemClock.monotonicMs,
    isHealthy: (targetId) => health.isHealthy(targetId),
  });
}
