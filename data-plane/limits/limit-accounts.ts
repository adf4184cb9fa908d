import type { Limit } from '../../policy/limit.ts';
import { type Account, usedAt } from './account.ts';

/** Accounts that are known at the same time; one that has used nothing is like one that is not known, and leaves first. */
export const ACCOUNTS_MAX = 200_000;
/** Accounts that are looked at for each new one: more than come, so that what has used nothing does not stay. */
const LOOKED_AT = 4;
/** What is expected as the output of a call before any was seen, in tokens. */
const FIRST_OUTPUT_TOKENS = 250;
/** Weight of the newest call in what is expected of the next. */
const NEWEST_WEIGHT = 0.1;

/** What is known of one limit. */
interface Counted {
  /** By the id of whose they are. */
  readonly accounts: Map<string, Account>;
  /** Moving average of output, over settled calls. */
  outputTokens: number;
}

/** Where an account is found. */
interface Place {
  readonly counted: Counted;
  readonly subjectId: string;
  readonly account: Account;
}

/** What each account of each limit has used, on this process alone. */
export class LimitAccounts {
  readonly #byLimit = new Map<string, Counted>();
  /** All of them, in no order: one after another is looked at. */
  readonly #places: Place[] = [];
  #cursor = 0;
  readonly #accountsMax: number;
  readonly #onDropped: () => void;

  /** `onDropped` hears of each account that was forgotten though it had used something: its limit allows more for once. */
  constructor(onDropped: () => void, accountsMax = ACCOUNTS_MAX) {
    this.#onDropped = onDropped;
    this.#accountsMax = accountsMax;
  }

  /** Accounts that are known. */
  get count(): number {
    return this.#places.length;
  }

  /** What the account has used; undefined when it is not known. */
  find({ id }: Limit, subjectId: string): Account | undefined {
    return this.#byLimit.get(id)?.accounts.get(subjectId);
  }

  /** The account, which has used nothing when it was not known. */
  open({ id }: Limit, subjectId: string, nowMs: number): Account {
    const counted = this.#counted(id);
    const known = counted.accounts.get(subjectId);
    if (known !== undefined) return known;
    this.#makeRoom(nowMs);
    const account: Account = { used: 0, seenMs: nowMs, perMs: 0 };
    counted.accounts.set(subjectId, account);
    this.#places.push({ counted, subjectId, account });
    return account;
  }

  /** What a call of the limit is likely to have as output, in tokens. */
  expectedOutputTokens({ id }: Limit): number {
    return this.#byLimit.get(id)?.outputTokens ?? FIRST_OUTPUT_TOKENS;
  }

  /** A call of the limit has had so many tokens as output. */
  noteOutput({ id }: Limit, outputTokens: number): void {
    const counted = this.#counted(id);
    counted.outputTokens += (outputTokens - counted.outputTokens) * NEWEST_WEIGHT;
  }

  #counted(limitId: string): Counted {
    const known = this.#byLimit.get(limitId);
    if (known !== undefined) return known;
    const counted: Counted = { accounts: new Map(), outputTokens: FIRST_OUTPUT_TOKENS };
    this.#byLimit.set(limitId, counted);
    return counted;
  }

  #makeRoom(nowMs: number): void {
    for (let looked = 0; looked < LOOKED_AT; looked += 1) this.#look(nowMs, false);
    // What is held by calls under way is never forgotten: it has a bound of its own, that of the doors.
    for (let looked = 0; looked < this.count && this.count >= this.#accountsMax; looked += 1)
      this.#look(nowMs, true);
  }

  /** Forgets the next account when it has used nothing, or `atAnyRate`, unless a call holds it. */
  #look(nowMs: number, atAnyRate: boolean): void {
    if (this.#cursor >= this.count) this.#cursor = 0;
    const place = this.#places[this.#cursor];
    if (place === undefined) return;
    const { account } = place;
    const isIdle = usedAt(account, nowMs) === 0;
    if (isIdle || (atAnyRate && account.perMs > 0)) this.#forget(place, isIdle);
    else this.#cursor += 1;
  }

  #forget({ counted, subjectId }: Place, isIdle: boolean): void {
    counted.accounts.delete(subjectId);
    const last = this.#places.pop();
    if (last !== undefined && this.#cursor < this.count) this.#places[this.#cursor] = last;
    if (!isIdle) this.#onDropped();
  }
}
