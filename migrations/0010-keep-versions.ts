import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was released to nodes, and when: bodies by their content, and which of them each release changed. */
export class KeepVersions0010 implements MigrationInterface {
  readonly name = 'KeepVersions1763600000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TRIM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION trim_resource_version(bigint, interval, integer);
      DROP TABLE release_change, release, resource_version;
    `);
  }
}

/**
 * The owner is the tenant, or the nil UUID for what all tenants share: part of keys, which cannot be NULL. A version is NULL
 * when the resource was removed.
 */
const TABLES = `
  CREATE TABLE resource_version (
    owner_id uuid  NOT NULL,
    kind     text  NOT NULL,
    version  bytea NOT NULL,
    body     bytea NOT NULL,
    CONSTRAINT resource_version_pkey PRIMARY KEY (owner_id, kind, version)
  );

  CREATE TABLE release (
    epoch          bigint      NOT NULL,
    revision       bigint      NOT NULL,
    released_at    timestamptz NOT NULL,
    resource_count integer     NOT NULL,
    digest         bytea       NOT NULL,
    CONSTRAINT release_pkey PRIMARY KEY (epoch, revision)
  );

  CREATE TABLE release_change (
    kind        text        NOT NULL,
    resource_id text        NOT NULL,
    epoch       bigint      NOT NULL,
    revision    bigint      NOT NULL,
    owner_id    uuid        NOT NULL,
    version     bytea,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT release_change_pkey PRIMARY KEY (kind, resource_id, epoch, revision),
    CONSTRAINT release_change_version_fkey FOREIGN KEY (owner_id, kind, version)
      REFERENCES resource_version
  );
  CREATE INDEX release_change_position_idx ON release_change (epoch, revision);
  CREATE INDEX release_change_version_idx ON release_change (owner_id, kind, version);
  CREATE INDEX release_change_recorded_at_idx ON release_change (recorded_at);

  ALTER TABLE resource_version ENABLE ROW LEVEL SECURITY;
  CREATE POLICY resource_version_read ON resource_version FOR SELECT TO gatehouse_app
    USING (scope_holds(owner_id)
      OR (scope_is_set() AND owner_id = '00000000-0000-0000-0000-000000000000'));
  CREATE POLICY resource_version_write ON resource_version FOR INSERT TO gatehouse_app
    WITH CHECK (scope_is_platform());
  ALTER TABLE release ENABLE ROW LEVEL SECURITY;
  CREATE POLICY release_read ON release FOR SELECT TO gatehouse_app USING (scope_is_set());
  CREATE POLICY release_write ON release FOR INSERT TO gatehouse_app
    WITH CHECK (scope_is_platform());
  ALTER TABLE release_change ENABLE ROW LEVEL SECURITY;
  CREATE POLICY release_change_read ON release_change FOR SELECT TO gatehouse_app
    USING (scope_holds(owner_id)
      OR (scope_is_set() AND owner_id = '00000000-0000-0000-0000-000000000000'));
  CREATE POLICY release_change_write ON release_change FOR INSERT TO gatehouse_app
    WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT ON resource_version, release, release_change TO gatehouse_app;
`;

/**
 * What a resource was at the cutoff stays, since views after it are made of it; what was replaced before the cutoff
 * goes, and so do the bodies that nothing names any more. A removal goes last: without it what it removed would be back.
 */
const TRIM = `
  CREATE FUNCTION trim_resource_version(lease_token bigint, keep_for interval, batch integer)
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    cutoff timestamptz := clock_timestamp() - keep_for;
    trimmed integer;
  BEGIN
    PERFORM require_lease('config_retention', lease_token);
    DELETE FROM release_change WHERE ctid = ANY (ARRAY(
      SELECT old.ctid FROM release_change old
        WHERE old.recorded_at < cutoff AND CASE WHEN old.version IS NULL
          THEN NOT EXISTS (SELECT FROM release_change older
            WHERE older.kind = old.kind AND older.resource_id = old.resource_id
              AND (older.epoch, older.revision) < (old.epoch, old.revision))
          ELSE EXISTS (SELECT FROM release_change newer
            WHERE newer.kind = old.kind AND newer.resource_id = old.resource_id
              AND (newer.epoch, newer.revision) > (old.epoch, old.revision)
              AND newer.recorded_at < cutoff)
          END
        LIMIT batch));
    GET DIAGNOSTICS trimmed = ROW_COUNT;
    IF trimmed > 0 THEN
      DELETE FROM resource_version body WHERE NOT EXISTS (SELECT FROM release_change named
        WHERE (named.owner_id, named.kind, named.version) = (body.owner_id, body.kind, body.version));
    END IF;
    DELETE FROM release WHERE released_at < cutoff;
    RETURN trimmed;
  END $$;
  REVOKE EXECUTE ON FUNCTION trim_resource_version(bigint, interval, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION trim_resource_version(bigint, interval, integer) TO gatehouse_app;
`;
