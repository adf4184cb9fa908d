import type { Clock } from './clock.ts';

/** When a call has come and when it must be over for its caller, in Unix milliseconds. */
export interface CallTime {
  readonly receivedAtMs: number;
  /** Undefined when the caller did not say. */
  readonly deadlineAtMs: number | undefined;
}

/** When a call must be over. */
export interface CallDeadline {
  /** Milliseconds of the monotonic clock. */
  readonly atMs: number;
  /** Whether the caller has set it, and not the route. */
  readonly isCallers: boolean;
}

/** End of the call: `totalTimeoutMs` from arrival on, or the caller's deadline before it. */
export function findDeadline(
  { receivedAtMs, deadlineAtMs }: CallTime,
  totalTimeoutMs: number,
  clock: Clock,
): CallDeadline {
  const routesAtMs = receivedAtMs + totalTimeoutMs;
  const isCallers = deadlineAtMs !== undefined && deadlineAtMs < routesAtMs;
  const endAtMs = isCallers ? deadlineAtMs : routesAtMs;
  return { atMs: clock.monotonicMs() + (endAtMs - clock.unixMs()), isCallers };
}

/** What the time to the first content of one attempt depends on. */
export interface FirstContentInput {
  /** What the route says, or the class of the model. */
  readonly firstTokenTimeoutMs: number;
  readonly stream: boolean;
  /** Milliseconds to the end of the call. */
  readonly leftMs: number;
  /** Tries at other targets that may follow. */
  readonly furtherCount: number;
}

/**
 * Milliseconds that an attempt has to its first content. A stream shows early whether it comes, so it has that time. A
 * whole reply shows nothing before its end: each target has an equal share of the time left, at least that time, and the last
 * one all of it.
 */
export function firstContentTimeoutMs(input: FirstContentInput): number {
  const { firstTokenTimeoutMs, stream, leftMs, furtherCount } = input;
  return stream ? firstTokenTimeoutMs : Math.max(firstTokenTimeoutMs, leftMs / (furtherCount + 1));
}
