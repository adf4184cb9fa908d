import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scopes of row-level security, and the revision: one number for each committed transaction, in commit order. */
export class CreateRevision0001 implements MigrationInterface {
  readonly name = 'CreateRevision1763600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCOPE);
    await runner.query(TABLES);
    await runner.query(RECORD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION record_config_truncate();
      DROP FUNCTION record_config_change();
      DROP TABLE config_change;
      DROP TABLE config_revision;
      DROP FUNCTION scope_holds(uuid);
      DROP FUNCTION scope_is_platform();
      DROP FUNCTION scope_is_set();
    `);
  }
}

/** The setting gatehouse.tenant holds a tenant's id, or '*' for the platform. Not set: no rows. */
const SCOPE = `
  CREATE FUNCTION scope_is_set() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('gatehouse.tenant', true), '') <> ''
  $$;
  CREATE FUNCTION scope_is_platform() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('gatehouse.tenant', true), '') = '*'
  $$;
  CREATE FUNCTION scope_holds(tenant uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
      current_setting('gatehouse.tenant', true) = '*'
        OR tenant::text = current_setting('gatehouse.tenant', true),
      false)
  $$;
`;

const TABLES = `
  CREATE TABLE config_revision (
    id           boolean     CONSTRAINT config_revision_pkey PRIMARY KEY DEFAULT true,
    epoch        bigint      NOT NULL,
    revision     bigint      NOT NULL,
    stamped_by   xid8        NOT NULL,
    committed_at timestamptz NOT NULL,
    CONSTRAINT config_revision_single CHECK (id)
  );
  INSERT INTO config_revision (epoch, revision, stamped_by, committed_at)
    VALUES (1, 0, pg_current_xact_id(), clock_timestamp());

  CREATE TABLE config_change (
    id           bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT config_change_pkey PRIMARY KEY,
    written_by   xid8        NOT NULL DEFAULT pg_current_xact_id(),
    kind         text        NOT NULL,
    resource_id  text,
    tenant_id    uuid,
    operation    text        NOT NULL,
    revision     bigint,
    committed_at timestamptz
  );
  CREATE INDEX config_change_revision_idx ON config_change (revision, kind, resource_id);
  CREATE INDEX config_change_unstamped_idx ON config_change (written_by) WHERE revision IS NULL;
  GRANT SELECT ON config_revision, config_change TO gatehouse_feed;
  GRANT SELECT ON config_revision TO gatehouse_app;
`;

/**
 * Row triggers, not hooks of the application: a change made with psql must reach nodes too.
 *
 * Functions with the rights of the owner look for tables in pg_temp last, or a temporary table of the caller would stand
 * in for one of ours and its triggers would run as the owner; and only the owner may make triggers of them.
 */
const RECORD = `
  CREATE FUNCTION record_config_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NULL;
    END IF;
    INSERT INTO config_change (kind, resource_id, tenant_id, operation)
      VALUES (TG_ARGV[0], changed ->> TG_ARGV[1],
        CASE WHEN TG_ARGV[2] = '' THEN NULL ELSE (changed ->> TG_ARGV[2])::uuid END, lower(TG_OP));
    RETURN NULL;
  END $$;

  CREATE FUNCTION record_config_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO config_change (kind, operation) VALUES (TG_ARGV[0], 'truncate');
    RETURN NULL;
  END $$;
  REVOKE EXECUTE ON FUNCTION record_config_change(), record_config_truncate() FROM PUBLIC;
`;
