import {
  isNoted,
  type Refusal,
  toLeftOutEntry,
  toRefusalEntry,
} from '../../domain/audit/refusal.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';

/** Refusals of a principal that are written within a second; the others are counted. */
export const REFUSALS_PER_SECOND = 10;
/** How often what was only counted is written. */
const COUNT_INTERVAL_MS = 10_000;
/** Entries that wait for the database, of all principals. */
const WAITING_MAX = 1_000;
/** Entries of one transaction. */
const BATCH_ENTRIES = 50;
/** Principals that are told apart between two counts; refusals of any more are counted by the metric alone. */
const PRINCIPALS_MAX = 10_000;

/** What became of refusals: `written`, or `left_out` of the log, where only their number will be. */
export type RefusalObserver = (outcome: 'written' | 'left_out', count: number) => void;

interface Refused {
  readonly operation: Operation;
  secondAtMs: number;
  secondCount: number;
  leftOutCount: number;
  /** Nothing was refused since the last count: forgotten with the next. */
  isIdle: boolean;
}

interface Waiting {
  readonly refused: Refused;
  readonly entry: AuditEntry;
  /** Refusals that it stands for. */
  readonly count: number;
}

/**
 * Writes refused mutations into the audit log, behind the answer: the caller neither waits for it nor hears of its failures.
 * One transaction is under way at a time, so that refusals take one connection at most. What cannot be written is counted, and
 * the number written when it can be.
 */
export class RefusalLog {
  readonly #storage: Storage;
  readonly #observe: RefusalObserver;
  readonly #refused = new Map<string, Refused>();
  readonly #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(storage: Storage, observe: RefusalObserver) {
    this.#storage = storage;
    this.#observe = observe;
  }

  /** Never throws and never waits. `nowMs` tells the seconds apart. */
  note(operation: Operation, refusal: Refusal, nowMs: number): void {
    if (!isNoted(refusal)) return;
    const refused = this.#refusedOf(operation, nowMs);
    if (refused === undefined) {
      this.#observe('left_out', 1);
      return;
    }
    refused.isIdle = false;
    if (nowMs - refused.secondAtMs >= 1_000) {
      refused.secondAtMs = nowMs;
      refused.secondCount = 0;
    }
    if (refused.secondCount >= REFUSALS_PER_SECOND || this.#waiting.length >= WAITING_MAX) {
      refused.leftOutCount += 1;
      this.#observe('left_out', 1);
      return;
    }
    refused.secondCount += 1;
    const entry = toRefusalEntry(operation.principal, refusal);
    this.#waiting.push({ refused, entry, count: 1 });
    void this.#drain();
  }

  /** Writes what waits, the counts included. */
  async flush(): Promise<void> {
    for (const refused of this.#refused.values()) {
      const { operation, leftOutCount: count } = refused;
      if (count === 0) continue;
      refused.leftOutCount = 0;
      const entry = toLeftOutEntry(operation.principal, count);
      this.#waiting.push({ refused, entry, count });
    }
    await this.#drain();
    for (const [id, refused] of this.#refused) {
      if (refused.isIdle && refused.leftOutCount === 0) this.#refused.delete(id);
      refused.isIdle = true;
    }
  }

  /** Writes what waits, and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.flush();
  }

  #refusedOf(operation: Operation, nowMs: number): Refused | undefined {
    const { id } = operation.principal;
    const known = this.#refused.get(id);
    if (known !== undefined) return known;
    if (this.#refused.size >= PRINCIPALS_MAX) return undefined;
    this.#timer ??= setInterval(() => void this.flush(), COUNT_INTERVAL_MS).unref();
    const made = { operation, secondAtMs: nowMs, secondCount: 0, leftOutCount: 0, isIdle: false };
    this.#refused.set(id, made);
    return made;
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#writeAll().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      const refused = this.#waiting[0]?.refused;
      if (refused === undefined) return;
      const others = this.#waiting.findIndex((one) => one.refused !== refused);
      const ownCount = others === -1 ? this.#waiting.length : others;
      await this.#write(refused, this.#waiting.splice(0, Math.min(ownCount, BATCH_ENTRIES)));
    }
  }

  async #write(refused: Refused, batch: readonly Waiting[]): Promise<void> {
    const { scope, actor } = refused.operation;
    try {
      await this.#storage.transaction(scope, actor, async (_stores, { entries }) => {
        entries.push(...batch.map(({ entry }) => entry));
      });
      const single = batch.filter(({ entry }) => entry.action === 'mutation.refuse').length;
      this.#observe('written', single);
    } catch {
      // The log of this is the number that is written later, and the metric.
      const count = batch.reduce((sum, one) => sum + one.count, 0);
      refused.leftOutCount += count;
      this.#observe('left_out', count);
    }
  }
}
