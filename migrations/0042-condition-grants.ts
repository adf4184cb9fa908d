import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/**
 * Grants hold under more conditions than workloads, and it is noted that one is about to end. A notice does not hold its grant:
 * whoever takes grants away with SQL is not to be stopped by it.
 */
export class ConditionGrants0042 implements MigrationInterface {
  readonly name = 'ConditionGrants1763600000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE model_grant
        ADD COLUMN data_classes text[] NOT NULL DEFAULT '{}',
        ADD COLUMN environments text[] NOT NULL DEFAULT '{}',
        ADD COLUMN regions text[] NOT NULL DEFAULT '{}';
      CREATE INDEX model_grant_not_after_idx ON model_grant (not_after, id);

      CREATE TABLE grant_notice (
        id         uuid        CONSTRAINT grant_notice_pkey PRIMARY KEY,
        tenant_id  uuid        NOT NULL CONSTRAINT grant_notice_tenant_id_fkey REFERENCES tenant,
        grant_id   uuid        NOT NULL,
        ends_at    timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT grant_notice_grant_id_ends_at_key UNIQUE (grant_id, ends_at)
      );
      CREATE INDEX grant_notice_tenant_id_idx ON grant_notice (tenant_id, created_at);
    `);
    await confineToTenant(runner, 'grant_notice');
    await runner.query('GRANT DELETE ON grant_notice TO gatehouse_app');
  }

  /** A grant with conditions is revoked: without them it would allow more. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE model_grant SET revoked_at = now(), version = version + 1, updated_at = now()
        WHERE revoked_at IS NULL
          AND cardinality(data_classes) + cardinality(environments) + cardinality(regions) > 0;
      DROP TABLE grant_notice;
      DROP INDEX model_grant_not_after_idx;
      ALTER TABLE model_grant
        DROP COLUMN data_classes, DROP COLUMN environments, DROP COLUMN regions;
    `);
  }
}
