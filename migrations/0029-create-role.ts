import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles that people make, of the platform or of a tenant, and who holds them. Those of the platform are read by every tenant: its
 * principals may hold them. A control plane of an older build writes principals without the column.
 */
export class CreateRole0029 implements MigrationInterface {
  readonly name = 'CreateRole1763600000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE role (
        id          uuid        CONSTRAINT role_pkey PRIMARY KEY,
        tenant_id   uuid        CONSTRAINT role_tenant_id_fkey REFERENCES tenant,
        name        text        NOT NULL,
        permissions text[]      NOT NULL,
        version     integer     NOT NULL,
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL,
        archived_at timestamptz,
        CONSTRAINT role_tenant_id_name_key UNIQUE NULLS NOT DISTINCT (tenant_id, name)
      );
      ALTER TABLE role ENABLE ROW LEVEL SECURITY;
      CREATE POLICY role_read ON role FOR SELECT TO gatehouse_app
        USING (scope_holds(tenant_id) OR (tenant_id IS NULL AND scope_is_set()));
      CREATE POLICY role_write ON role TO gatehouse_app
        USING (scope_holds(tenant_id)) WITH CHECK (scope_holds(tenant_id));
      GRANT SELECT, INSERT, UPDATE ON role TO gatehouse_app;
      ALTER TABLE principal ADD COLUMN role_ids uuid[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE principal DROP COLUMN role_ids;
      DROP TABLE role;
    `);
  }
}
