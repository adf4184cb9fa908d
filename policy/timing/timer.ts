import type { Model, Operation, Route, Target } from '../resource.ts';
import type { Timers } from '../route-part/timers.ts';

/** Kinds of work that take about as long. The first two are also what a model that is not known is taken for. */
export type TimerClass = Operation | 'reasoning';

/** What holds where a route does not say. Reasons: docs/reliability.md. */
export const classTimers: Readonly<Record<TimerClass, Timers>> = {
  embedding: {
    connectTimeoutMs: 5_000,
    firstTokenTimeoutMs: 15_000,
    idleTimeoutMs: 30_000,
    totalTimeoutMs: 60_000,
  },
  chat: {
    connectTimeoutMs: 5_000,
    firstTokenTimeoutMs: 30_000,
    idleTimeoutMs: 60_000,
    totalTimeoutMs: 300_000,
  },
  reasoning: {
    connectTimeoutMs: 5_000,
    firstTokenTimeoutMs: 120_000,
    idleTimeoutMs: 120_000,
    totalTimeoutMs: 600_000,
  },
};

/** What a route may say. */
export const TIMER_LIMITS: Readonly<
  Record<keyof Timers, { readonly minMs: number; readonly maxMs: number }>
> = {
  connectTimeoutMs: { minMs: 100, maxMs: 30_000 },
  firstTokenTimeoutMs: { minMs: 100, maxMs: 600_000 },
  idleTimeoutMs: { minMs: 1_000, maxMs: 600_000 },
  totalTimeoutMs: { minMs: 100, maxMs: 3_600_000 },
};

/** Which figures hold for a model where its route does not say. */
export function timersOf(operation: Operation, model: Model | undefined): Timers {
  const isReasoning = operation === 'chat' && model?.capabilities.includes('reasoning') === true;
  return classTimers[isReasoning ? 'reasoning' : operation];
}

/** The whole call: what its route says, else the longest that one of the models of its targets has. */
export function totalTimeoutMsOf(
  { operation, totalTimeoutMs }: Pick<Route, 'operation' | 'totalTimeoutMs'>,
  targets: readonly Target[],
  models: ReadonlyMap<string, Model>,
): number {
  if (totalTimeoutMs !== 0) return totalTimeoutMs;
  let longestMs = classTimers[operation].totalTimeoutMs;
  for (const { modelId } of targets)
    longestMs = Math.max(longestMs, timersOf(operation, models.get(modelId)).totalTimeoutMs);
  return longestMs;
}
