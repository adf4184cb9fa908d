import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/**
 * What was spent of budgets, and what nodes hold of them: telemetry that moves no revision. An account does not hold its budget: what
 * was spent stays known when the budget is gone.
 */
export class CreateBudgetAccount0078 implements MigrationInterface {
  readonly name = 'CreateBudgetAccount1763600000078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE usage_event ADD COLUMN grant_id uuid');
    await runner.query(TABLES);
    await confineToTenant(runner, 'budget_account');
    await confineToTenant(runner, 'budget_lease');
    await runner.query('GRANT DELETE ON budget_account, budget_lease TO gatehouse_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE budget_lease;
      DROP TABLE budget_account;
      ALTER TABLE usage_event DROP COLUMN grant_id;
    `);
  }
}

/**
 * `counted_by` names what was counted: the budget's choice of calls, as a digest. Another one, or none, is counted anew from the
 * usage rows.
 */
const TABLES = `
  CREATE TABLE budget_account (
    budget_id      uuid        NOT NULL,
    subject_id     text        NOT NULL,
    period_start   timestamptz NOT NULL,
    tenant_id      uuid        NOT NULL CONSTRAINT budget_account_tenant_id_fkey REFERENCES tenant,
    spent_nano_usd bigint      NOT NULL,
    counted_by     text        NOT NULL,
    CONSTRAINT budget_account_pkey PRIMARY KEY (budget_id, subject_id, period_start)
  );
  CREATE INDEX budget_account_tenant_id_idx ON budget_account (tenant_id, period_start);
  CREATE INDEX budget_account_period_start_idx ON budget_account (period_start);

  CREATE TABLE budget_lease (
    budget_id             uuid        NOT NULL,
    subject_id            text        NOT NULL,
    period_start          timestamptz NOT NULL,
    node_id               text        NOT NULL,
    instance_id           text        NOT NULL,
    tenant_id             uuid        NOT NULL CONSTRAINT budget_lease_tenant_id_fkey REFERENCES tenant,
    authorised_nano_usd   bigint      NOT NULL,
    spent_nano_usd        bigint      NOT NULL,
    acknowledged_nano_usd bigint      NOT NULL,
    asked_at              timestamptz NOT NULL,
    CONSTRAINT budget_lease_pkey
      PRIMARY KEY (budget_id, subject_id, period_start, node_id, instance_id)
  );
  CREATE INDEX budget_lease_tenant_id_idx ON budget_lease (tenant_id);
  CREATE INDEX budget_lease_asked_at_idx ON budget_lease (asked_at);
`;
