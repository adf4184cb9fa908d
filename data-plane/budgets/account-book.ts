import { type AccountHolder, accountOf } from '../../policy/account-part/account.ts';
import { periodAt } from '../../policy/account-part/period.ts';
import type { Budget } from '../../policy/budget.ts';
import { Account, RENEWAL_MS } from './account.ts';

/** Accounts that are known at the same time; more are not opened before others are closed. */
export const ACCOUNTS_MAX = 20_000;
/** An account that holds nothing and was not used for so long is forgotten. */
const IDLE_MS = 6 * RENEWAL_MS;

/** All accounts of this process, by budget and holder: that of the present period, and older ones until all of theirs is counted. */
export class AccountBook {
  readonly #current = new Map<string, Map<string, Account>>();
  readonly #past = new Set<Account>();
  #count = 0;

  /** Accounts that are open. */
  get count(): number {
    return this.#count + this.#past.size;
  }

  /** The account of a holder at a moment in Unix milliseconds; undefined when there are too many. */
  find(budget: Budget, holder: AccountHolder, atMs: number): Account | undefined {
    return this.findOf(budget, accountOf(budget.per, holder), atMs);
  }

  /** The same by the id of the account within its budget. */
  findOf(budget: Budget, subjectId: string, atMs: number): Account | undefined {
    const held = this.#current.get(budget.id)?.get(subjectId);
    if (held === undefined || atMs >= held.periodEndMs || held.budget.period !== budget.period)
      return this.#open(budget, { subjectId, atMs, held });
    held.budget = budget;
    return held;
  }

  /** Every account, older ones too. */
  *values(): IterableIterator<Account> {
    yield* this.#past;
    for (const accounts of this.#current.values()) yield* accounts.values();
  }

  /** Forgets accounts that hold nothing and are not used. `nowMs` is of the monotonic clock. */
  tidy(nowMs: number): void {
    for (const account of this.#past) if (!account.isOpen) this.#past.delete(account);
    for (const [budgetId, accounts] of this.#current) {
      for (const [subjectId, account] of accounts)
        if (!account.isOpen && nowMs - account.usedAtMs > IDLE_MS) {
          accounts.delete(subjectId);
          this.#count -= 1;
        }
      if (accounts.size === 0) this.#current.delete(budgetId);
    }
  }

  #open(
    budget: Budget,
    {
      subjectId,
      atMs,
      held,
    }: {
      readonly subjectId: string;
      readonly atMs: number;
      readonly held: Account | undefined;
    },
  ): Account | undefined {
    if (held === undefined && this.count >= ACCOUNTS_MAX) return undefined;
    const period = periodAt(budget.period, atMs);
    const account = new Account(budget, { subjectId, period }, held?.holderCount);
    const accounts = this.#current.get(budget.id) ?? new Map<string, Account>();
    this.#current.set(budget.id, accounts.set(subjectId, account));
    if (held === undefined) this.#count += 1;
    else if (held.isOpen) this.#past.add(held);
    return account;
  }
}
