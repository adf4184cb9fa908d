import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

const tables = ['application', 'api_key', 'prompt_policy', 'route'] as const;

/** What belongs to a tenant: applications, their keys, prompt policies, routes. */
export class CreatePolicy0005 implements MigrationInterface {
  readonly name = 'CreatePolicy1763600000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of tables) {
      await confineToTenant(runner, table);
      await governTable(runner, { table, kind: table, idColumn: 'id', tenantColumn: 'tenant_id' });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE route, prompt_policy, api_key, application');
  }
}

const TABLES = `
  CREATE TABLE application (
    id            uuid        CONSTRAINT application_pkey PRIMARY KEY,
    tenant_id     uuid        NOT NULL CONSTRAINT application_tenant_id_fkey REFERENCES tenant,
    name          text        NOT NULL,
    team          text        NOT NULL,
    environment   text        NOT NULL,
    data_class    text        NOT NULL,
    rollout_stage text        NOT NULL,
    version       integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    archived_at   timestamptz,
    CONSTRAINT application_tenant_id_name_key UNIQUE (tenant_id, name)
  );

  CREATE TABLE api_key (
    id             uuid        CONSTRAINT api_key_pkey PRIMARY KEY,
    tenant_id      uuid        NOT NULL CONSTRAINT api_key_tenant_id_fkey REFERENCES tenant,
    application_id uuid        NOT NULL CONSTRAINT api_key_application_id_fkey REFERENCES application,
    name           text        NOT NULL,
    prefix         text        NOT NULL,
    hash           bytea       NOT NULL,
    pepper_id      text        NOT NULL CONSTRAINT api_key_pepper_id_fkey REFERENCES api_key_pepper,
    workloads      text[]      NOT NULL,
    routes         text[]      NOT NULL,
    feature        text,
    attributes     jsonb       NOT NULL,
    not_after      timestamptz,
    revoked_at     timestamptz,
    version        integer     NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CONSTRAINT api_key_hash_key UNIQUE (hash)
  );
  CREATE UNIQUE INDEX api_key_application_id_name_idx ON api_key (application_id, name)
    WHERE revoked_at IS NULL;
  CREATE INDEX api_key_application_id_idx ON api_key (application_id, created_at);

  CREATE TABLE prompt_policy (
    id          uuid        CONSTRAINT prompt_policy_pkey PRIMARY KEY,
    tenant_id   uuid        NOT NULL CONSTRAINT prompt_policy_tenant_id_fkey REFERENCES tenant,
    name        text        NOT NULL,
    rules       jsonb       NOT NULL,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT prompt_policy_tenant_id_name_key UNIQUE (tenant_id, name)
  );

  CREATE TABLE route (
    id                     uuid        CONSTRAINT route_pkey PRIMARY KEY,
    tenant_id              uuid        NOT NULL CONSTRAINT route_tenant_id_fkey REFERENCES tenant,
    name                   text        NOT NULL,
    operation              text        NOT NULL,
    rules                  jsonb       NOT NULL,
    prompt_policy_id       uuid        CONSTRAINT route_prompt_policy_id_fkey REFERENCES prompt_policy,
    first_token_timeout_ms integer     NOT NULL,
    total_timeout_ms       integer     NOT NULL,
    version                integer     NOT NULL,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    archived_at            timestamptz,
    CONSTRAINT route_tenant_id_name_key UNIQUE (tenant_id, name)
  );
  CREATE INDEX route_prompt_policy_id_idx ON route (prompt_policy_id);
`;
