import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/** What change requests of routes and prompt policies would have made of recent calls. Nodes hear nothing of it. */
export class ReplayChanges0052 implements MigrationInterface {
  readonly name = 'ReplayChanges1763600000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await confineToTenant(runner, 'impact');
    await runner.query(TRIGGER);
    await runner.query(INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX decision_tenant_id_requested_route_at_idx;
      DROP TRIGGER change_request_impact ON change_request;
      DROP FUNCTION await_impact();
      DROP TABLE impact;
    `);
  }
}

/** One row for each request: that of its content of now. `run` fences: whoever has an older one writes nothing. */
const TABLE = `
  CREATE TABLE impact (
    change_request_id uuid        CONSTRAINT impact_pkey PRIMARY KEY
      CONSTRAINT impact_change_request_id_fkey REFERENCES change_request,
    tenant_id         uuid        NOT NULL CONSTRAINT impact_tenant_id_fkey REFERENCES tenant,
    round             integer     NOT NULL,
    digest            text        NOT NULL,
    state             text        NOT NULL,
    run               integer     NOT NULL DEFAULT 0,
    tries             integer     NOT NULL DEFAULT 0,
    progress          integer     NOT NULL DEFAULT 0,
    total             integer,
    result            jsonb,
    fault             text,
    requested_at      timestamptz NOT NULL,
    ended_at          timestamptz,
    held_until        timestamptz,
    CONSTRAINT impact_state_check
      CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled'))
  );
  CREATE INDEX impact_requested_at_idx ON impact (requested_at)
    WHERE state IN ('waiting', 'running');
  CREATE INDEX impact_tenant_id_idx ON impact (tenant_id);
`;

/** By the database: whatever makes or edits such a request, its replay begins with it, in its transaction. */
const TRIGGER = `
  CREATE FUNCTION await_impact() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.kind NOT IN ('route', 'prompt_policy') THEN
      RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.round = OLD.round AND NEW.digest = OLD.digest THEN
      RETURN NULL;
    END IF;
    INSERT INTO impact (change_request_id, tenant_id, round, digest, state, requested_at)
      VALUES (NEW.id, NEW.tenant_id, NEW.round, NEW.digest, 'waiting', clock_timestamp())
      ON CONFLICT ON CONSTRAINT impact_pkey DO UPDATE
        SET round = excluded.round, digest = excluded.digest, state = 'waiting',
          run = impact.run + 1, tries = 0, progress = 0, total = NULL, result = NULL, fault = NULL,
          requested_at = excluded.requested_at, ended_at = NULL, held_until = NULL;
    RETURN NULL;
  END $$;
  CREATE TRIGGER change_request_impact AFTER INSERT OR UPDATE ON change_request
    FOR EACH ROW EXECUTE FUNCTION await_impact();
`;

/** Requests for some routes among all of a tenant. */
const INDEX = `
  CREATE INDEX decision_tenant_id_requested_route_at_idx
    ON decision (tenant_id, requested_route, at, request_id);
`;
