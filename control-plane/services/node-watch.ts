import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeRoll } from '../domain/enforcement.ts';
import { DomainError } from '../domain/errors.ts';

/** Time between two readings of the nodes, in milliseconds. */
export const POLL_INTERVAL_MS = 250;
/** Callers that may follow the nodes at one replica at a time, and of them those of one principal. */
export const WATCH_LIMITS = { followersMax: 500, perPrincipalMax: 50 } as const;

/** Who follows, and what ends it. */
export interface Watcher {
  readonly principalId: string;
  readonly signal: AbortSignal;
}

/**
 * Reads the nodes for all who wait for them: one reading each {@link POLL_INTERVAL_MS} while somebody follows, none
 * while nobody does. The database is where replicas meet, so it does not matter at which one a node or a caller is.
 */
export class NodeWatch {
  readonly #read: () => Promise<NodeRoll>;
  readonly #followers = new Set<Follower>();
  #isPolling = false;
  #isClosed = false;

  constructor(read: () => Promise<NodeRoll>) {
    this.#read = read;
  }

  /** Callers who follow now. */
  get followerCount(): number {
    return this.#followers.size;
  }

  /**
   * Rolls from the next reading on, until the signal is aborted or the watch is closed. Who is slow gets the newest,
   * not each. A reading that fails is passed over: the next one tries again.
   *
   * @throws DomainError BUSY when too many follow
   */
  async *follow({ principalId, signal }: Watcher): AsyncGenerator<NodeRoll, void, undefined> {
    if (this.#isClosed || signal.aborted) return;
    this.#requirePlace(principalId);
    const follower = new Follower(principalId);
    const end = () => follower.end();
    signal.addEventListener('abort', end, { once: true });
    this.#followers.add(follower);
    void this.#poll();
    try {
      for (;;) {
        const roll = await follower.next();
        if (roll === undefined) return;
        yield roll;
      }
    } finally {
      signal.removeEventListener('abort', end);
      this.#followers.delete(follower);
    }
  }

  /** Ends everybody's following, for good. */
  close(): void {
    this.#isClosed = true;
    for (const follower of this.#followers) follower.end();
  }

  #requirePlace(principalId: string): void {
    const own = [...this.#followers].filter((one) => one.principalId === principalId);
    if (
      this.#followers.size < WATCH_LIMITS.followersMax &&
      own.length < WATCH_LIMITS.perPrincipalMax
    )
      return;
    throw new DomainError(
      { code: 'BUSY' },
      'Too many callers wait for nodes at the moment; try again shortly.',
    );
  }

  async #poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    while (this.#followers.size > 0 && !this.#isClosed) {
      // Who follows has a deadline of its own; the storage bounds each reading.
      const roll = await this.#read().catch(() => undefined);
      if (roll !== undefined) for (const follower of this.#followers) follower.take(roll);
      await sleep(POLL_INTERVAL_MS);
    }
    this.#isPolling = false;
  }
}

/** Holds the newest roll that its caller has not had yet. */
class Follower {
  readonly principalId: string;
  #newest: NodeRoll | undefined;
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(principalId: string) {
    this.principalId = principalId;
  }

  take(roll: NodeRoll): void {
    this.#newest = roll;
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** Undefined when it has ended. One caller at a time. */
  async next(): Promise<NodeRoll | undefined> {
    if (this.#newest === undefined && !this.#isEnded)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#wake = undefined;
    if (this.#isEnded) return undefined;
    const roll = this.#newest;
    this.#newest = undefined;
    return roll;
  }
}
