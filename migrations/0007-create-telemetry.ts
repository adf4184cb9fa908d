import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What nodes report. None of it is governed: a thousand calls leave the head revision unmoved. */
export class CreateTelemetry0007 implements MigrationInterface {
  readonly name = 'CreateTelemetry1763600000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(PARTITIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION drop_decision_partitions(date);
      DROP FUNCTION ensure_decision_partition(date);
      DROP TABLE decision, usage_event, node;
    `);
  }
}

const TABLES = `
  CREATE TABLE node (
    id               text        CONSTRAINT node_pkey PRIMARY KEY,
    instance_id      text        NOT NULL,
    build            text        NOT NULL,
    region           text        NOT NULL,
    addresses        jsonb       NOT NULL,
    state            text        NOT NULL,
    enforced_epoch   bigint      NOT NULL,
    enforced_revision bigint     NOT NULL,
    last_verdict     text,
    last_verdict_at  timestamptz,
    last_apply_ms    integer,
    diagnostics      jsonb       NOT NULL,
    heartbeat_at     timestamptz NOT NULL,
    connected_at     timestamptz NOT NULL
  );
  ALTER TABLE node ENABLE ROW LEVEL SECURITY;
  CREATE POLICY node_platform ON node TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON node TO gatehouse_app;

  CREATE TABLE usage_event (
    request_id         uuid        NOT NULL,
    attempt            integer     NOT NULL,
    at                 timestamptz NOT NULL,
    tenant_id          uuid        NOT NULL,
    application_id     uuid        NOT NULL,
    api_key_id         uuid        NOT NULL,
    route_id           uuid        NOT NULL,
    target_id          uuid        NOT NULL,
    model_id           uuid        NOT NULL,
    feature            text        NOT NULL,
    feature_claimed    boolean     NOT NULL,
    workload           text        NOT NULL,
    input_tokens       bigint      NOT NULL,
    output_tokens      bigint      NOT NULL,
    cached_read_tokens bigint      NOT NULL,
    cached_write_tokens bigint     NOT NULL,
    reasoning_tokens   bigint      NOT NULL,
    estimated          boolean     NOT NULL,
    cost_nano_usd      bigint      NOT NULL,
    unpriced           boolean     NOT NULL,
    outcome            text        NOT NULL,
    CONSTRAINT usage_event_pkey PRIMARY KEY (request_id, attempt)
  );
  CREATE INDEX usage_event_tenant_id_at_idx ON usage_event (tenant_id, at);
  ALTER TABLE usage_event ENABLE ROW LEVEL SECURITY;
  CREATE POLICY usage_event_tenant ON usage_event TO gatehouse_app
    USING (scope_holds(tenant_id)) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT ON usage_event TO gatehouse_app;

  CREATE TABLE decision (
    request_id      uuid        NOT NULL,
    at              timestamptz NOT NULL,
    tenant_id       uuid        NOT NULL,
    application_id  uuid        NOT NULL,
    node_id         text        NOT NULL,
    outcome         text        NOT NULL,
    error_code      text,
    requested_route text        NOT NULL,
    facts           jsonb       NOT NULL,
    CONSTRAINT decision_pkey PRIMARY KEY (request_id, at)
  ) PARTITION BY RANGE (at);
  CREATE INDEX decision_at_idx ON decision (at, request_id);
  CREATE INDEX decision_tenant_id_at_idx ON decision (tenant_id, at, request_id);
  ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
  CREATE POLICY decision_tenant ON decision TO gatehouse_app
    USING (scope_holds(tenant_id)) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT ON decision TO gatehouse_app;
`;

/** Partitions are days in UTC. Rows are reached through the parent only, so its policies hold. */
const PARTITIONS = `
  CREATE FUNCTION ensure_decision_partition(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    partition text := 'decision_' || to_char(day, 'YYYYMMDD');
  BEGIN
    IF to_regclass(partition) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('gatehouse decision partition'));
      EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF decision FOR VALUES FROM (%L) TO (%L)',
        partition, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
  END $$;

  CREATE FUNCTION drop_decision_partitions(before date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    partition text;
    dropped integer := 0;
  BEGIN
    FOR partition IN
      SELECT child.relname FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'decision'::regclass AND child.relname < 'decision_' || to_char(before, 'YYYYMMDD')
    LOOP
      EXECUTE format('DROP TABLE %I', partition);
      dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
  END $$;
  REVOKE EXECUTE ON FUNCTION ensure_decision_partition(date) FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION drop_decision_partitions(date) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ensure_decision_partition(date) TO gatehouse_app;
  GRANT EXECUTE ON FUNCTION drop_decision_partitions(date) TO gatehouse_app;
`;
