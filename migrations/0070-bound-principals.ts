import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many people and service accounts a tenant may have, whichever way they come: made, reviewed, or signed in for the first time. */
export class BoundPrincipals0070 implements MigrationInterface {
  readonly name = 'BoundPrincipals1763600000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO quota_default VALUES ('principal', 10000);
      ${countWith(`WHEN 'principal' THEN (SELECT count(*) FROM principal
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        `)}
      CREATE TRIGGER principal_quota AFTER INSERT ON principal REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION check_quota('principal');
    `);
  }

  /** An override that an older build knows no word for is gone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER principal_quota ON principal;
      ${countWith('')}
      UPDATE tenant SET quota_overrides = quota_overrides - 'principal' WHERE quota_overrides ? 'principal';
      DELETE FROM quota_default WHERE kind = 'principal';
    `);
  }
}

/** As in 0044, and more. */
function countWith(more: string): string {
  return `CREATE OR REPLACE FUNCTION quota_used(of_tenant uuid, of_kind text) RETURNS bigint
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
      SELECT CASE of_kind
        WHEN 'application' THEN (SELECT count(*) FROM application
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        WHEN 'api_key' THEN (SELECT count(*) FROM api_key WHERE tenant_id = of_tenant
          AND revoked_at IS NULL AND (not_after IS NULL OR not_after > now()))
        WHEN 'route' THEN (SELECT count(*) FROM route
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        WHEN 'prompt_policy' THEN (SELECT count(*) FROM prompt_policy
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        WHEN 'grant' THEN (SELECT count(*) FROM model_grant WHERE tenant_id = of_tenant
          AND revoked_at IS NULL AND (not_after IS NULL OR not_after > now()))
        WHEN 'access_token' THEN (SELECT count(*) FROM access_token WHERE tenant_id = of_tenant
          AND revoked_at IS NULL AND (not_after IS NULL OR not_after > now()))
        WHEN 'role' THEN (SELECT count(*) FROM role
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        WHEN 'identity_provider' THEN (SELECT count(*) FROM identity_provider
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        ${more}WHEN 'open_change_request' THEN (SELECT count(*) FROM change_request WHERE tenant_id = of_tenant
          AND state IN ('in_review', 'changes_requested', 'approved', 'conflicted'))
      END
    $$;`;
}
