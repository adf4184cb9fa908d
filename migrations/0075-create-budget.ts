import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/** Budgets: money for a period. What was spent of them is kept elsewhere: that moves no revision. */
export class CreateBudget0075 implements MigrationInterface {
  readonly name = 'CreateBudget1763600000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await confineToTenant(runner, 'budget');
    await governTable(runner, {
      table: 'budget',
      kind: 'budget',
      idColumn: 'id',
      tenantColumn: 'tenant_id',
    });
  }

  /** What is bounded would be free: whoever goes back takes the budgets away first, knowingly. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSE);
    await runner.query('DROP TABLE budget');
  }
}

const TABLE = `
  CREATE TABLE budget (
    id               uuid        CONSTRAINT budget_pkey PRIMARY KEY,
    tenant_id        uuid        NOT NULL CONSTRAINT budget_tenant_id_fkey REFERENCES tenant,
    application_id   uuid        CONSTRAINT budget_application_id_fkey REFERENCES application,
    name             text        NOT NULL,
    per              text        NOT NULL,
    workloads        text[]      NOT NULL,
    model_ids        uuid[]      NOT NULL,
    period           text        NOT NULL,
    amount_nano_usd  bigint      NOT NULL,
    enforcement      text        NOT NULL,
    reservation      text        NOT NULL,
    when_unreachable text        NOT NULL,
    message          text        NOT NULL,
    version          integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    archived_at      timestamptz,
    CONSTRAINT budget_tenant_id_name_key UNIQUE (tenant_id, name)
  );
  CREATE INDEX budget_application_id_idx ON budget (application_id);
  CREATE INDEX budget_name_id_idx ON budget (name, id);
  CREATE INDEX budget_created_at_id_idx ON budget (created_at, id);
  CREATE INDEX budget_updated_at_id_idx ON budget (updated_at, id);
`;

const REFUSE = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM budget WHERE archived_at IS NULL AND enforcement <> 'soft') THEN
      RAISE EXCEPTION 'there are budgets in force: archive them first';
    END IF;
  END $$
`;
