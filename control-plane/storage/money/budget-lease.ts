import type { EntityManager } from 'typeorm';
import type { Holding } from '../../domain/money/lend.ts';
import { type AccountKey, keyOf, type LockedAccount, nameOf } from './budget-account.ts';

/** An instance is live for so many seconds after its last question: ten more than it may use what it was lent. */
export const LIVE_S = 40;

/** A run of a node. */
export interface LeaseHolder {
  readonly nodeId: string;
  readonly instanceId: string;
}

/** What a holder has of an account. */
export interface StoredHolding extends LeaseHolder {
  readonly account: AccountKey;
  readonly holding: Holding;
}

/** A row as it comes and goes: 64-bit integers are decimal strings. */
interface HoldingRow extends AccountKey, LeaseHolder {
  readonly authorised: string;
  readonly spent: string;
  readonly acknowledged: string;
}

/** An account that a node asks for, judged. */
export interface KnownAccount extends AccountKey {
  readonly tenantId: string;
}

/** Table `budget_lease`: what instances of nodes hold. Written under the lock of their accounts only. */
export class BudgetLeaseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Those accounts that nodes may ask for: of a budget in force, for one that it has accounts for, in the present period or the one before or
   * after (a node whose clock is not ours), with their tenants.
   */
  async listKnown(keys: readonly AccountKey[], now: Date): Promise<readonly KnownAccount[]> {
    return this.#manager.query(
      `SELECT rule.id AS "budgetId", said."subjectId", said."periodStart", rule.tenant_id AS "tenantId"
        FROM jsonb_to_recordset($1) AS said("budgetId" uuid, "subjectId" text, "periodStart" timestamptz)
          JOIN budget_in_force AS rule ON rule.id = said."budgetId"
        WHERE said."periodStart" = date_trunc(rule.period, said."periodStart", 'UTC')
          AND said."periodStart" BETWEEN
            date_trunc(rule.period, $2::timestamptz - ('1 ' || rule.period)::interval, 'UTC')
            AND $2::timestamptz + interval '1 day'
          AND CASE rule.per WHEN 'all' THEN said."subjectId" = ''
            ELSE EXISTS (SELECT FROM application
                WHERE application.id::text = said."subjectId" AND application.tenant_id = rule.tenant_id)
              OR rule.per = 'api_key' AND EXISTS (SELECT FROM api_key
                WHERE api_key.id::text = said."subjectId" AND api_key.tenant_id = rule.tenant_id)
            END`,
      [JSON.stringify(keys), now],
    );
  }

  /** What live instances hold of the accounts. */
  async listLive(accounts: readonly AccountKey[]): Promise<ReadonlyMap<string, StoredHolding[]>> {
    const rows: HoldingRow[] = await this.#manager.query(
      `SELECT lease.budget_id AS "budgetId", lease.subject_id AS "subjectId",
          lease.period_start AS "periodStart", node_id AS "nodeId", instance_id AS "instanceId",
          authorised_nano_usd AS authorised, spent_nano_usd AS spent,
          acknowledged_nano_usd AS acknowledged
        FROM jsonb_to_recordset($1) AS said("budgetId" uuid, "subjectId" text, "periodStart" timestamptz)
          JOIN budget_lease AS lease ON lease.budget_id = said."budgetId"
            AND lease.subject_id = said."subjectId" AND lease.period_start = said."periodStart"
        WHERE asked_at > clock_timestamp() - $2 * interval '1 second'`,
      [JSON.stringify(accounts.map(keyOf)), LIVE_S],
    );
    const held = new Map<string, StoredHolding[]>();
    for (const row of rows) {
      const name = nameOf(row);
      held.set(name, [...(held.get(name) ?? []), toHolding(row)]);
    }
    return held;
  }

  /** Writes what one instance holds from this moment on. */
  async put(
    { nodeId, instanceId }: LeaseHolder,
    held: readonly { readonly account: LockedAccount; readonly holding: Holding }[],
  ): Promise<void> {
    const rows = held.map(({ account, holding }) => ({
      budgetId: account.budgetId,
      subjectId: account.subjectId,
      periodStart: account.periodStart,
      tenantId: account.tenantId,
      authorised: holding.authorised.toString(),
      spent: holding.spent.toString(),
      acknowledged: holding.acknowledged.toString(),
    }));
    await this.#manager.query(
      `INSERT INTO budget_lease
        SELECT "budgetId", "subjectId", "periodStart", $2, $3, "tenantId", authorised, spent,
          acknowledged, clock_timestamp()
        FROM jsonb_to_recordset($1) AS said("budgetId" uuid, "subjectId" text,
          "periodStart" timestamptz, "tenantId" uuid, authorised bigint, spent bigint, acknowledged bigint)
        ON CONFLICT ON CONSTRAINT budget_lease_pkey DO UPDATE
          SET authorised_nano_usd = excluded.authorised_nano_usd,
            spent_nano_usd = excluded.spent_nano_usd,
            acknowledged_nano_usd = excluded.acknowledged_nano_usd, asked_at = excluded.asked_at`,
      [JSON.stringify(rows), nodeId, instanceId],
    );
  }

  /** Forgets instances that were last heard of an hour before. */
  async forget(): Promise<void> {
    await this.#manager.query(
      `DELETE FROM budget_lease WHERE asked_at < clock_timestamp() - interval '1 hour'`,
    );
  }
}

function toHolding({
  nodeId,
  instanceId,
  authorised,
  spent,
  acknowledged,
  ...account
}: HoldingRow) {
  const holding = {
    authorised: BigInt(authorised),
    spent: BigInt(spent),
    acknowledged: BigInt(acknowledged),
  };
  return { account, nodeId, instanceId, holding };
}
