import type { PolicyFault } from '../policy-fault.ts';
import type { Operation } from '../resource.ts';
import type { Timers } from '../route-part/timers.ts';
import { classTimers, TIMER_LIMITS } from './timer.ts';

/** Timers of a route as they are written; null where those of the class of the model hold. */
export type WrittenTimers = { readonly [Timer in keyof Timers]: number | null };

const timerNames = Object.keys(TIMER_LIMITS) as readonly (keyof Timers)[];

/**
 * What is wrong with the timers of a route: each is within its bounds, and none is longer than one that always cuts it. One that the
 * route leaves to the class of the model counts as in the shortest class of the operation.
 */
export function checkTimers(timers: WrittenTimers, operation: Operation): readonly PolicyFault[] {
  const faults = timerNames.flatMap((name) => checkBounds(name, timers[name]));
  if (faults.length > 0) return faults;
  const { connectTimeoutMs, firstTokenTimeoutMs } = timers;
  const ofClass = classTimers[operation];
  const firstMs = firstTokenTimeoutMs ?? ofClass.firstTokenTimeoutMs;
  const totalMs = timers.totalTimeoutMs ?? ofClass.totalTimeoutMs;
  if (connectTimeoutMs !== null && connectTimeoutMs > Math.min(firstMs, totalMs)) {
    const message = 'A connection takes at most as long as the wait for the first content.';
    return [{ path: 'connectTimeoutMs', message }];
  }
  if (firstTokenTimeoutMs === null || firstTokenTimeoutMs <= totalMs) return [];
  const message = 'The whole call lasts at least as long as the wait for its first content.';
  return [{ path: 'totalTimeoutMs', message }];
}

function checkBounds(path: keyof Timers, timeoutMs: number | null): readonly PolicyFault[] {
  const { minMs, maxMs } = TIMER_LIMITS[path];
  if (timeoutMs === null) return [];
  if (Number.isInteger(timeoutMs) && timeoutMs >= minMs && timeoutMs <= maxMs) return [];
  return [{ path, message: `This timeout is from ${minMs} to ${maxMs} milliseconds.` }];
}
