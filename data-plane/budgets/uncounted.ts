import { type OutboxPosition, reaches } from '../usage/acknowledgement.ts';
import type { Account } from './account.ts';

/** The part of an outbox that says what the control plane has. */
export interface DeliveredRecords {
  readonly end: OutboxPosition | undefined;
  readonly acknowledged: OutboxPosition;
}

/** What was spent up to a place in the outbox. */
interface Span {
  readonly end: OutboxPosition;
  readonly spent: ReadonlyMap<Account, bigint>;
}

/**
 * Money whose usage events the control plane does not have yet. A span holds what was kept between two turns, so that there are as
 * many as turns between a record and its acknowledgement, and in an outage one: spans that wait are joined.
 */
export class Uncounted {
  readonly #outbox: DeliveredRecords;
  #kept = new Map<Account, bigint>();
  #spans: Span[] = [];

  constructor(outbox: DeliveredRecords) {
    this.#outbox = outbox;
  }

  /** The usage event of it is in the outbox. */
  keep(account: Account, nanoUsd: bigint): void {
    this.#kept.set(account, (this.#kept.get(account) ?? 0n) + nanoUsd);
  }

  /** Tells accounts what was acknowledged meanwhile. */
  turn(): void {
    const { end, acknowledged } = this.#outbox;
    while (this.#spans[0] !== undefined && reaches(acknowledged, this.#spans[0].end)) {
      for (const [account, nanoUsd] of this.#spans[0].spent) account.acknowledge(nanoUsd);
      this.#spans.shift();
    }
    if (end === undefined || this.#kept.size === 0) return;
    if (this.#spans.length >= SPANS_MAX) this.#join();
    this.#spans.push({ end, spent: this.#kept });
    this.#kept = new Map();
  }

  /** All that waits is counted when the last of it is. */
  #join(): void {
    const spent = new Map<Account, bigint>();
    for (const span of this.#spans)
      for (const [account, nanoUsd] of span.spent)
        spent.set(account, (spent.get(account) ?? 0n) + nanoUsd);
    const { end } = this.#spans.at(-1) ?? {};
    this.#spans = end === undefined ? [] : [{ end, spent }];
  }
}

/** Turns that wait for their acknowledgement: more are joined. */
const SPANS_MAX = 64;
