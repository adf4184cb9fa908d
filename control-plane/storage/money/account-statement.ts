import type { EntityManager } from 'typeorm';
import type { AccountStatement } from '../../domain/money/account-statement.ts';
import { checkFirst } from '../page.ts';
import { LIVE_S } from './budget-lease.ts';

/** As it comes: 64-bit integers are decimal strings. */
type StatementRow = Omit<AccountStatement, 'amountNanoUsd' | 'spentNanoUsd' | 'lentNanoUsd'> & {
  readonly amount: string;
  readonly spent: string;
  readonly lent: string;
};

/** Reads accounts of budgets beside what nodes hold of them. Locks nothing: a statement is of a moment. */
export class AccountStatementStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Of each budget the accounts of the period that `at` is in, those first in which most was spent, `first` at most. Of archived
   * budgets too.
   *
   * @throws DomainError VALIDATION_FAILED when `first` is out of bounds
   */
  async listFirst(
    budgetIds: readonly string[],
    first: number,
    at: Date,
  ): Promise<ReadonlyMap<string, readonly AccountStatement[]>> {
    checkFirst(first);
    const rows: StatementRow[] = await this.#manager.query(
      `SELECT budget.id AS "budgetId", account.period_start AS "periodStart",
          (account.period_start AT TIME ZONE 'UTC' + ('1 ' || budget.period)::interval)
            AT TIME ZONE 'UTC' AS "periodEnd",
          coalesce(api_key.application_id, application.id) AS "applicationId",
          api_key.id AS "apiKeyId", api_key.name AS "apiKeyName",
          budget.amount_nano_usd AS amount, account.spent_nano_usd AS spent,
          coalesce(held.lent, 0) AS lent
        FROM budget
          CROSS JOIN LATERAL (SELECT * FROM budget_account
            WHERE budget_id = budget.id AND period_start = date_trunc(budget.period, $3::timestamptz, 'UTC')
            ORDER BY spent_nano_usd DESC, subject_id LIMIT $2) AS account
          LEFT JOIN application ON application.id = nullif(account.subject_id, '')::uuid
          LEFT JOIN api_key ON api_key.id = nullif(account.subject_id, '')::uuid
          LEFT JOIN LATERAL (
            SELECT sum(greatest(authorised_nano_usd - acknowledged_nano_usd, 0)) AS lent
            FROM budget_lease AS lease
            WHERE lease.budget_id = account.budget_id AND lease.subject_id = account.subject_id
              AND lease.period_start = account.period_start
              AND asked_at > clock_timestamp() - $4 * interval '1 second') AS held ON true
        WHERE budget.id = ANY ($1)
        ORDER BY budget.id, account.spent_nano_usd DESC, account.subject_id`,
      [budgetIds, first, at, LIVE_S],
    );
    const statements = rows.map(toStatement);
    return new Map(
      budgetIds.map((id) => [id, statements.filter(({ budgetId }) => budgetId === id)]),
    );
  }
}

function toStatement({ amount, spent, lent, ...row }: StatementRow): AccountStatement {
  return {
    ...row,
    amountNanoUsd: BigInt(amount),
    spentNanoUsd: BigInt(spent),
    lentNanoUsd: BigInt(lent),
  };
}
