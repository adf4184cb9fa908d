import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The generation of a credential that was replaced is kept beside the new one for a while, and then dropped. And what it
 * takes to change the master key: all that it sealed can be sealed anew, and access tokens no longer hang from it.
 */
export class RotateSecrets0017 implements MigrationInterface {
  readonly name = 'RotateSecrets1763600000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(DROP);
    await runner.query(RESEAL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE access_token_pepper;
      REVOKE UPDATE (sealed) ON api_key_pepper FROM gatehouse_app;
      DROP POLICY api_key_pepper_reseal ON api_key_pepper;
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

/** The key of token hashes gets a row of its own; a replica fills it at its start. */
const RESEAL = `
  CREATE TABLE access_token_pepper (
    id         boolean     CONSTRAINT access_token_pepper_pkey PRIMARY KEY DEFAULT true,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT access_token_pepper_single CHECK (id)
  );
  ALTER TABLE access_token_pepper ENABLE ROW LEVEL SECURITY;
  CREATE POLICY access_token_pepper_platform ON access_token_pepper TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE (sealed) ON access_token_pepper TO gatehouse_app;
  CREATE POLICY api_key_pepper_reseal ON api_key_pepper FOR UPDATE TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT UPDATE (sealed) ON api_key_pepper TO gatehouse_app;
`;
