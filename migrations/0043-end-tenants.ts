import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a tenant is suspended, when it is deleted and purged, and what removes it; row-level security binds owners of tables, too. */
export class EndTenants0043 implements MigrationInterface {
  readonly name = 'EndTenants1763600000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PURGED_COUNTS);
    await runner.query(FORCE);
    await runner.query(COLUMNS);
    await runner.query(
      indexes
        .map(([table, column]) => `CREATE INDEX ${table}_${column}_idx ON ${table} (${column});`)
        .join(''),
    );
    await runner.query(TENANT_TABLES + REDACT + PURGE);
  }

  /** A tenant that was deleted stays archived. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION purge_tenant(bigint, uuid, integer);
      DROP FUNCTION redact_audit(bigint, uuid, bigint, integer);
      DROP FUNCTION tenant_tables();
    `);
    for (const [table, column] of indexes) await runner.query(`DROP INDEX ${table}_${column}_idx`);
    await runner.query(`
      DROP INDEX tenant_purge_after_idx;
      ALTER TABLE tenant
        DROP COLUMN suspended_at, DROP COLUMN suspension_reason, DROP COLUMN deleted_at,
        DROP COLUMN deletion_reason, DROP COLUMN purge_after, DROP COLUMN purge_began_at;
      ALTER TABLE audit_event DROP COLUMN redacted_at;
    `);
    await runner.query('DROP TABLE release_purge');
    await runner.query(UNFORCE);
  }
}

/** What a purge looks rows up by, and what the database looks up when a row goes that others may name. */
const indexes = [
  ['principal', 'tenant_id'],
  ['access_token', 'tenant_id'],
  ['access_token', 'rotated_from_id'],
  ['access_token_use', 'tenant_id'],
  ['idempotency_key', 'tenant_id'],
  ['identity_provider_secret', 'tenant_id'],
  ['federated_identity', 'tenant_id'],
  ['session', 'tenant_id'],
  ['change_request', 'requested_by'],
  ['model_grant', 'change_request_id'],
  ['review', 'tenant_id'],
  ['review', 'reviewer_id'],
] as const;

/**
 * When a revision was committed is no secret: services are granted that and the number, and nothing of what was changed. Tables made by
 * helpers that force row-level security already are passed over. Partitions are
 * reached through their parent only.
 */
const FORCE = `
  ALTER TABLE config_change ENABLE ROW LEVEL SECURITY;
  CREATE POLICY config_change_read ON config_change FOR SELECT TO gatehouse_app USING (scope_is_set());
  DO $$
  DECLARE
    name text;
  BEGIN
    FOR name IN SELECT relname FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND NOT relforcerowsecurity
    LOOP
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
      EXECUTE format('CREATE POLICY %I ON %I TO gatehouse_owner USING (true) WITH CHECK (true)',
        name || '_owner', name);
    END LOOP;
  END $$;
`;

/** What is forced by up: made before it, and by no helper. What a helper forced was so before. */
const UNFORCE = `
  DO $$
  DECLARE
    name text;
  BEGIN
    FOREACH name IN ARRAY '{access_token_pepper,api_key_pepper,audit_event,audit_head,audit_signing_key,
      config_change,decision,held_revision,lease,model_known_name,node,node_pool,node_pool_tenant,
      node_revocation,provider_credential,release,release_change,resource_version,role,
      signed_audit_head,target_report,usage_event}'::text[]
    LOOP
      EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
      EXECUTE format('DROP POLICY %I ON %I', name || '_owner', name);
    END LOOP;
  END $$;
  DROP POLICY config_change_read ON config_change;
  ALTER TABLE config_change DISABLE ROW LEVEL SECURITY;
`;

/**
 * How many resources of tenants that are purged the view had from a position on, more or fewer than before it: the notes of releases lack
 * them, and would else seem not to be whole.
 */
const PURGED_COUNTS = `
  CREATE TABLE release_purge (
    epoch    bigint  NOT NULL,
    revision bigint  NOT NULL,
    change   integer NOT NULL,
    CONSTRAINT release_purge_pkey PRIMARY KEY (epoch, revision)
  );
  ALTER TABLE release_purge ENABLE ROW LEVEL SECURITY;
  CREATE POLICY release_purge_platform ON release_purge TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON release_purge TO gatehouse_app;
`;

const COLUMNS = `
  ALTER TABLE tenant
    ADD COLUMN suspended_at      timestamptz,
    ADD COLUMN suspension_reason text,
    ADD COLUMN deleted_at        timestamptz,
    ADD COLUMN deletion_reason   text,
    ADD COLUMN purge_after       timestamptz,
    ADD COLUMN purge_began_at    timestamptz;
  CREATE INDEX tenant_purge_after_idx ON tenant (purge_after) WHERE purge_after IS NOT NULL;
  ALTER TABLE audit_event ADD COLUMN redacted_at timestamptz;
`;

