import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of models, providers, targets, prices, API keys and roles can be reviewed. What is of the platform has no tenant:
 * rows without one are seen in the platform's scope only, by the policies that there are.
 */
export class GovernCatalogue0050 implements MigrationInterface {
  readonly name = 'GovernCatalogue1763600000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(FUNCTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const TABLES = `
  ALTER TABLE change_request
    ALTER COLUMN tenant_id DROP NOT NULL,
    DROP CONSTRAINT change_request_kind_check,
    ADD CONSTRAINT change_request_kind_check
      CHECK (kind IN ('grant', 'route', 'prompt_policy', 'approval_rule', 'model', 'provider', 'target',
        'price', 'api_key', 'role', 'role_mapping', 'role_grant')),
    ADD CONSTRAINT change_request_tenant_id_check CHECK (CASE
      WHEN kind IN ('grant', 'route', 'prompt_policy', 'api_key') THEN tenant_id IS NOT NULL
      WHEN kind IN ('model', 'provider', 'target', 'price') THEN tenant_id IS NULL
      ELSE true END);
  CREATE INDEX change_request_subject_id_idx ON change_request (subject_id);

  ALTER TABLE review ALTER COLUMN tenant_id DROP NOT NULL;

  ALTER TABLE approval_rule
    ALTER COLUMN tenant_id DROP NOT NULL,
    DROP CONSTRAINT approval_rule_tenant_id_kind_key,
    ADD CONSTRAINT approval_rule_tenant_id_kind_key UNIQUE NULLS NOT DISTINCT (tenant_id, kind),
    DROP CONSTRAINT approval_rule_kind_check,
    ADD CONSTRAINT approval_rule_kind_check
      CHECK (kind IN ('grant', 'route', 'prompt_policy', 'api_key', 'model', 'provider', 'target',
        'price', 'role')),
    ADD CONSTRAINT approval_rule_tenant_id_check CHECK (CASE
      WHEN kind IN ('grant', 'route', 'prompt_policy', 'api_key') THEN tenant_id IS NOT NULL
      WHEN kind IN ('model', 'provider', 'target', 'price') THEN tenant_id IS NULL
      ELSE true END);
`;

/** Like \`reviewers_of\`: who gives roles must still have what they give when the change is made. */
const FUNCTION = `
  CREATE FUNCTION authors_of(request uuid)
    RETURNS TABLE (tenant_id uuid, roles text[], custom_permissions text[])
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      SELECT principal.tenant_id, principal.roles,
          ARRAY(SELECT DISTINCT unnest(role.permissions) FROM role
            WHERE role.id = ANY (principal.role_ids) AND role.archived_at IS NULL
              AND (role.tenant_id IS NULL OR role.tenant_id = principal.tenant_id))
        FROM principal
        WHERE principal.archived_at IS NULL AND principal.id IN (SELECT unnest(change_request.authors)
          FROM change_request
          WHERE change_request.id = request AND scope_holds(change_request.tenant_id))
        ORDER BY principal.id
        FOR SHARE OF principal
    $$;
  REVOKE ALL ON FUNCTION authors_of(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION authors_of(uuid) TO gatehouse_app;
`;

/** Requests and rules that an older build knows no word for are gone: what they hold back is made directly there. */
const UNDO = `
  DROP FUNCTION authors_of(uuid);
  DELETE FROM review USING change_request WHERE change_request.id = review.change_request_id
    AND (change_request.tenant_id IS NULL
      OR change_request.kind NOT IN ('grant', 'route', 'prompt_policy', 'approval_rule'));
  DELETE FROM change_request WHERE tenant_id IS NULL
    OR kind NOT IN ('grant', 'route', 'prompt_policy', 'approval_rule');
  DELETE FROM approval_rule WHERE tenant_id IS NULL
    OR kind NOT IN ('grant', 'route', 'prompt_policy');
  DROP INDEX change_request_subject_id_idx;
  ALTER TABLE change_request
    ALTER COLUMN tenant_id SET NOT NULL,
    DROP CONSTRAINT change_request_tenant_id_check,
    DROP CONSTRAINT change_request_kind_check,
    ADD CONSTRAINT change_request_kind_check
      CHECK (kind IN ('grant', 'route', 'prompt_policy', 'approval_rule'));
  ALTER TABLE review ALTER COLUMN tenant_id SET NOT NULL;
  ALTER TABLE approval_rule
    ALTER COLUMN tenant_id SET NOT NULL,
    DROP CONSTRAINT approval_rule_tenant_id_kind_key,
    ADD CONSTRAINT approval_rule_tenant_id_kind_key UNIQUE (tenant_id, kind),
    DROP CONSTRAINT approval_rule_tenant_id_check,
    DROP CONSTRAINT approval_rule_kind_check,
    ADD CONSTRAINT approval_rule_kind_check CHECK (kind IN ('grant', 'route', 'prompt_policy'));
`;
