import type { Target } from '../../../policy/resource.ts';
import { leftOf } from '../../budgets/budget-desk.ts';
import type { Usage } from '../../inference.ts';
import type { AttemptResult } from '../../upstream/attempt-plan.ts';
import { withUsage } from '../attempt-record.ts';
import type { FinishedReply, ReplyHead } from '../exchange.ts';
import { reached } from '../reached.ts';
import type { AttemptOwner, Try } from '../running-attempt.ts';

/** What is known when the reply of a try begins. */
export function headOf(
  { target, charge }: Try,
  { exchange, startedCount }: Pick<AttemptOwner, 'exchange' | 'startedCount'>,
): ReplyHead {
  return {
    routeName: reached(exchange.route, 'route').name,
    targetName: target.name,
    attemptCount: startedCount,
    limits: exchange.limits?.standing,
    budgetLeftNanoUsd: charge && leftOf(charge),
  };
}

/** The first content of a try is here. */
export function noteFirstContent(
  { credential }: Try,
  { exchange, options }: Pick<AttemptOwner, 'exchange' | 'options'>,
): void {
  options.credentials.taken(credential);
  exchange.firstContentMs = Math.max(1, options.clock.unixMs() - exchange.receivedAtMs);
}

/** What is left to hand to the sink when an attempt has answered. */
export function finishedReply(
  head: ReplyHead,
  { reply, terminal }: AttemptResult,
  usage: Usage | undefined,
): FinishedReply {
  if (reply === undefined) return { kind: 'stream', terminal };
  return { kind: 'whole', head, reply: withUsage(reply, usage) };
}

/**
 * Milliseconds after which an attempt at the target is hedged; undefined: never. A hedge that could not show anything within the
 * deadline is none: it has at least the time that the first one had.
 */
export function hedgeWaitMs(
  target: Target,
  { exchange, options, deadline }: AttemptOwner,
): number | undefined {
  const { hedging, clock } = options;
  const waitMs = exchange.hedge && hedging?.begin(exchange.hedge, target, exchange);
  if (waitMs === undefined) return undefined;
  return clock.monotonicMs() + 2 * waitMs < deadline.atMs ? waitMs : undefined;
}
