import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A way to the first page of the changes of all tenants in one state, which were sorted whole, and one statement for the end of
 * a transaction. Writes to the table wait while its index is built: well under a second.
 */
export class IndexLists0058 implements MigrationInterface {
  readonly name = 'IndexLists1763600000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEX);
    await runner.query(STAMP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION stamp_revision(text[]);
      DROP INDEX change_request_state_idx;
    `);
  }
}

const INDEX = 'CREATE INDEX change_request_state_idx ON change_request (state, created_at, id)';

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
