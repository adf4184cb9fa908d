import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of limits and budgets can be reviewed and planned, and a tenant has only so many of them. */
export class ReviewSpending0077 implements MigrationInterface {
  readonly name = 'ReviewSpending1763600000077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${kindsAre(`, 'limit', 'budget'`)}
      INSERT INTO quota_default VALUES ('limit', 500), ('budget', 500);
      ${countWith(`WHEN 'limit' THEN (SELECT count(*) FROM usage_limit
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        WHEN 'budget' THEN (SELECT count(*) FROM budget
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        `)}
      CREATE TRIGGER usage_limit_quota AFTER INSERT ON usage_limit REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION check_quota('limit');
      CREATE TRIGGER budget_quota AFTER INSERT ON budget REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION check_quota('budget');
    `);
  }

  /** Requests, rules, owners and overrides that an older build knows no word for are gone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER usage_limit_quota ON usage_limit;
      DROP TRIGGER budget_quota ON budget;
      ${countWith('')}
      UPDATE tenant SET quota_overrides = quota_overrides - 'limit' - 'budget'
        WHERE quota_overrides ?| '{limit,budget}';
      DELETE FROM quota_default WHERE kind IN ('limit', 'budget');
      DELETE FROM review USING change_request
        WHERE change_request.id = review.change_request_id AND change_request.kind IN ('limit', 'budget');
      DELETE FROM change_request WHERE kind IN ('limit', 'budget');
      DELETE FROM approval_rule WHERE kind IN ('limit', 'budget');
      DELETE FROM resource_owner WHERE kind IN ('limit', 'budget');
      ${kindsAre('')}
    `);
  }
}

/** The kinds of before, and more of tenants. */
function kindsAre(more: string): string {
  const owned = `CASE
      WHEN kind IN ('grant', 'route', 'prompt_policy', 'api_key'${more}) THEN tenant_id IS NOT NULL
      WHEN kind IN ('model', 'provider', 'target', 'price') THEN tenant_id IS NULL
      ELSE true END`;
  return `
    ALTER TABLE change_request
      DROP CONSTRAINT change_request_kind_check,
      ADD CONSTRAINT change_request_kind_check
        CHECK (kind IN ('grant', 'route', 'prompt_policy', 'approval_rule', 'model', 'provider', 'target',
          'price', 'api_key', 'role', 'role_mapping', 'role_grant', 'config_plan'${more})),
      DROP CONSTRAINT change_request_tenant_id_check,
      ADD CONSTRAINT change_request_tenant_id_check CHECK (${owned});
    ALTER TABLE approval_rule
      DROP CONSTRAINT approval_rule_kind_check,
      ADD CONSTRAINT approval_rule_kind_check
        CHECK (kind IN ('grant', 'route', 'prompt_policy', 'api_key', 'model', 'provider', 'target',
          'price', 'role'${more})),
      DROP CONSTRAINT approval_rule_tenant_id_check,
      ADD CONSTRAINT approval_rule_tenant_id_check CHECK (${owned});
    ALTER TABLE resource_owner
      DROP CONSTRAINT resource_owner_kind_check,
      ADD CONSTRAINT resource_owner_kind_check
        CHECK (kind IN ('application', 'grant', 'prompt_policy', 'route'${more}));`;
}

/** As in 0070, and more. */
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
        WHEN 'principal' THEN (SELECT count(*) FROM principal
          WHERE tenant_id = of_tenant AND archived_at IS NULL)
        ${more}WHEN 'open_change_request' THEN (SELECT count(*) FROM change_request WHERE tenant_id = of_tenant
          AND state IN ('in_review', 'changes_requested', 'approved', 'conflicted'))
      END
    $$;`;
}
