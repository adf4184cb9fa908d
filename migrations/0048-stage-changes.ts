import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Change requests that are drafts, scheduled, suspended, or applied in an emergency, and what each of those needs. All
 * columns may be null: a control plane of an older build still writes requests without them.
 */
export class StageChanges0048 implements MigrationInterface {
  readonly name = 'StageChanges1763600000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const COLUMNS = `
  ALTER TABLE change_request
    ADD COLUMN apply_at       timestamptz,
    ADD COLUMN apply_until    timestamptz,
    ADD COLUMN scheduled_by   uuid
      CONSTRAINT change_request_scheduled_by_fkey REFERENCES principal,
    ADD COLUMN note           text,
    ADD COLUMN emergency      jsonb,
    ADD COLUMN revert_at      timestamptz,
    ADD COLUMN rollback_of_id uuid
      CONSTRAINT change_request_rollback_of_id_fkey REFERENCES change_request,
    DROP CONSTRAINT change_request_state_check,
    ADD CONSTRAINT change_request_state_check
      CHECK (state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'suspended',
        'conflicted', 'applied', 'applied_emergency', 'ratified', 'reverted', 'rejected', 'withdrawn',
        'expired')),
    ADD CONSTRAINT change_request_schedule_check
      CHECK ((state = 'scheduled') = (apply_at IS NOT NULL AND apply_until IS NOT NULL
        AND scheduled_by IS NOT NULL)),
    ADD CONSTRAINT change_request_emergency_check
      CHECK ((state IN ('applied_emergency', 'ratified', 'reverted')) = (emergency IS NOT NULL)
        AND (state = 'applied_emergency') = (revert_at IS NOT NULL));
  DROP INDEX change_request_expires_at_idx;
  CREATE INDEX change_request_expires_at_idx ON change_request (expires_at)
    WHERE state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'suspended',
      'conflicted');
  CREATE INDEX change_request_apply_at_idx ON change_request (apply_at) WHERE state = 'scheduled';
  CREATE INDEX change_request_revert_at_idx ON change_request (revert_at)
    WHERE state = 'applied_emergency';
  CREATE INDEX change_request_scheduled_by_idx ON change_request (scheduled_by);
  CREATE INDEX change_request_rollback_of_id_idx ON change_request (rollback_of_id);
  CREATE INDEX change_request_suspended_idx ON change_request (created_at)
    WHERE state = 'suspended';
  GRANT EXECUTE ON FUNCTION require_lease(text, bigint) TO gatehouse_app;
`;

/** What an older build knows no word for goes back to where it came from; what was applied in an emergency stays applied. */
const UNDO = `
  REVOKE EXECUTE ON FUNCTION require_lease(text, bigint) FROM gatehouse_app;
  DROP INDEX change_request_suspended_idx;
  DROP INDEX change_request_revert_at_idx;
  DROP INDEX change_request_apply_at_idx;
  DROP INDEX change_request_expires_at_idx;
  ALTER TABLE change_request
    DROP CONSTRAINT change_request_emergency_check,
    DROP CONSTRAINT change_request_schedule_check,
    DROP CONSTRAINT change_request_state_check;
  UPDATE change_request SET state = CASE state
      WHEN 'draft' THEN 'withdrawn'
      WHEN 'scheduled' THEN 'approved'
      WHEN 'suspended' THEN 'approved'
      WHEN 'reverted' THEN 'withdrawn'
      ELSE 'applied' END
    WHERE state IN ('draft', 'scheduled', 'suspended', 'applied_emergency', 'ratified', 'reverted');
  ALTER TABLE change_request
    DROP COLUMN apply_at,
    DROP COLUMN apply_until,
    DROP COLUMN scheduled_by,
    DROP COLUMN note,
    DROP COLUMN emergency,
    DROP COLUMN revert_at,
    DROP COLUMN rollback_of_id,
    ADD CONSTRAINT change_request_state_check
      CHECK (state IN ('in_review', 'changes_requested', 'approved', 'conflicted', 'applied',
        'rejected', 'withdrawn', 'expired'));
  CREATE INDEX change_request_expires_at_idx ON change_request (expires_at)
    WHERE state IN ('in_review', 'changes_requested', 'approved', 'conflicted');
`;