/**
 * Every table whose rows belong to tenants, by the column that says so: what is named by others comes after what names it. Asked of
 * the database, so that no table can be forgotten. The audit log is redacted instead, and config_change is trimmed within a day.
 */
const TENANT_TABLES = `
  CREATE FUNCTION tenant_tables()
    RETURNS TABLE (name regclass, owner_column text, level integer, named_by text)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
      WITH RECURSIVE owned AS (
        SELECT pg_class.oid, attname::text AS owner_column
          FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
          WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND attname IN ('tenant_id', 'owner_id') AND NOT attisdropped
            AND relname NOT IN ('audit_event', 'config_change')
      ),
      reference AS (
        SELECT conrelid AS child, confrelid AS parent, conkey, confkey FROM pg_constraint
          WHERE contype = 'f' AND conrelid IN (SELECT oid FROM owned)
            AND confrelid IN (SELECT oid FROM owned)
      ),
      ordered AS (
        SELECT oid, 0 AS level FROM owned
        UNION
        SELECT parent, ordered.level + 1 FROM ordered JOIN reference ON child = ordered.oid
          WHERE parent <> child AND ordered.level < 32
      )
      SELECT owned.oid::regclass, owned.owner_column, max(ordered.level),
          (SELECT string_agg(format(
              ' AND NOT EXISTS (SELECT FROM %s AS naming WHERE naming.%I = doomed.%I)',
              owned.oid::regclass, child_column.attname, parent_column.attname), '')
            FROM reference
              JOIN pg_attribute child_column
                ON child_column.attrelid = child AND child_column.attnum = conkey[1]
              JOIN pg_attribute parent_column
                ON parent_column.attrelid = parent AND parent_column.attnum = confkey[1]
            WHERE child = owned.oid AND parent = owned.oid)
        FROM owned JOIN ordered ON ordered.oid = owned.oid
        GROUP BY owned.oid, owned.owner_column
        ORDER BY 3, 1
    $$;
  REVOKE EXECUTE ON FUNCTION tenant_tables() FROM PUBLIC;
`;

/**
 * Takes out of a tenant's log who did what and why, and leaves what proves that nothing was cut: places, times, actions and hashes.
 * Gives the id of the last entry that it looked at; null when there is none left after the one that is named.
 */
const REDACT = `
  CREATE FUNCTION redact_audit(lease_token bigint, purged uuid, after bigint, batch integer)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    last bigint;
  BEGIN
    PERFORM require_lease('tenant_purge', lease_token);
    IF NOT EXISTS (SELECT FROM tenant WHERE id = purged AND purge_began_at IS NOT NULL) THEN
      RAISE EXCEPTION 'the tenant % is not being purged', purged USING ERRCODE = 'GH003';
    END IF;
    SELECT max(id) INTO last FROM (
      SELECT id FROM audit_event WHERE tenant_id = purged AND id > after ORDER BY id LIMIT batch
    ) AS entries;
    UPDATE audit_event SET actor = '(purged)', authenticated_by = '(purged)',
        object = split_part(object, '/', 1), changes = '{}', reason = NULL, redacted_at = clock_timestamp()
      WHERE tenant_id = purged AND id > after AND id <= last AND redacted_at IS NULL;
    RETURN last;
  END $$;
  REVOKE EXECUTE ON FUNCTION redact_audit(bigint, uuid, bigint, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION redact_audit(bigint, uuid, bigint, integer) TO gatehouse_app;
`;

/**
 * Removes up to a number of rows of a tenant, and the tenant when it has none left. Gives how many; 0 means that the tenant is gone.
 * Holding the row of the tenant keeps others from adding what refers to it.
 */
const PURGE = `
  CREATE FUNCTION purge_tenant(lease_token bigint, purged uuid, batch integer)
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    part record;
    deleted integer;
    removed integer := 0;
  BEGIN
    PERFORM require_lease('tenant_purge', lease_token);
    PERFORM FROM tenant WHERE id = purged AND purge_began_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the tenant % is not being purged', purged USING ERRCODE = 'GH003';
    END IF;
    FOR part IN SELECT * FROM tenant_tables() LOOP
      LOOP
        EXECUTE format('DELETE FROM %1$s WHERE %2$I = $1 AND ctid = ANY (ARRAY(
            SELECT ctid FROM %1$s AS doomed WHERE %2$I = $1 %3$s LIMIT $2))',
          part.name, part.owner_column, part.named_by) USING purged, batch - removed;
        GET DIAGNOSTICS deleted = ROW_COUNT;
        removed := removed + deleted;
        IF removed >= batch THEN
          RETURN removed;
        END IF;
        EXIT WHEN deleted = 0;
      END LOOP;
    END LOOP;
    IF removed = 0 THEN
      DELETE FROM tenant WHERE id = purged;
    END IF;
    RETURN removed;
  END $$;
  REVOKE EXECUTE ON FUNCTION purge_tenant(bigint, uuid, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION purge_tenant(bigint, uuid, integer) TO gatehouse_app;
`;
