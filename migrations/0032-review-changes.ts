import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Change requests of every kind, with rounds, demands and an end; reviewers as they are now. */
export class ReviewChanges0032 implements MigrationInterface {
  readonly name = 'ReviewChanges1763600000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(FUNCTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const COLUMNS = `
  ALTER TABLE change_request
    ADD COLUMN base       jsonb,
    ADD COLUMN authors    uuid[],
    ADD COLUMN round      integer NOT NULL DEFAULT 1,
    ADD COLUMN demand     jsonb NOT NULL DEFAULT '{"quorum": 1, "roles": []}',
    ADD COLUMN expires_at timestamptz,
    DROP CONSTRAINT change_request_kind_check,
    DROP CONSTRAINT change_request_state_check;
  UPDATE change_request
    SET authors = ARRAY[requested_by], expires_at = created_at + interval '30 days';
  ALTER TABLE change_request
    ALTER COLUMN authors SET NOT NULL,
    ALTER COLUMN expires_at SET NOT NULL,
    ALTER COLUMN round DROP DEFAULT,
    ALTER COLUMN demand DROP DEFAULT,
    ADD CONSTRAINT change_request_kind_check
      CHECK (kind IN ('grant', 'route', 'prompt_policy', 'approval_rule')),
    ADD CONSTRAINT change_request_state_check
      CHECK (state IN ('in_review', 'changes_requested', 'approved', 'conflicted', 'applied',
        'rejected', 'withdrawn', 'expired'));
  CREATE INDEX change_request_expires_at_idx ON change_request (expires_at)
    WHERE state IN ('in_review', 'changes_requested', 'approved', 'conflicted');

  ALTER TABLE review
    ADD COLUMN round integer NOT NULL DEFAULT 1,
    DROP CONSTRAINT review_verdict_check,
    ADD CONSTRAINT review_verdict_check
      CHECK (verdict IN ('approved', 'rejected', 'changes_requested', 'commented'));
  ALTER TABLE review ALTER COLUMN round DROP DEFAULT;
`;

/**
 * A tenant does not see the principals of the platform, whose reviews count nevertheless. They are held as they are until
 * the transaction ends, so that nobody loses a role between the look and the change.
 */
const FUNCTION = `
  CREATE FUNCTION reviewers_of(request uuid)
    RETURNS TABLE (id uuid, kind text, tenant_id uuid, roles text[], custom_permissions text[],
      archived_at timestamptz)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      SELECT principal.id, principal.kind, principal.tenant_id, principal.roles,
          ARRAY(SELECT DISTINCT unnest(role.permissions) FROM role
            WHERE role.id = ANY (principal.role_ids) AND role.archived_at IS NULL
              AND (role.tenant_id IS NULL OR role.tenant_id = principal.tenant_id)),
          principal.archived_at
        FROM principal
        WHERE principal.id IN (SELECT review.reviewer_id
          FROM review JOIN change_request ON change_request.id = review.change_request_id
          WHERE change_request.id = request AND scope_holds(change_request.tenant_id))
        ORDER BY principal.id
        FOR SHARE OF principal
    $$;
  REVOKE ALL ON FUNCTION reviewers_of(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION reviewers_of(uuid) TO gatehouse_app;
`;

/** What an older build knows no word for is closed as withdrawn, or said as a rejection. */
const UNDO = `
  DROP FUNCTION reviewers_of(uuid);
  DELETE FROM review USING change_request
    WHERE change_request.id = review.change_request_id AND change_request.kind <> 'grant';
  DELETE FROM review WHERE verdict NOT IN ('approved', 'rejected');
  DELETE FROM change_request WHERE kind <> 'grant';
  DROP INDEX change_request_expires_at_idx;
  UPDATE change_request SET state = CASE WHEN state IN ('approved', 'changes_requested')
    THEN 'in_review' ELSE 'withdrawn' END
    WHERE state NOT IN ('in_review', 'applied', 'rejected', 'withdrawn');
  ALTER TABLE change_request
    DROP COLUMN base,
    DROP COLUMN authors,
    DROP COLUMN round,
    DROP COLUMN demand,
    DROP COLUMN expires_at,
    DROP CONSTRAINT change_request_kind_check,
    DROP CONSTRAINT change_request_state_check,
    ADD CONSTRAINT change_request_kind_check CHECK (kind = 'grant'),
    ADD CONSTRAINT change_request_state_check
      CHECK (state IN ('in_review', 'applied', 'rejected', 'withdrawn'));
  ALTER TABLE review
    DROP COLUMN round,
    DROP CONSTRAINT review_verdict_check,
    ADD CONSTRAINT review_verdict_check CHECK (verdict IN ('approved', 'rejected'));
`;
