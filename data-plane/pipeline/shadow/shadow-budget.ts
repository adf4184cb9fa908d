/** Shadows whose spending is known at the same time. */
export const SHADOWS_MAX = 10_000;
const HOUR_MS = 3_600_000;

/** What the copies of one rule have cost in one hour of the clock. */
interface Spending {
  hour: number;
  spentNanoUsd: bigint;
  /** Held for copies that are under way. */
  reservedNanoUsd: bigint;
}

/** Money that is held for one copy. */
export interface Reservation {
  readonly spending: Spending;
  readonly nanoUsd: bigint;
}

/**
 * Holds the cost of copies below a cap for each rule and hour, on this process alone. A copy reserves the most that it is
 * expected to cost before it is sent, and settles for what it did cost: the cap is passed by no more than an estimate was too low.
 */
export class ShadowBudget {
  readonly #spendings = new Map<string, Spending>();

  /** Undefined when the cap does not allow it. `nowMs` is in Unix milliseconds. */
  reserve(
    shadowId: string,
    { nanoUsd, capNanoUsd }: { readonly nanoUsd: bigint; readonly capNanoUsd: bigint },
    nowMs: number,
  ): Reservation | undefined {
    const hour = Math.floor(nowMs / HOUR_MS);
    const spending = this.#find(shadowId, hour);
    if (spending === undefined) return undefined;
    if (spending.spentNanoUsd + spending.reservedNanoUsd + nanoUsd > capNanoUsd) return undefined;
    spending.reservedNanoUsd += nanoUsd;
    return { spending, nanoUsd };
  }

  /** Call once for each reservation. The cost is that of the hour in which it is known. */
  settle({ spending, nanoUsd }: Reservation, costNanoUsd: bigint): void {
    spending.reservedNanoUsd -= nanoUsd;
    spending.spentNanoUsd += costNanoUsd;
  }

  /** Undefined when too many shadows spend in this hour: what cannot be counted is not spent. */
  #find(shadowId: string, hour: number): Spending | undefined {
    const held = this.#spendings.get(shadowId);
    if (held !== undefined) {
      if (held.hour !== hour) held.spentNanoUsd = 0n;
      held.hour = hour;
      return held;
    }
    if (this.#spendings.size >= SHADOWS_MAX) this.#forgetPast(hour);
    if (this.#spendings.size >= SHADOWS_MAX) return undefined;
    const fresh = { hour, spentNanoUsd: 0n, reservedNanoUsd: 0n };
    this.#spendings.set(shadowId, fresh);
    return fresh;
  }

  #forgetPast(hour: number): void {
    for (const [id, spending] of this.#spendings)
      if (spending.hour !== hour && spending.reservedNanoUsd === 0n) this.#spendings.delete(id);
  }
}
