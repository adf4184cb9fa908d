import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ways to the first page of each list over all tenants, which was sorted whole, and one statement for the end of a transaction.
 * Tables are held against writes while their indexes are built: under a second for 100,000 keys.
 */
export class IndexLists0058 implements MigrationInterface {
  readonly name = 'IndexLists1763600000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEXES);
    await runner.query(STAMP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION stamp_revision(text[]);
      DROP INDEX route_name_idx, prompt_policy_name_idx, application_name_idx, application_team_idx,
        application_created_at_idx, application_updated_at_idx, api_key_created_at_idx,
        model_grant_created_at_idx, change_request_created_at_idx, change_request_state_idx;
    `);
  }
}

const INDEXES = `
  CREATE INDEX route_name_idx ON route (name, id);
  CREATE INDEX prompt_policy_name_idx ON prompt_policy (name, id);
  CREATE INDEX application_name_idx ON application (name, id);
  CREATE INDEX application_team_idx ON application (team, id);
  CREATE INDEX application_created_at_idx ON application (created_at, id);
  CREATE INDEX application_updated_at_idx ON application (updated_at, id);
  CREATE INDEX api_key_created_at_idx ON api_key (created_at, id);
  CREATE INDEX model_grant_created_at_idx ON model_grant (created_at, id);
  CREATE INDEX change_request_created_at_idx ON change_request (created_at, id);
  CREATE INDEX change_request_state_idx ON change_request (state, created_at, id);
`;

/** Each statement of a transaction waits for the one before; from the stamp on all other changes wait too. */
const STAMP = `
  CREATE FUNCTION stamp_revision(chains text[]) RETURNS bigint
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM lock_audit_heads(chains);
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN nullif(current_setting('gatehouse.revision', true), '')::bigint;
  END $$;
  REVOKE EXECUTE ON FUNCTION stamp_revision(text[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION stamp_revision(text[]) TO gatehouse_app;
`;
