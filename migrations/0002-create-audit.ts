import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit chains, and the stamp: it takes the revision at the end of a transaction, once. */
export class CreateAudit0002 implements MigrationInterface {
  readonly name = 'CreateAudit1763600000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(APPEND);
    await runner.query(STAMP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER config_change_stamp ON config_change;
      DROP FUNCTION stamp_config_change();
      DROP FUNCTION audit_unattributed(bigint);
      DROP FUNCTION append_audit(uuid, text, text, text, text, jsonb, text, bigint);
      DROP FUNCTION lock_audit_heads(text[]);
      DROP TABLE audit_event;
      DROP TABLE audit_head;
    `);
  }
}

const TABLES = `
  CREATE TABLE audit_head (
    chain    text   CONSTRAINT audit_head_pkey PRIMARY KEY,
    sequence bigint NOT NULL,
    hash     bytea  NOT NULL
  );
  CREATE TABLE audit_event (
    id               bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_event_pkey PRIMARY KEY,
    chain            text        NOT NULL,
    sequence         bigint      NOT NULL,
    tenant_id        uuid,
    at               timestamptz NOT NULL,
    actor            text        NOT NULL,
    authenticated_by text        NOT NULL,
    action           text        NOT NULL,
    object           text        NOT NULL,
    changes          jsonb       NOT NULL,
    reason           text,
    revision         bigint,
    previous_hash    bytea       NOT NULL,
    hash             bytea       NOT NULL,
    CONSTRAINT audit_event_chain_sequence_key UNIQUE (chain, sequence)
  );
  CREATE INDEX audit_event_tenant_idx ON audit_event (tenant_id, id);
  ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
  CREATE POLICY audit_event_tenant ON audit_event FOR SELECT TO gatehouse_app
    USING (scope_holds(tenant_id));
  GRANT SELECT ON audit_event TO gatehouse_app;
`;

/**
 * Heads are locked in the order of their names, those of all tenants that the transaction has touched and those asked
 * for: two transactions never wait for each other.
 */
const APPEND = `
  CREATE FUNCTION lock_audit_heads(chains text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    wanted text[];
  BEGIN
    SELECT array_agg(DISTINCT chain ORDER BY chain) INTO wanted FROM (
      SELECT unnest(chains) AS chain
      UNION
      SELECT coalesce(tenant_id::text, 'platform') FROM config_change
        WHERE written_by = pg_current_xact_id() AND revision IS NULL
    ) AS touched;
    IF wanted IS NULL THEN
      RETURN;
    END IF;
    INSERT INTO audit_head (chain, sequence, hash)
      SELECT chain, 0, '\\x'::bytea FROM unnest(wanted) AS chain ORDER BY chain
      ON CONFLICT ON CONSTRAINT audit_head_pkey DO NOTHING;
    PERFORM 1 FROM audit_head WHERE chain = ANY (wanted) ORDER BY chain FOR UPDATE;
  END $$;

  CREATE FUNCTION append_audit(event_tenant uuid, event_actor text, event_authenticated_by text,
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
  REVOKE EXECUTE ON FUNCTION lock_audit_heads(text[]) FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION append_audit(uuid, text, text, text, text, jsonb, text, bigint) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION lock_audit_heads(text[]) TO gatehouse_app;
  GRANT EXECUTE ON FUNCTION append_audit(uuid, text, text, text, text, jsonb, text, bigint) TO gatehouse_app;
`;

/**
 * One deferred constraint trigger fires inside COMMIT. The single row of config_revision serialises the
 * ends of transactions, so the numbers follow commit order and leave no gap. Heads of audit come before that row, in
 * every transaction.
 */
const STAMP = `
  CREATE FUNCTION audit_unattributed(stamped bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    touched record;
  BEGIN
    FOR touched IN
      SELECT tenant_id, kind, operation, count(*) AS changed_count,
        (array_agg(resource_id ORDER BY id))[1:20] AS ids
      FROM config_change WHERE written_by = pg_current_xact_id() AND revision IS NULL
      GROUP BY tenant_id, kind, operation ORDER BY 1, 2, 3
    LOOP
      PERFORM append_audit(touched.tenant_id, 'database:' || session_user, 'database',
        touched.kind || '.' || touched.operation,
        touched.kind || '/' || CASE WHEN touched.changed_count = 1 THEN coalesce(touched.ids[1], '*') ELSE '*' END,
        jsonb_build_object('count', touched.changed_count, 'ids', to_jsonb(touched.ids)), NULL, stamped);
    END LOOP;
  END $$;

  CREATE FUNCTION stamp_config_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    stamped bigint;
    stamped_at timestamptz;
  BEGIN
    IF (SELECT revision FROM config_change WHERE id = NEW.id) IS NOT NULL THEN
      RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      RAISE EXCEPTION 'configuration is changed in READ COMMITTED transactions only'
        USING ERRCODE = 'GH001';
    END IF;
    PERFORM lock_audit_heads('{}');
    UPDATE config_revision
      SET revision = revision + CASE WHEN stamped_by = pg_current_xact_id() THEN 0 ELSE 1 END,
        stamped_by = pg_current_xact_id(), committed_at = clock_timestamp()
      RETURNING revision, committed_at INTO stamped, stamped_at;
    IF coalesce(current_setting('gatehouse.actor', true), '') = '' THEN
      PERFORM audit_unattributed(stamped);
    END IF;
    UPDATE config_change SET revision = stamped, committed_at = stamped_at
      WHERE written_by = pg_current_xact_id() AND revision IS NULL;
    PERFORM set_config('gatehouse.revision', stamped::text, true);
    PERFORM pg_notify('gatehouse_revision', stamped::text);
    RETURN NULL;
  END $$;

  REVOKE EXECUTE ON FUNCTION stamp_config_change(), audit_unattributed(bigint) FROM PUBLIC;

  CREATE CONSTRAINT TRIGGER config_change_stamp AFTER INSERT ON config_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_config_change();
`;
