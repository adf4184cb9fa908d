import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets services say that the mass deletion of a held revision is meant. */
export class ReleaseHeld0073 implements MigrationInterface {
  readonly name = 'ReleaseHeld1763600000073';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RELEASE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION release_held_revision(bigint)');
  }
}

/** A change of nothing that carries the consent: its revision is the next one, and covers what was changed up to it. */
const RELEASE = `
  CREATE FUNCTION release_held_revision(held bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT scope_is_platform() THEN
      RAISE EXCEPTION 'only the platform releases a held revision' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO config_change (kind, resource_id, operation, allows_mass_deletion)
      VALUES ('held_revision', held::text, 'release', true);
  END $$;
  REVOKE EXECUTE ON FUNCTION release_held_revision(bigint) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION release_held_revision(bigint) TO gatehouse_app;
`;
