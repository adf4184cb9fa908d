import { randomFillSync } from 'node:crypto';
import type { BudgetDesk } from './budgets/budget-desk.ts';
import type { CredentialStore } from './config/snapshot.ts';
import { createRequestIds } from './doors/request-id.ts';
import { OutsideDetectors } from './inspect/outside/outside-detectors.ts';
import { createOutsideObserver } from './observers/outside-observer.ts';
import type { Exchange, Stage } from './pipeline/exchange.ts';
import type { JudgeOptions } from './pipeline/prompt/judge.ts';
import { JudgeBudget } from './pipeline/prompt/judge-budget.ts';
import { route } from './pipeline/route.ts';
import type { Balancer } from './routing/balancer.ts';
import type { RampWatch } from './routing/ramp-watch.ts';
import type { Settings } from './settings.ts';
import type { Logger } from './telemetry/logger.ts';
import type { NodeMetrics } from './telemetry/metrics.ts';
import { systemClock } from './upstream/clock.ts';
import type { TurnRecords } from './usage/turn-records.ts';

/** The parts of a node by which it asks outside detectors. */
interface OutsideParts {
  readonly settings: Pick<Settings, 'detectorNetworks'>;
  readonly metrics: NodeMetrics;
  readonly logger: Logger;
  readonly detectorCredentials: () => CredentialStore;
}

/** Asks detectors that run elsewhere. */
export function createOutsideDetectors(parts: OutsideParts): OutsideDetectors {
  const { settings, metrics, logger, detectorCredentials } = parts;
  return new OutsideDetectors({
    clock: systemClock,
    draw: Math.random,
    networks: settings.detectorNetworks,
    credentialOf: (detectorId) => detectorCredentials().find(detectorId)?.[0],
    observer: createOutsideObserver(metrics, logger),
  });
}

/** What calls of models that judge share with those that are judged. */
interface JudgingParts extends Pick<JudgeOptions, 'settle' | 'onFault'> {
  readonly balancer: Balancer;
  readonly ramps: RampWatch;
  readonly budgets: BudgetDesk;
  readonly sent: Stage;
  readonly records: TurnRecords<Exchange>;
}

/** They go the way of every call from the choice of targets on, and try nothing out. */
export function createJudging(
  nodeRegion: string,
  { balancer, ramps, budgets, sent, records, ...rest }: JudgingParts,
): JudgeOptions {
  const clock = systemClock;
  return {
    ...rest,
    clock,
    budget: new JudgeBudget(),
    stages: [
      route({ clock, draw: Math.random, nodeRegion, budgets, signals: balancer, ramps }),
      sent,
    ],
    whenKept: records.whenKept,
    nextRequestId: createRequestIds({ now: Date.now, randomFill: randomFillSync }),
  };
}
