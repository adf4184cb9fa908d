import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The generation of a credential that was replaced is kept beside the new one for a while, and then dropped. */
export class KeepPreviousCredential0017 implements MigrationInterface {
  readonly name = 'KeepPreviousCredential1763600000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(DROP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION drop_previous_credentials(bigint);
      ALTER TABLE provider_credential DROP CONSTRAINT provider_credential_previous_check,
        DROP COLUMN previous_until, DROP COLUMN previous_sealed, DROP COLUMN previous_generation;
    `);
  }
}

/** In the row of the new one: who takes the credential away takes both. */
const COLUMNS = `
  ALTER TABLE provider_credential
    ADD COLUMN previous_generation bigint,
    ADD COLUMN previous_sealed bytea,
    ADD COLUMN previous_until timestamptz,
    ADD CONSTRAINT provider_credential_previous_check CHECK (
      num_nulls(previous_generation, previous_sealed, previous_until) IN (0, 3)
      AND previous_generation < generation);
`;

/** An update of a governed row, and so a revision: nodes drop them too. Gives the providers that had one. */
const DROP = `
  CREATE FUNCTION drop_previous_credentials(lease_token bigint) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM require_lease('credential_retention', lease_token);
    RETURN QUERY UPDATE provider_credential
      SET previous_generation = NULL, previous_sealed = NULL, previous_until = NULL
      WHERE previous_until < clock_timestamp()
      RETURNING provider_id;
  END $$;
  REVOKE EXECUTE ON FUNCTION drop_previous_credentials(bigint) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION drop_previous_credentials(bigint) TO gatehouse_app;
`;
