import type { BudgetDesk } from '../budgets/budget-desk.ts';
import { InspectionThread } from '../inspect/inspection-thread.ts';
import { LimitDesk } from '../limits/limit-desk.ts';
import { authenticate, type NoteUse } from '../pipeline/authenticate.ts';
import { authorise } from '../pipeline/authorise.ts';
import type { Stage } from '../pipeline/exchange.ts';
import { checkScope } from '../pipeline/explain/explain-scope.ts';
import { inspect } from '../pipeline/inspect.ts';
import { admitCaller, admitTokens, admitToRoute } from '../pipeline/limits/admit.ts';
import { parse } from '../pipeline/parse.ts';
import type { OutsideDesk } from '../pipeline/prompt/ask-outside.ts';
import type { JudgeOptions } from '../pipeline/prompt/judge.ts';
import type { RequestInspection } from '../pipeline/prompt/request-inspection.ts';
import { type RouteTrials, route } from '../pipeline/route.ts';
import { TokenDesk, tokenOutcomes } from '../pipeline/token/token-desk.ts';
import type { Balancer } from '../routing/balancer.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import { systemClock } from '../upstream/clock.ts';
import type { CallerUses } from '../usage/caller-use/caller-uses.ts';
import type { CallPathParts } from './call-path-parts.ts';

/** What the deciding stages share beside the parts of the node. */
export interface DecidingParts {
  /** Undefined for calls that are only explained: nothing of them is sent. */
  readonly desk: OutsideDesk | undefined;
  readonly judge: JudgeOptions | undefined;
  readonly onFault: (fault: unknown, requestId: string) => void;
  readonly balancer: Balancer;
  readonly tokens: TokenDesk;
  readonly noteUse: NoteUse;
  readonly inspection: RequestInspection;
  readonly limits: LimitDesk;
  readonly budgets: BudgetDesk;
}

/** The way of every call up to where it would be sent: this list is the order. `Explain` goes it too, and tries nothing out. */
export function listDecidingStages(
  { settings, ramps }: CallPathParts,
  { balancer, tokens, noteUse, inspection, limits, budgets, desk, judge, onFault }: DecidingParts,
  trials: RouteTrials | undefined,
): readonly Stage[] {
  const clock = systemClock;
  const draw = Math.random;
  return [
    authenticate(clock, tokens, noteUse),
    checkScope,
    admitCaller(limits, trials === undefined),
    parse,
    authorise(clock),
    admitToRoute,
    inspect({ clock, inspection, desk, judge, onFault }),
    admitTokens,
    route({ clock, draw, nodeRegion: settings.region, budgets, signals: balancer, ramps, trials }),
  ];
}

/** Verifies tokens. Counts by children made once, so that a token that is remembered allocates nothing. */
export function createTokenDesk({ tokens }: NodeMetrics, uses: CallerUses): TokenDesk {
  const counters = new Map(tokenOutcomes.map((outcome) => [outcome, tokens.labels(outcome)]));
  return new TokenDesk(
    (outcome) => counters.get(outcome)?.inc(),
    (issuerId) => uses.noteUnknownKey(issuerId),
  );
}

/** Looks at long calls, beside those that are short. */
export function createInspectionThread({ metrics, logger }: CallPathParts): InspectionThread {
  return new InspectionThread({
    nowMs: systemClock.monotonicMs,
    onEnded: (outcome, err) => {
      metrics.longInspections.inc({ outcome });
      if (outcome === 'died' || outcome === 'late')
        logger.error({ err, outcome }, 'the thread that inspects long prompts is replaced');
    },
  });
}

/** Counts calls at limits. */
export function createLimitDesk({ fleet, metrics }: CallPathParts): LimitDesk {
  const desk = new LimitDesk({
    monotonicMs: systemClock.monotonicMs,
    fleet,
    onDropped: () => metrics.limits.accountsDropped.inc(),
  });
  metrics.watchLimitAccounts(() => desk.accountCount);
  return desk;
}
