import type { EntityManager } from 'typeorm';

/** Names an account: of a budget, for all or for one application or key, in one period. */
export interface AccountKey {
  readonly budgetId: string;
  /** Empty where the budget has one account. */
  readonly subjectId: string;
  readonly periodStart: Date;
}

/** An account that is locked until the transaction ends. Money is nano-USD. */
export interface LockedAccount extends AccountKey {
  readonly tenantId: string;
  readonly amount: bigint;
  readonly spent: bigint;
}

/** A usage event, by its key. */
export interface EventKey {
  readonly requestId: string;
  readonly attempt: number;
}

/** An account with what was found. */
interface AccountRow extends AccountKey {
  readonly tenantId: string;
  readonly countedBy: string;
}

/** Usage rows `event` that a budget in force `rule` is about; the same rule as `budgetApplies` of policy/budget.ts. */
const IS_ABOUT = `event.tenant_id = rule.tenant_id
  AND (rule.application_id IS NULL OR event.application_id = rule.application_id)
  AND (cardinality(rule.workloads) = 0 OR event.workload = ANY (rule.workloads))
  AND (cardinality(rule.model_ids) = 0 OR event.model_id = ANY (rule.model_ids))
  AND (rule.grant_id IS NULL OR event.grant_id = rule.grant_id)`;

/** As `accountOf` of policy/account-part/account.ts. */
const SUBJECT = `CASE rule.per WHEN 'all' THEN '' WHEN 'application' THEN event.application_id::text
  ELSE coalesce(event.api_key_id, event.application_id)::text END`;

/** As `periodAt` of policy/account-part/period.ts: weeks begin on Monday. */
const PERIOD_START = `date_trunc(rule.period, event.at, 'UTC')`;

const COUNTED_BY = `md5(row(rule.application_id, rule.per, rule.workloads, rule.model_ids, rule.grant_id, rule.period)::text)`;

/** Rows of $1. */
const SAID = `jsonb_to_recordset($1) AS said("budgetId" uuid, "subjectId" text, "periodStart" timestamptz)`;

const IS_SAID = `account.budget_id = said."budgetId" AND account.subject_id = said."subjectId"
  AND account.period_start = said."periodStart"`;

/**
 * Table `budget_account`: the ledger of budgets, counted from usage rows. Accounts are locked in the order of their keys, so that two
 * transactions never wait for each other in a circle.
 */
