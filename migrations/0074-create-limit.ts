import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/** Limits of requests, tokens and calls at a time. LIMIT is a reserved word of SQL. */
export class CreateLimit0074 implements MigrationInterface {
  readonly name = 'CreateLimit1763600000074';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await confineToTenant(runner, 'usage_limit');
    await governTable(runner, {
      table: 'usage_limit',
      kind: 'limit',
      idColumn: 'id',
      tenantColumn: 'tenant_id',
    });
  }

  /** What is limited would be free: whoever goes back takes the limits away first, knowingly. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSE);
    await runner.query('DROP TABLE usage_limit');
  }
}

const TABLE = `
  CREATE TABLE usage_limit (
    id             uuid        CONSTRAINT usage_limit_pkey PRIMARY KEY,
    tenant_id      uuid        NOT NULL CONSTRAINT usage_limit_tenant_id_fkey REFERENCES tenant,
    application_id uuid        CONSTRAINT usage_limit_application_id_fkey REFERENCES application,
    name           text        NOT NULL,
    per            text        NOT NULL,
    workloads      text[]      NOT NULL,
    route_ids      uuid[]      NOT NULL,
    measure        text        NOT NULL,
    amount         bigint      NOT NULL,
    window_seconds integer     NOT NULL,
    monitor        boolean     NOT NULL,
    message        text        NOT NULL,
    version        integer     NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    archived_at    timestamptz,
    CONSTRAINT usage_limit_tenant_id_name_key UNIQUE (tenant_id, name)
  );
  CREATE INDEX usage_limit_application_id_idx ON usage_limit (application_id);
  CREATE INDEX usage_limit_name_id_idx ON usage_limit (name, id);
  CREATE INDEX usage_limit_created_at_id_idx ON usage_limit (created_at, id);
  CREATE INDEX usage_limit_updated_at_id_idx ON usage_limit (updated_at, id);
`;

const REFUSE = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM usage_limit WHERE archived_at IS NULL AND NOT monitor) THEN
      RAISE EXCEPTION 'there are limits in force: archive them first';
    END IF;
  END $$
`;
