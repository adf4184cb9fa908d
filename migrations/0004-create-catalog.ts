import type { MigrationInterface, QueryRunner } from 'typeorm';
import { governTable, shareWithTenants } from './governed-table.ts';

/** What all tenants share: providers with their sealed credentials, models, targets; and the peppers of key hashes. */
export class CreateCatalog0004 implements MigrationInterface {
  readonly name = 'CreateCatalog1763600000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['provider', 'model', 'target']) {
      await shareWithTenants(runner, table);
      await governTable(runner, { table, kind: table, idColumn: 'id', tenantColumn: undefined });
    }
    await runner.query(SECRETS);
    await governTable(runner, {
      table: 'provider_credential',
      kind: 'provider_credential',
      idColumn: 'provider_id',
      tenantColumn: undefined,
    });
    await governTable(runner, {
      table: 'api_key_pepper',
      kind: 'api_key_pepper',
      idColumn: 'id',
      tenantColumn: undefined,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key_pepper, provider_credential, target, model, provider');
  }
}

const TABLES = `
  CREATE TABLE provider (
    id          uuid        CONSTRAINT provider_pkey PRIMARY KEY,
    name        text        NOT NULL,
    kind        text        NOT NULL,
    base_url    text        NOT NULL,
    region      text        NOT NULL,
    data_terms  text[]      NOT NULL,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT provider_name_key UNIQUE (name)
  );

  CREATE TABLE model (
    id                    uuid        CONSTRAINT model_pkey PRIMARY KEY,
    name                  text        NOT NULL,
    capabilities          text[]      NOT NULL,
    context_window_tokens integer,
    output_tokens_max     integer,
    version               integer     NOT NULL,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    archived_at           timestamptz,
    CONSTRAINT model_name_key UNIQUE (name)
  );

  CREATE TABLE target (
    id             uuid        CONSTRAINT target_pkey PRIMARY KEY,
    name           text        NOT NULL,
    provider_id    uuid        NOT NULL CONSTRAINT target_provider_id_fkey REFERENCES provider,
    model_id       uuid        NOT NULL CONSTRAINT target_model_id_fkey REFERENCES model,
    provider_model text        NOT NULL,
    region         text,
    enabled        boolean     NOT NULL,
    capabilities   text[]      NOT NULL,
    prices         jsonb       NOT NULL,
    version        integer     NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    archived_at    timestamptz,
    CONSTRAINT target_name_key UNIQUE (name)
  );
  CREATE INDEX target_provider_id_idx ON target (provider_id);
  CREATE INDEX target_model_id_idx ON target (model_id);
`;

/** Sealed under the master key: what is here is useless without it. */
const SECRETS = `
  CREATE TABLE provider_credential (
    provider_id uuid        CONSTRAINT provider_credential_pkey PRIMARY KEY
                            CONSTRAINT provider_credential_provider_id_fkey REFERENCES provider,
    generation  bigint      NOT NULL,
    sealed      bytea       NOT NULL,
    created_at  timestamptz NOT NULL
  );
  CREATE TABLE api_key_pepper (
    id         text        CONSTRAINT api_key_pepper_pkey PRIMARY KEY,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL
  );
  ALTER TABLE provider_credential ENABLE ROW LEVEL SECURITY;
  CREATE POLICY provider_credential_platform ON provider_credential TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE, DELETE ON provider_credential TO gatehouse_app;
  ALTER TABLE api_key_pepper ENABLE ROW LEVEL SECURITY;
  CREATE POLICY api_key_pepper_read ON api_key_pepper FOR SELECT TO gatehouse_app USING (scope_is_set());
  CREATE POLICY api_key_pepper_write ON api_key_pepper FOR INSERT TO gatehouse_app
    WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT ON api_key_pepper TO gatehouse_app;
`;
