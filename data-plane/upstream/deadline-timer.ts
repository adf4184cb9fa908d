/** Largest delay that setTimeout takes before it fires at once. */
const delayMsMax = 2_147_483_647;

/** Who is told that a deadline has passed. */
export interface DeadlineOwner {
  expired(): void;
}

/**
 * One deadline that moves. Moving it later touches no system timer (the armed one fires, sees the later deadline and
 * arms itself again), so that a stream may move it with each chunk at the price of a comparison.
 */
export class DeadlineTimer {
  readonly #monotonicMs: () => number;
  readonly #owner: DeadlineOwner;
  #timer: NodeJS.Timeout | undefined;
  #armedForMs = Number.POSITIVE_INFINITY;
  #deadlineMs = Number.POSITIVE_INFINITY;

  constructor(monotonicMs: () => number, owner: DeadlineOwner) {
    this.#monotonicMs = monotonicMs;
    this.#owner = owner;
  }

  /** Replaces the deadline, in milliseconds of the monotonic clock. */
  set(deadlineMs: number): void {
    this.#deadlineMs = deadlineMs;
    if (deadlineMs < this.#armedForMs) this.#arm();
  }

  /** Forgets the deadline; `set` may follow. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armedForMs = Number.POSITIVE_INFINITY;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const delayMs = Math.max(0, Math.ceil(this.#deadlineMs - this.#monotonicMs()));
    this.#armedForMs = this.#deadlineMs;
    this.#timer = setTimeout(fire, Math.min(delayMs, delayMsMax), this);
  }

  /** For the system timer only. */
  fire(): void {
    this.#armedForMs = Number.POSITIVE_INFINITY;
    if (this.#monotonicMs() < this.#deadlineMs) this.#arm();
    else this.#owner.expired();
  }
}

function fire(timer: DeadlineTimer): void {
  timer.fire();
}