export class BudgetAccountStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Adds usage rows that were inserted in this transaction to the accounts that they are in. Gives these accounts, locked. */
  async count(events: readonly EventKey[]): Promise<readonly AccountKey[]> {
    if (events.length === 0) return [];
    const touched: (AccountKey & { readonly cost: string })[] = await this.#manager.query(
      `SELECT rule.id AS "budgetId", ${SUBJECT} AS "subjectId", ${PERIOD_START} AS "periodStart",
          sum(event.cost_nano_usd) AS cost
        FROM jsonb_to_recordset($1) AS said("requestId" uuid, attempt integer)
          JOIN usage_event AS event
            ON event.request_id = said."requestId" AND event.attempt = said.attempt
          JOIN budget_in_force AS rule ON ${IS_ABOUT}
        WHERE event.cost_nano_usd > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [JSON.stringify(events)],
    );
    if (touched.length === 0) return [];
    const counted = await this.#lock(touched);
    await this.#manager.query(
      `UPDATE budget_account AS account SET spent_nano_usd = spent_nano_usd + said.cost
        FROM jsonb_to_recordset($1)
          AS said("budgetId" uuid, "subjectId" text, "periodStart" timestamptz, cost bigint)
        WHERE ${IS_SAID}`,
      [JSON.stringify(touched.filter((account) => counted.has(nameOf(account))))],
    );
    await this.#recount(touched.filter((account) => !counted.has(nameOf(account))));
    return touched;
  }

  /** Locks accounts of budgets that are in force, in their order; makes and counts those that are not there. Others are left out. */
  async lock(keys: readonly AccountKey[]): Promise<readonly LockedAccount[]> {
    if (keys.length === 0) return [];
    const counted = await this.#lock(keys);
    await this.#recount(keys.filter((key) => !counted.has(nameOf(key))));
    const rows: (LockedAccount & { readonly amount: string; readonly spent: string })[] =
      await this.#manager.query(
        `SELECT account.budget_id AS "budgetId", account.subject_id AS "subjectId",
            account.period_start AS "periodStart", account.tenant_id AS "tenantId",
            rule.amount_nano_usd AS amount, account.spent_nano_usd AS spent
          FROM ${SAID} JOIN budget_account AS account ON ${IS_SAID}
            JOIN budget_in_force AS rule ON rule.id = account.budget_id
          ORDER BY 1, 2, 3`,
        [JSON.stringify(keys)],
      );
    return rows.map(({ amount, spent, ...row }) => ({
      ...row,
      amount: BigInt(amount),
      spent: BigInt(spent),
    }));
  }

  /**
   * Counts the accounts of a page anew from the usage rows, in periods that began after `since`. Gives where the next page begins, and
   * how many were wrong although what they count has not changed.
   */
  async recountPage(
    since: Date,
    after: AccountKey | undefined,
    limit: number,
  ): Promise<{ readonly last: AccountKey | undefined; readonly wrongCount: number }> {
    const keys: AccountKey[] = await this.#manager.query(
      `SELECT budget_id AS "budgetId", subject_id AS "subjectId", period_start AS "periodStart"
        FROM budget_account WHERE period_start >= $1
          AND ($2::uuid IS NULL OR (budget_id, subject_id, period_start) > ($2, $3, $4))
        ORDER BY 1, 2, 3 LIMIT $5`,
      [since, after?.budgetId ?? null, after?.subjectId ?? '', after?.periodStart ?? since, limit],
    );
    const counted = await this.#lock(keys);
    const before = await this.lock(keys);
    await this.#recount(keys);
    const now = new Map((await this.lock(keys)).map((row) => [nameOf(row), row.spent]));
    const isWrong = (row: LockedAccount) =>
      counted.has(nameOf(row)) && now.get(nameOf(row)) !== row.spent;
    return { last: keys.at(-1), wrongCount: before.filter(isWrong).length };
  }

  /** Forgets accounts of periods that began before. */
  async forget(before: Date): Promise<void> {
    await this.#manager.query('DELETE FROM budget_account WHERE period_start < $1', [before]);
  }

  /** Which of them are in force and counted by what their budget says; all that are in force are there afterwards, and locked. */
  async #lock(keys: readonly AccountKey[]): Promise<ReadonlySet<string>> {
    const said = JSON.stringify(keys);
    await this.#manager.query(
      `INSERT INTO budget_account
        SELECT rule.id, said."subjectId", said."periodStart", rule.tenant_id, 0, ''
        FROM ${SAID} JOIN budget_in_force AS rule ON rule.id = said."budgetId" ORDER BY 1, 2, 3
        ON CONFLICT ON CONSTRAINT budget_account_pkey DO NOTHING`,
      [said],
    );
    const rows: AccountRow[] = await this.#manager.query(
      `SELECT account.budget_id AS "budgetId", account.subject_id AS "subjectId",
          account.period_start AS "periodStart", account.counted_by AS "countedBy"
        FROM ${SAID} JOIN budget_account AS account ON ${IS_SAID}
        ORDER BY 1, 2, 3 FOR UPDATE OF account`,
      [said],
    );
    const digests: { readonly id: string; readonly countedBy: string }[] =
      await this.#manager.query(
        `SELECT rule.id, ${COUNTED_BY} AS "countedBy" FROM budget_in_force AS rule WHERE rule.id = ANY ($1)`,
        [[...new Set(rows.map(({ budgetId }) => budgetId))]],
      );
    const byId = new Map(digests.map(({ id, countedBy }) => [id, countedBy]));
    return new Set(
      rows.filter((row) => byId.get(row.budgetId) === row.countedBy).map((row) => nameOf(row)),
    );
  }

  /** Only of accounts that are locked: in a statement after the lock, which sees what others counted before they let go. */
  async #recount(keys: readonly AccountKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#manager.query(
      `UPDATE budget_account AS account SET counted_by = ${COUNTED_BY},
          spent_nano_usd = coalesce((
            SELECT sum(event.cost_nano_usd) FROM usage_event AS event
            WHERE ${IS_ABOUT} AND event.at >= account.period_start
              AND event.at < account.period_start + ('1 ' || rule.period)::interval
              AND ${SUBJECT} = account.subject_id), 0)
        FROM ${SAID} JOIN budget_in_force AS rule ON rule.id = said."budgetId"
        WHERE ${IS_SAID}`,
      [JSON.stringify(keys)],
    );
  }
}

/** The account alone. */
export function keyOf({ budgetId, subjectId, periodStart }: AccountKey): AccountKey {
  return { budgetId, subjectId, periodStart };
}

/** Names an account in a set. */
export function nameOf({ budgetId, subjectId, periodStart }: AccountKey): string {
  return `${budgetId}/${subjectId}/${periodStart.getTime()}`;
}
