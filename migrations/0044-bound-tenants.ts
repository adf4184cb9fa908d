import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shareWithTenants } from './governed-table.ts';

/** How many of a kind a tenant may have: bounds of the platform, overrides of tenants, and triggers that hold them. */
export class BoundTenants0044 implements MigrationInterface {
  readonly name = 'BoundTenants1763600000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await shareWithTenants(runner, 'quota_default');
    await runner.query(COUNT);
    await runner.query(CHECK);
    for (const [table, kind] of bounded)
      await runner.query(`
        CREATE TRIGGER ${table}_quota AFTER INSERT ON ${table} REFERENCING NEW TABLE AS added
          FOR EACH STATEMENT EXECUTE FUNCTION check_quota('${kind}')`);
    for (const [table, kind] of revivable)
      await runner.query(`
        CREATE TRIGGER ${table}_quota_of_revived AFTER UPDATE ON ${table} FOR EACH ROW
          WHEN (OLD.not_after <= now() AND NEW.revoked_at IS NULL
            AND (NEW.not_after IS NULL OR NEW.not_after > now()))
          EXECUTE FUNCTION check_quota_of_revived('${kind}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of revivable)
      await runner.query(`DROP TRIGGER ${table}_quota_of_revived ON ${table}`);
    for (const [table] of bounded) await runner.query(`DROP TRIGGER ${table}_quota ON ${table}`);
    await runner.query(`
      DROP FUNCTION check_quota_of_revived();
      DROP FUNCTION check_quota();
      DROP FUNCTION require_quota(uuid, text, bigint);
      DROP FUNCTION quota_used(uuid, text);
      DROP FUNCTION quota_limit_of(uuid, text);
      DROP TABLE quota_default;
      ALTER TABLE tenant DROP COLUMN quota_overrides;
    `);
  }
}

const bounded = [
  ['application', 'application'],
  ['api_key', 'api_key'],
  ['route', 'route'],
  ['prompt_policy', 'prompt_policy'],
  ['model_grant', 'grant'],
  ['access_token', 'access_token'],
  ['role', 'role'],
  ['identity_provider', 'identity_provider'],
  ['change_request', 'open_change_request'],
] as const;

/** What ends by itself, and can be given a later end: then it takes a place again. */
const revivable = [
  ['api_key', 'api_key'],
  ['model_grant', 'grant'],
] as const;

const TABLE = `
  ALTER TABLE tenant ADD COLUMN quota_overrides jsonb NOT NULL DEFAULT '{}';
  CREATE TABLE quota_default (
    kind        text    CONSTRAINT quota_default_pkey PRIMARY KEY,
    quota_limit integer NOT NULL,
    CONSTRAINT quota_default_quota_limit_check CHECK (quota_limit >= 0)
  );
  INSERT INTO quota_default VALUES ('application', 1000), ('api_key', 10000), ('route', 2000),
    ('prompt_policy', 500), ('grant', 10000), ('access_token', 2000), ('role', 200),
    ('identity_provider', 20), ('open_change_request', 2000);
`;

/** What is archived, revoked, closed or past its time takes no place. */
const COUNT = `
  CREATE FUNCTION quota_limit_of(of_tenant uuid, of_kind text) RETURNS integer
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
      SELECT coalesce((SELECT (quota_overrides ->> of_kind)::integer FROM tenant WHERE id = of_tenant),
        (SELECT quota_limit FROM quota_default WHERE kind = of_kind))
    $$;
  CREATE FUNCTION quota_used(of_tenant uuid, of_kind text) RETURNS bigint
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
        WHEN 'open_change_request' THEN (SELECT count(*) FROM change_request WHERE tenant_id = of_tenant
          AND state IN ('in_review', 'changes_requested', 'approved', 'conflicted'))
      END
    $$;
  REVOKE EXECUTE ON FUNCTION quota_limit_of(uuid, text), quota_used(uuid, text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION quota_limit_of(uuid, text), quota_used(uuid, text) TO gatehouse_app;
`;

/**
 * Whoever adds to a tenant waits for whoever else does, until that one's transaction ends: what is counted then is all that there is.
 * One lock a tenant, whatever the kind, so that two of its writers never wait for each other. Operators who use SQL are not bound.
 */
const CHECK = `
  CREATE FUNCTION require_quota(of_tenant uuid, of_kind text, added_count bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE
    bound integer;
    used bigint;
  BEGIN
    IF current_user <> 'gatehouse_app' THEN
      RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('tenant_quota/' || of_tenant, 0));
    SELECT quota_limit_of(of_tenant, of_kind), quota_used(of_tenant, of_kind) INTO bound, used;
    IF used > bound THEN
      RAISE EXCEPTION 'the tenant % has no place for more of the kind %', of_tenant, of_kind
        USING ERRCODE = 'GH004', DETAIL = jsonb_build_object('kind', of_kind, 'limit', bound,
          'used', greatest(used - added_count, 0));
    END IF;
  END $$;
  CREATE FUNCTION check_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM require_quota(owner.id, TG_ARGV[0], owner.added_count)
      FROM (SELECT tenant_id AS id, count(*) AS added_count FROM added
        WHERE tenant_id IS NOT NULL GROUP BY tenant_id ORDER BY tenant_id) AS owner;
    RETURN NULL;
  END $$;
  CREATE FUNCTION check_quota_of_revived() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM require_quota(NEW.tenant_id, TG_ARGV[0], 1);
    RETURN NULL;
  END $$;
  REVOKE EXECUTE ON FUNCTION require_quota(uuid, text, bigint), check_quota(), check_quota_of_revived()
    FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION require_quota(uuid, text, bigint) TO gatehouse_app;
`;
