import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest release stays however old it is: a replica that starts judges what it reads by it. */
export class KeepNewestRelease0082 implements MigrationInterface {
  readonly name = 'KeepNewestRelease1763600000082';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      trimReleases(`WHERE released_at < cutoff
      AND EXISTS (SELECT FROM release newer
        WHERE (newer.epoch, newer.revision) > (release.epoch, release.revision))`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(trimReleases('WHERE released_at < cutoff'));
  }
}

/** As 0010 has made it, but for which releases go. */
const trimReleases = (which: string): string => `
  CREATE OR REPLACE FUNCTION trim_resource_version(lease_token bigint, keep_for interval, batch integer)
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
    DELETE FROM release ${which};
    RETURN trimmed;
  END $$;
`;
