import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What it takes to read the chains of audit events back: heads that may be read, heads that are signed, and a search. */
export class VerifyAudit0034 implements MigrationInterface {
  readonly name = 'VerifyAudit1763600000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HEADS);
    await runner.query(SIGNED_HEADS);
    await runner.query(SEARCH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION find_audit_events(uuid, text, text, text, timestamptz, timestamptz, bigint, text, bigint, integer);
      DROP INDEX audit_event_words_idx, audit_event_at_idx,
        audit_event_object_idx, audit_event_action_idx, audit_event_actor_idx;
      DROP FUNCTION audit_words(text, text);
      DROP TABLE signed_audit_head;
      DROP TABLE audit_signing_key;
      REVOKE SELECT ON audit_head FROM gatehouse_app;
      DROP POLICY audit_head_scope ON audit_head;
      ALTER TABLE audit_head DISABLE ROW LEVEL SECURITY;
    `);
  }
}

/** Functions of the owner go on writing them; services read those that they may see the chain of. */
const HEADS = `
  ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
  CREATE POLICY audit_head_scope ON audit_head FOR SELECT TO gatehouse_app
    USING (scope_is_platform() OR chain = current_setting('gatehouse.tenant', true));
  GRANT SELECT ON audit_head TO gatehouse_app;
`;

/** Append-only for services, as the events are. The public key is derived from the sealed one, never stored beside it. */
const SIGNED_HEADS = `
  CREATE TABLE audit_signing_key (
    id         text        CONSTRAINT audit_signing_key_pkey PRIMARY KEY,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL
  );
  ALTER TABLE audit_signing_key ENABLE ROW LEVEL SECURITY;
  CREATE POLICY audit_signing_key_platform ON audit_signing_key TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE (sealed) ON audit_signing_key TO gatehouse_app;
  CREATE TABLE signed_audit_head (
    chain     text        NOT NULL,
    sequence  bigint      NOT NULL,
    hash      bytea       NOT NULL,
    key_id    text        NOT NULL CONSTRAINT signed_audit_head_key_id_fkey REFERENCES audit_signing_key,
    signed_at timestamptz NOT NULL,
    signature bytea       NOT NULL,
    CONSTRAINT signed_audit_head_pkey PRIMARY KEY (chain, sequence)
  );
  ALTER TABLE signed_audit_head ENABLE ROW LEVEL SECURITY;
  CREATE POLICY signed_audit_head_read ON signed_audit_head FOR SELECT TO gatehouse_app
    USING (scope_is_platform() OR chain = current_setting('gatehouse.tenant', true));
  CREATE POLICY signed_audit_head_append ON signed_audit_head FOR INSERT TO gatehouse_app
    WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT ON signed_audit_head TO gatehouse_app;
`;

/**
 * The search has the rights of the owner and asks for the scope itself: under row-level security the planner may not
 * use an index for a condition that could leak what it looks at, as that on words does. The plan is made for the filters
 * that are given.
 */
const SEARCH = `
  CREATE FUNCTION audit_words(action text, object text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT to_tsvector('pg_catalog.simple', regexp_replace(action || ' ' || object, '[^[:alnum:]]+', ' ', 'g'))
  $$;
  CREATE INDEX audit_event_actor_idx ON audit_event (actor, id);
  CREATE INDEX audit_event_action_idx ON audit_event (action, id);
  CREATE INDEX audit_event_object_idx ON audit_event (object, id);
  CREATE INDEX audit_event_at_idx ON audit_event (at, id);
  CREATE INDEX audit_event_words_idx ON audit_event USING gin (audit_words(action, object));

  CREATE FUNCTION find_audit_events(of_tenant uuid, of_actor text, of_action text, of_object text,
    at_from timestamptz, at_to timestamptz, of_revision bigint, with_words text, before_id bigint, rows_max integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  BEGIN
    RETURN QUERY SELECT id FROM audit_event
      WHERE scope_holds(tenant_id)
        AND (of_tenant IS NULL OR tenant_id = of_tenant)
        AND (of_actor IS NULL OR actor = of_actor)
        AND (of_action IS NULL OR action = of_action)
        AND (of_object IS NULL OR object = of_object)
        AND (at_from IS NULL OR at >= at_from)
        AND (at_to IS NULL OR at < at_to)
        AND (of_revision IS NULL OR revision = of_revision)
        AND (with_words IS NULL OR audit_words(action, object) @@ to_tsquery('pg_catalog.simple', with_words))
        AND (before_id IS NULL OR id < before_id)
      ORDER BY id DESC LIMIT rows_max;
  END $$;
  REVOKE EXECUTE ON FUNCTION find_audit_events(uuid, text, text, text, timestamptz, timestamptz, bigint, text,
    bigint, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION find_audit_events(uuid, text, text, text, timestamptz, timestamptz, bigint, text,
    bigint, integer) TO gatehouse_app;
`;
