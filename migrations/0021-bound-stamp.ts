import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The end of a transaction costs work in proportion to its rows, whatever plans its session keeps and however many tenants. */
export class BoundStamp0021 implements MigrationInterface {
  readonly name = 'BoundStamp1763600000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND);
    await runner.query(KEEP_TO_INDEXES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER FUNCTION stamp_config_change() RESET enable_seqscan;
      ${APPEND_BEFORE}
    `);
  }
}

/**
 * Looks at its own chain and no further: once an entry, it used to read every change of the transaction again to lock what
 * they touch. Whoever appends to several chains calls lock_audit_heads for all of them first, as the stamp and services do.
 *
 * The collation is said, since a function has that of its arguments: session_user, in the actor of the stamp, brought "C",
 * under which the index of chains is of no use.
 */
const APPEND = `
  CREATE OR REPLACE FUNCTION append_audit(event_tenant uuid, event_actor text, event_authenticated_by text,
    event_action text, event_object text, event_changes jsonb, event_reason text, event_revision bigint)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    event_chain text COLLATE "default" := coalesce(event_tenant::text, 'platform');
    event_at timestamptz := date_trunc('milliseconds', clock_timestamp());
    head audit_head;
    event_hash bytea;
    event_id bigint;
  BEGIN
    INSERT INTO audit_head (chain, sequence, hash) VALUES (event_chain, 0, '\\x'::bytea)
      ON CONFLICT ON CONSTRAINT audit_head_pkey DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE chain = event_chain FOR UPDATE;
    event_hash := sha256(head.hash || convert_to(jsonb_build_array(event_chain, head.sequence + 1,
      extract(epoch FROM event_at), event_actor, event_authenticated_by, event_action, event_object,
      event_changes, event_reason, event_revision)::text, 'UTF8'));
    INSERT INTO audit_event (chain, sequence, tenant_id, at, actor, authenticated_by, action, object,
        changes, reason, revision, previous_hash, hash)
      VALUES (event_chain, head.sequence + 1, event_tenant, event_at, event_actor,
        event_authenticated_by, event_action, event_object, event_changes, event_reason, event_revision,
        head.hash, event_hash)
      RETURNING id INTO event_id;
    UPDATE audit_head SET sequence = head.sequence + 1, hash = event_hash WHERE chain = event_chain;
    RETURN event_id;
  END $$;
`;

/**
 * The stamp looks for its row once a row. A session keeps the plan of that look-up; made while few changes were stored, it
 * was to read them all, and the transaction's own are among them: a row then cost as much as all rows together.
 */
const KEEP_TO_INDEXES = 'ALTER FUNCTION stamp_config_change() SET enable_seqscan = off';

/** As 0002 has made it. */
const APPEND_BEFORE = `
  CREATE OR REPLACE FUNCTION append_audit(event_tenant uuid, event_actor text, event_authenticated_by text,
    event_action text, event_object text, event_changes jsonb, event_reason text, event_revision bigint)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    event_chain text := coalesce(event_tenant::text, 'platform');
    event_at timestamptz := date_trunc('milliseconds', clock_timestamp());
    head audit_head;
    event_hash bytea;
    event_id bigint;
  BEGIN
    PERFORM lock_audit_heads(ARRAY[event_chain]);
    SELECT * INTO head FROM audit_head WHERE chain = event_chain;
    event_hash := sha256(head.hash || convert_to(jsonb_build_array(event_chain, head.sequence + 1,
      extract(epoch FROM event_at), event_actor, event_authenticated_by, event_action, event_object,
      event_changes, event_reason, event_revision)::text, 'UTF8'));
    INSERT INTO audit_event (chain, sequence, tenant_id, at, actor, authenticated_by, action, object,
        changes, reason, revision, previous_hash, hash)
      VALUES (event_chain, head.sequence + 1, event_tenant, event_at, event_actor,
        event_authenticated_by, event_action, event_object, event_changes, event_reason, event_revision,
        head.hash, event_hash)
      RETURNING id INTO event_id;
    UPDATE audit_head SET sequence = head.sequence + 1, hash = event_hash WHERE chain = event_chain;
    RETURN event_id;
  END $$;
`;
