import type { Mark } from '../view-history.ts';

/** Shortest and longest time between two rounds of updates. */
const INTERVAL_MS = { min: 100, max: 1_000 } as const;
/** One node of so many may be missing when a round has its answers: nine of ten. */
const QUORUM_OF = 10;
/** Rounds that are followed to their last verdict; a stuck node must not pile them up. */
const ROUNDS_MAX = 16;

/** Part of the nodes that have answered. */
export type Share = 'p90' | 'all';

/** Told when so many nodes enforce a round: milliseconds from its oldest commit. */
export type ConvergenceObserver = (share: Share, elapsedMs: number) => void;

interface Round {
  readonly to: Mark;
  readonly commitMs: number;
  readonly nodeCount: number;
  /** Nodes that do not enforce it yet. */
  readonly waiting: Set<string>;
  hasQuorum: boolean;
}

/** What a round begins with. Times in milliseconds: `nowMs` never goes back, `commitMs` is Unix time. */
export interface RoundStart {
  readonly to: Mark;
  readonly nowMs: number;
  readonly commitMs: number;
  /** Nodes that are to enforce it, those included that have yet to answer something earlier. */
  readonly expected: readonly string[];
}

/**
 * How fast nodes are pushed to: a round begins at the earliest twice the time after the last one
 * that nine of ten nodes took to answer it, within 100 ms and 1 s. A mere debounce collapses at 50
 * commits a second, since nodes that answer late are given ever more to do.
 */
export class PushRounds {
  readonly #observe: ConvergenceObserver;
  readonly #wallClock: () => number;
  #offered: Mark = 0;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #answeredAtMs: number | undefined;
  #sentCount = 0;
  #unanswered = new Set<string>();
  #followed: Round[] = [];

  constructor(observe: ConvergenceObserver, wallClock: () => number) {
    this.#observe = observe;
    this.#wallClock = wallClock;
  }

  /** Up to where nodes are given changes. */
  get offered(): Mark {
    return this.#offered;
  }

  /** Milliseconds until the next round may begin. */
  delayMs(nowMs: number): number {
    const tookMs = (this.#answeredAtMs ?? Number.POSITIVE_INFINITY) - this.#startedAtMs;
    const intervalMs = Math.min(Math.max(INTERVAL_MS.min, 2 * tookMs), INTERVAL_MS.max);
    return Math.max(0, this.#startedAtMs + intervalMs - nowMs);
  }

  /** Raises what is offered. `sent` follows for each node that is given it at once. */
  begin({ to, nowMs, commitMs, expected }: RoundStart): void {
    this.#offered = to;
    this.#startedAtMs = nowMs;
    this.#answeredAtMs = nowMs;
    this.#sentCount = 0;
    this.#unanswered = new Set();
    if (expected.length === 0) return;
    const waiting = new Set(expected);
    this.#followed.push({ to, commitMs, nodeCount: waiting.size, waiting, hasQuorum: false });
    if (this.#followed.length > ROUNDS_MAX) this.#followed.shift();
  }

  sent(nodeId: string): void {
    this.#unanswered.add(nodeId);
    this.#sentCount += 1;
    this.#answeredAtMs = undefined;
  }

  /** The node has answered whatever it was sent. */
  answered(nodeId: string, nowMs: number): void {
    this.#unanswered.delete(nodeId);
    if (this.#unanswered.size * QUORUM_OF <= this.#sentCount) this.#answeredAtMs ??= nowMs;
  }

  /** The node enforces what was changed up to the mark. */
  enforced(nodeId: string, mark: Mark): void {
    for (const round of this.#followed)
      if (round.to <= mark && round.waiting.delete(nodeId)) this.#count(round);
    this.#forgetDone();
  }

  /** The node has gone: nobody waits for it. */
  left(nodeId: string, nowMs: number): void {
    this.answered(nodeId, nowMs);
    for (const round of this.#followed) round.waiting.delete(nodeId);
    this.#forgetDone();
  }

  #count(round: Round): void {
    const elapsedMs = Math.max(0, this.#wallClock() - round.commitMs);
    if (!round.hasQuorum && round.waiting.size * QUORUM_OF <= round.nodeCount) {
      round.hasQuorum = true;
      this.#observe('p90', elapsedMs);
    }
    if (round.waiting.size === 0) this.#observe('all', elapsedMs);
  }

  #forgetDone(): void {
    this.#followed = this.#followed.filter(({ waiting }) => waiting.size > 0);
  }
}
