import type { AccountKey } from '../storage/money/budget-account.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const LEASE = 'budget_recount';
const INTERVAL_MS = 600_000;
/** Longer than an interval, so that the work stays with one replica. */
const LEASE_MS = 900_000;
/** Accounts that are locked at the same time: nodes wait for them. */
const PAGE_ROWS = 20;
const DAY_MS = 86_400_000;
/** The longest period, and the age of the oldest records that nodes may still bring. */
const RECOUNTED_DAYS = 62;
/** As long as other things of the past. */
const KEPT_DAYS = 400;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface BudgetRecountParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'budgetCorrections'>;
}

/** Counts the accounts of budgets anew from the usage rows, and corrects what differs; forgets what is long past. */
export class BudgetRecount {
  readonly #parts: BudgetRecountParts;
  readonly #lease: Lease;

  constructor(parts: BudgetRecountParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Gives how many accounts were wrong; undefined when another replica has the lease. */
  async recount(now: Date): Promise<number | undefined> {
    if ((await this.#lease.acquire()) === undefined) return undefined;
    const { storage, logger, metrics } = this.#parts;
    const since = new Date(now.getTime() - RECOUNTED_DAYS * DAY_MS);
    let [after, wrongCount]: [AccountKey | undefined, number] = [undefined, 0];
    do {
      const { value } = await storage.transaction(PLATFORM, ACTOR, ({ budgetAccounts }) =>
        budgetAccounts.recountPage(since, after, PAGE_ROWS),
      );
      after = value.last;
      wrongCount += value.wrongCount;
    } while (after !== undefined);
    await storage.transaction(PLATFORM, ACTOR, async ({ budgetAccounts, budgetLeases }) => {
      await budgetAccounts.forget(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
      await budgetLeases.forget();
    });
    metrics.budgetCorrections.inc(wrongCount);
    if (wrongCount > 0) logger.error({ wrongCount }, 'accounts of budgets were wrong; corrected');
    return wrongCount;
  }

  /** At once and every ten minutes. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const run = () => {
      this.recount(new Date()).catch((error: unknown) =>
        this.#parts.logger.warn({ error }, 'budgets could not be counted anew; it tries again'),
      );
    };
    run();
    const timer = setInterval(run, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#lease.release().catch(() => {});
    };
  }
}
