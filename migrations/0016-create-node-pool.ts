import type { MigrationInterface, QueryRunner } from 'typeorm';
import { governTable } from './governed-table.ts';

/**
 * Pools of nodes, and the tenants that the nodes of each may hold. A tenant that was taken out of a pool stays as a row with
 * the time: what its nodes had served until then is still reported afterwards.
 */
export class CreateNodePool0016 implements MigrationInterface {
  readonly name = 'CreateNodePool1763600000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await governTable(runner, {
      table: 'node_pool',
      kind: 'node_pool',
      idColumn: 'id',
      tenantColumn: undefined,
    });
    await governTable(runner, {
      table: 'node_pool_tenant',
      kind: 'node_pool',
      idColumn: 'pool_id',
      tenantColumn: undefined,
    });
    await runner.query('ALTER TABLE node ADD COLUMN pool text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE node DROP COLUMN pool');
    await runner.query('DROP TABLE node_pool_tenant, node_pool');
  }
}

const TABLES = `
  CREATE TABLE node_pool (
    id          uuid        CONSTRAINT node_pool_pkey PRIMARY KEY,
    name        text        NOT NULL,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT node_pool_name_key UNIQUE (name)
  );
  CREATE TABLE node_pool_tenant (
    pool_id    uuid        NOT NULL CONSTRAINT node_pool_tenant_pool_id_fkey REFERENCES node_pool,
    tenant_id  uuid        NOT NULL CONSTRAINT node_pool_tenant_tenant_id_fkey REFERENCES tenant,
    added_at   timestamptz NOT NULL,
    removed_at timestamptz,
    CONSTRAINT node_pool_tenant_pkey PRIMARY KEY (pool_id, tenant_id)
  );
  CREATE INDEX node_pool_tenant_tenant_id_idx ON node_pool_tenant (tenant_id);
  ALTER TABLE node_pool ENABLE ROW LEVEL SECURITY;
  CREATE POLICY node_pool_platform ON node_pool TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON node_pool TO gatehouse_app;
  ALTER TABLE node_pool_tenant ENABLE ROW LEVEL SECURITY;
  CREATE POLICY node_pool_tenant_platform ON node_pool_tenant TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON node_pool_tenant TO gatehouse_app;
`;
