import type { Limit } from '../../policy/limit.ts';
import type { FleetPlace } from './fleet.ts';

/** What one account has used of a limit on this process. The one mutable cell of it. */
export interface Account {
  /**
   * Of requests and tokens: what was taken and has not come back at `seenMs`; above what the process may give while a call that
   * was larger is paid off. Of concurrent requests: calls under way.
   */
  used: number;
  /** Monotonic milliseconds. */
  seenMs: number;
  /** What comes back in a millisecond, as it was when the account was used last; 0 where what is taken is held. */
  perMs: number;
}

/** What this process may give of a limit. */
export interface Room {
  /** Whole and part of one, at least 1. */
  readonly capacity: number;
  /** What comes back in a millisecond; 0 where what is taken is held. */
  readonly perMs: number;
}

/** Sums of what comes back are right to about so much of a request. */
const ROUNDING = 1e-6;

/**
 * The part of a limit that one of several processes has: an equal one, and one request at least, since a process that may give
 * nothing would refuse whoever is sent to it. Requests and tokens come back at an equal part of the rate, whatever it may give at
 * once.
 */
export function roomOf({ measure, amount, windowS }: Limit, fleet: FleetPlace): Room {
  const { nodeCount, place } = fleet;
  if (measure === 'concurrent_requests') {
    const hasOneMore = place < amount % nodeCount;
    const whole = Math.floor(amount / nodeCount) + (hasOneMore ? 1 : 0);
    return { capacity: Math.max(1, whole), perMs: 0 };
  }
  const part = amount / nodeCount;
  return { capacity: Math.max(1, part), perMs: part / (windowS * 1_000) };
}

/** What is used at this moment. */
export function usedAt({ used, seenMs, perMs }: Readonly<Account>, nowMs: number): number {
  return perMs === 0 ? used : Math.max(0, used - (nowMs - seenMs) * perMs);
}

/**
 * Whether there is room for so much. What is more than the process may give at once goes when nothing else is used, and is paid
 * off before anything else goes: so it is, too, where the whole limit would allow it and the part of one process would not.
 */
export function hasRoom(used: number, { capacity }: Room, wanted: number): boolean {
  return used + Math.min(wanted, capacity) <= capacity + ROUNDING;
}

/** Milliseconds until there is; infinite where nothing comes back by itself. */
export function waitMsOf(used: number, { capacity, perMs }: Room, wanted: number): number {
  return (used + Math.min(wanted, capacity) - capacity) / perMs;
}
