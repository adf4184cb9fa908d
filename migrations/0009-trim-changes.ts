import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leases: work that one replica does for all. And the first such work, trimming what changed. */
export class TrimChanges0009 implements MigrationInterface {
  readonly name = 'TrimChanges1763600000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEASE);
    await runner.query(TRIM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION trim_config_change(bigint, interval, bigint, integer);
      DROP FUNCTION require_lease(text, bigint);
      DROP TABLE lease;
    `);
  }
}

/** The token grows with each new holder: work that names an older one is refused, however late it comes. */
const LEASE = `
  CREATE TABLE lease (
    name       text        CONSTRAINT lease_pkey PRIMARY KEY,
    holder     text        NOT NULL,
    token      bigint      NOT NULL,
    expires_at timestamptz NOT NULL
  );
  ALTER TABLE lease ENABLE ROW LEVEL SECURITY;
  CREATE POLICY lease_platform ON lease TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON lease TO gatehouse_app;

  CREATE FUNCTION require_lease(lease_name text, lease_token bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM 1 FROM lease
      WHERE name = lease_name AND token = lease_token AND expires_at > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the lease % is no longer held', lease_name USING ERRCODE = 'GH002';
    END IF;
  END $$;
  REVOKE EXECUTE ON FUNCTION require_lease(text, bigint) FROM PUBLIC;
`;

/** Whole revisions only: a revision with half of its rows would look complete to a feed. */
const TRIM = `
  CREATE FUNCTION trim_config_change(lease_token bigint, keep_for interval, keep_revisions bigint,
    batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    newest bigint;
    trimmed integer;
  BEGIN
    PERFORM require_lease('config_retention', lease_token);
    SELECT max(oldest.revision) INTO newest FROM (
      SELECT revision, committed_at FROM config_change WHERE revision IS NOT NULL
        ORDER BY revision LIMIT batch
    ) AS oldest
      WHERE oldest.committed_at < clock_timestamp() - keep_for
        OR oldest.revision <= (SELECT revision FROM config_revision) - keep_revisions;
    DELETE FROM config_change WHERE revision <= newest;
    GET DIAGNOSTICS trimmed = ROW_COUNT;
    RETURN trimmed;
  END $$;
  REVOKE EXECUTE ON FUNCTION trim_config_change(bigint, interval, bigint, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION trim_config_change(bigint, interval, bigint, integer) TO gatehouse_app;
`;
