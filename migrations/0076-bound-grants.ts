import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may be spent under a grant in a month: a budget that is part of its approval. */
export class BoundGrants0076 implements MigrationInterface {
  readonly name = 'BoundGrants1763600000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_grant ADD COLUMN monthly_spend_nano_usd bigint');
    await runner.query(IN_FORCE);
  }

  /** A grant with a bound is revoked: without it, it would allow more. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW budget_in_force;
      UPDATE model_grant SET revoked_at = now(), version = version + 1, updated_at = now()
        WHERE revoked_at IS NULL AND monthly_spend_nano_usd IS NOT NULL;
      ALTER TABLE model_grant DROP COLUMN monthly_spend_nano_usd;
    `);
  }
}

/** Budgets that hold, those of grants among them: they go by the id of their grant. No name of a budget has a colon. */
const IN_FORCE = `
  CREATE VIEW budget_in_force WITH (security_invoker = true) AS
    SELECT budget.id, budget.tenant_id, budget.name, budget.application_id, budget.per,
        budget.workloads, budget.model_ids, budget.period, budget.amount_nano_usd,
        budget.enforcement, budget.reservation, budget.when_unreachable, budget.message,
        NULL::uuid AS grant_id, budget.created_at
      FROM budget JOIN tenant ON tenant.id = budget.tenant_id
        LEFT JOIN application ON application.id = budget.application_id
      WHERE budget.archived_at IS NULL AND tenant.archived_at IS NULL
        AND application.archived_at IS NULL
    UNION ALL
    SELECT held.id, held.tenant_id, 'grant:' || held.id, held.application_id, 'all',
        held.workloads, ARRAY[held.model_id], 'month', held.monthly_spend_nano_usd,
        'hard', 'strict', 'deny',
        'What the grant allows to be spent in a month is spent: ask for a higher bound.',
        held.id, held.created_at
      FROM model_grant AS held JOIN tenant ON tenant.id = held.tenant_id
        JOIN model ON model.id = held.model_id
        LEFT JOIN application ON application.id = held.application_id
      WHERE held.monthly_spend_nano_usd IS NOT NULL AND held.revoked_at IS NULL
        AND tenant.archived_at IS NULL AND model.archived_at IS NULL
        AND application.archived_at IS NULL;
  GRANT SELECT ON budget_in_force TO gatehouse_app, gatehouse_feed;
`;
