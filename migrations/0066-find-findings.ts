import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ways to the decisions that have findings, and to those with one fingerprint, among all decisions of 30 days. Decisions that nodes
 * report wait while the indexes are built over those that there are: nodes keep them until then.
 */
export class FindFindings0066 implements MigrationInterface {
  readonly name = 'FindFindings1763600000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FINDINGS);
    await runner.query(FINGERPRINTS);
    await runner.query(SEARCH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION decisions_with_fingerprint(text);
      DROP INDEX decision_fingerprint_idx;
      DROP INDEX decision_finding_idx;
    `);
  }
}

/** Few decisions have any. */
const FINDINGS = `
  CREATE INDEX decision_finding_idx ON decision (tenant_id, at, request_id)
    WHERE facts->'findings' <> '[]'::jsonb;
`;

const FINGERPRINTS = `
  CREATE INDEX decision_fingerprint_idx ON decision
    USING gin (jsonb_path_query_array(facts, '$.findings[*].places[*].fingerprint') jsonb_path_ops)
    WHERE facts->'findings' <> '[]'::jsonb;
`;

/**
 * With the rights of the owner, since under row-level security no index of documents is used; it looks at the scope itself. The newest
 * 10,000 that the caller may see.
 */
const SEARCH = `
  CREATE FUNCTION decisions_with_fingerprint(fingerprint text)
    RETURNS TABLE (request_id uuid, at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT decision.request_id, decision.at FROM decision
      WHERE jsonb_path_query_array(facts, '$.findings[*].places[*].fingerprint') @> to_jsonb(fingerprint)
        AND facts->'findings' <> '[]'::jsonb AND scope_holds(tenant_id)
      ORDER BY decision.at DESC, decision.request_id DESC LIMIT 10000
  $$;
  REVOKE EXECUTE ON FUNCTION decisions_with_fingerprint(text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION decisions_with_fingerprint(text) TO gatehouse_app;
`;
