import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/** Plans that wait to be applied, and who manages which resource by documents. Nodes hear nothing of either. */
export class PlanConfig0054 implements MigrationInterface {
  readonly name = 'PlanConfig1763600000054';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await confineToTenant(runner, 'config_plan');
    await confineToTenant(runner, 'resource_owner');
    await runner.query('GRANT DELETE ON config_plan, resource_owner TO gatehouse_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE resource_owner, config_plan');
  }
}

/** An owner is no row of its own, and a tag does not hold its resource: it says who manages it, and goes with it. */
const TABLES = `
  CREATE TABLE config_plan (
    id                uuid        CONSTRAINT config_plan_pkey PRIMARY KEY,
    sequence          bigint      GENERATED ALWAYS AS IDENTITY,
    tenant_id         uuid        CONSTRAINT config_plan_tenant_id_fkey REFERENCES tenant,
    principal_id      uuid        NOT NULL CONSTRAINT config_plan_principal_id_fkey REFERENCES principal,
    digest            text        NOT NULL,
    content           jsonb       NOT NULL,
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    applied_at        timestamptz,
    change_request_id uuid
  );
  CREATE INDEX config_plan_tenant_id_idx ON config_plan (tenant_id);
  CREATE INDEX config_plan_principal_id_idx ON config_plan (principal_id, sequence);
  CREATE INDEX config_plan_expires_at_idx ON config_plan (expires_at);

  CREATE TABLE resource_owner (
    kind        text NOT NULL,
    resource_id uuid NOT NULL,
    tenant_id   uuid NOT NULL CONSTRAINT resource_owner_tenant_id_fkey REFERENCES tenant,
    owner       text NOT NULL,
    name        text NOT NULL,
    content     text NOT NULL,
    CONSTRAINT resource_owner_pkey PRIMARY KEY (kind, resource_id),
    CONSTRAINT resource_owner_kind_check
      CHECK (kind IN ('application', 'grant', 'prompt_policy', 'route'))
  );
  CREATE INDEX resource_owner_tenant_id_idx ON resource_owner (tenant_id);
  CREATE INDEX resource_owner_owner_idx ON resource_owner (owner);
`;
