import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The epoch follows the database: it is raised when history was replaced, so that nodes take what there is now. */
export class RaiseEpoch0008 implements MigrationInterface {
  readonly name = 'RaiseEpoch1763600000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IDENTITY);
    await runner.query(RAISE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION raise_config_epoch(bigint);
      DROP FUNCTION raise_config_epoch_above(bigint, bigint);
      DROP FUNCTION settle_config_epoch();
      DROP FUNCTION database_identity();
      ALTER TABLE config_revision DROP COLUMN system_identifier, DROP COLUMN timeline;
    `);
  }
}

/**
 * Another system identifier is another cluster; another timeline is a standby that was promoted. What the roles may not
 * read stays NULL and is not compared.
 */
const IDENTITY = `
  ALTER TABLE config_revision
    ADD COLUMN system_identifier text,
    ADD COLUMN timeline bigint;

  CREATE FUNCTION database_identity(OUT system_identifier text, OUT timeline bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    BEGIN
      SELECT control.system_identifier::text INTO system_identifier FROM pg_control_system() control;
    EXCEPTION WHEN insufficient_privilege THEN system_identifier := NULL;
    END;
    BEGIN
      timeline := ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint;
    EXCEPTION WHEN insufficient_privilege OR object_not_in_prerequisite_state THEN timeline := NULL;
    END;
  END $$;
  REVOKE EXECUTE ON FUNCTION database_identity() FROM PUBLIC;
`;

/**
 * Each compares and sets in one statement on the single row, and forgets who stamped last: a transaction number of a
 * restored cluster may be in use again.
 */
const RAISE = `
  CREATE FUNCTION settle_config_epoch(OUT before bigint, OUT after bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    stored config_revision;
    identity record;
  BEGIN
    SELECT * INTO STRICT stored FROM config_revision FOR UPDATE;
    identity := database_identity();
    before := stored.epoch;
    after := stored.epoch;
    IF stored.system_identifier <> identity.system_identifier OR stored.timeline <> identity.timeline THEN
      after := stored.epoch + 1;
      UPDATE config_revision SET epoch = after, stamped_by = '0',
        system_identifier = identity.system_identifier, timeline = identity.timeline;
      PERFORM pg_notify('gatehouse_revision', stored.revision::text);
    ELSIF stored.system_identifier IS NULL OR stored.timeline IS NULL THEN
      UPDATE config_revision
        SET system_identifier = identity.system_identifier, timeline = identity.timeline;
    END IF;
  END $$;

  CREATE FUNCTION raise_config_epoch_above(held_epoch bigint, held_revision bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    raised bigint;
  BEGIN
    UPDATE config_revision SET epoch = held_epoch + 1, stamped_by = '0'
      WHERE (epoch, revision) < (held_epoch, held_revision)
      RETURNING epoch INTO raised;
    IF raised IS NOT NULL THEN
      PERFORM pg_notify('gatehouse_revision', raised::text);
    END IF;
    RETURN raised;
  END $$;

  CREATE FUNCTION raise_config_epoch(expected bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    raised bigint;
  BEGIN
    UPDATE config_revision SET epoch = epoch + 1, stamped_by = '0' WHERE epoch = expected
      RETURNING epoch INTO raised;
    IF raised IS NOT NULL THEN
      PERFORM pg_notify('gatehouse_revision', raised::text);
    END IF;
    RETURN raised;
  END $$;

  REVOKE EXECUTE ON FUNCTION settle_config_epoch() FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION raise_config_epoch_above(bigint, bigint) FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION raise_config_epoch(bigint) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION settle_config_epoch() TO gatehouse_app;
  GRANT EXECUTE ON FUNCTION raise_config_epoch_above(bigint, bigint) TO gatehouse_app;
  GRANT EXECUTE ON FUNCTION raise_config_epoch(bigint) TO gatehouse_app;
`;
