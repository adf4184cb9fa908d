import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/** Tenants, principals, access tokens, idempotency keys. */
export class CreatePeople0003 implements MigrationInterface {
  readonly name = 'CreatePeople1763600000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await confineToTenant(runner, 'tenant', 'id');
    await governTable(runner, {
      table: 'tenant',
      kind: 'tenant',
      idColumn: 'id',
      tenantColumn: 'id',
    });
    for (const table of ['principal', 'access_token', 'idempotency_key'])
      await confineToTenant(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_key, access_token, principal, tenant');
  }
}

const TABLES = `
  CREATE TABLE tenant (
    id          uuid        CONSTRAINT tenant_pkey PRIMARY KEY,
    name        text        NOT NULL,
    suspended   boolean     NOT NULL,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT tenant_name_key UNIQUE (name)
  );

  CREATE TABLE principal (
    id          uuid        CONSTRAINT principal_pkey PRIMARY KEY,
    tenant_id   uuid        CONSTRAINT principal_tenant_id_fkey REFERENCES tenant,
    kind        text        NOT NULL,
    name        text        NOT NULL,
    email       text,
    roles       text[]      NOT NULL,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT principal_name_key UNIQUE (name)
  );

  CREATE TABLE access_token (
    id           uuid        CONSTRAINT access_token_pkey PRIMARY KEY,
    principal_id uuid        NOT NULL CONSTRAINT access_token_principal_id_fkey REFERENCES principal,
    tenant_id    uuid        CONSTRAINT access_token_tenant_id_fkey REFERENCES tenant,
    name         text        NOT NULL,
    hash         bytea       NOT NULL,
    not_after    timestamptz,
    revoked_at   timestamptz,
    created_at   timestamptz NOT NULL,
    CONSTRAINT access_token_hash_key UNIQUE (hash)
  );
  CREATE INDEX access_token_principal_id_idx ON access_token (principal_id, created_at);

  CREATE TABLE idempotency_key (
    principal_id uuid        NOT NULL CONSTRAINT idempotency_key_principal_id_fkey REFERENCES principal,
    key          text        NOT NULL,
    tenant_id    uuid,
    mutation     text        NOT NULL,
    input_digest bytea       NOT NULL,
    result       jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (principal_id, key)
  );
`;
