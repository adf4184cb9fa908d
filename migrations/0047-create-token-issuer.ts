import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/**
 * Issuers whose tokens nodes take instead of keys, the public keys that were read of them, and how reading goes. A change of the
 * first two reaches nodes. What callers with tokens use has no key: undone, it counts as that of a key with the id of the issuer.
 */
export class CreateTokenIssuer0047 implements MigrationInterface {
  readonly name = 'CreateTokenIssuer1763600000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['token_issuer', 'token_issuer_key_set', 'token_issuer_reading'])
      await confineToTenant(runner, table);
    await runner.query('GRANT DELETE ON token_issuer_key_set TO gatehouse_app');
    const governed = { kind: 'token_issuer', tenantColumn: 'tenant_id' };
    await governTable(runner, { ...governed, table: 'token_issuer', idColumn: 'id' });
    const keySet = { table: 'token_issuer_key_set', idColumn: 'token_issuer_id' };
    await governTable(runner, { ...governed, ...keySet });
    await runner.query(`ALTER TABLE usage_event
      ALTER COLUMN api_key_id DROP NOT NULL,
      ADD COLUMN token_issuer_id uuid,
      ADD COLUMN token_subject text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'UPDATE usage_event SET api_key_id = token_issuer_id WHERE api_key_id IS NULL',
    );
    await runner.query(`ALTER TABLE usage_event
      ALTER COLUMN api_key_id SET NOT NULL,
      DROP COLUMN token_issuer_id,
      DROP COLUMN token_subject`);
    await runner.query('DROP TABLE token_issuer_reading, token_issuer_key_set, token_issuer');
  }
}

/** Whose call it is that comes with a token, issuer and audience say alone: among those in use, of whatever tenant, they lead to one. */
const TABLES = `
  CREATE TABLE token_issuer (
    id                   uuid        CONSTRAINT token_issuer_pkey PRIMARY KEY,
    tenant_id            uuid        NOT NULL CONSTRAINT token_issuer_tenant_id_fkey REFERENCES tenant,
    name                 text        NOT NULL,
    issuer               text        NOT NULL,
    audience             text        NOT NULL CONSTRAINT token_issuer_audience_check CHECK (audience <> ''),
    algorithms           text[]      NOT NULL,
    leeway_seconds       integer     NOT NULL,
    lifetime_seconds_max integer     NOT NULL,
    application_id       uuid        CONSTRAINT token_issuer_application_id_fkey REFERENCES application,
    application_claim    text,
    workloads            text[]      NOT NULL,
    routes               text[]      NOT NULL,
    scopes               text[]      NOT NULL,
    facts                jsonb       NOT NULL,
    enabled              boolean     NOT NULL,
    version              integer     NOT NULL,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    archived_at          timestamptz,
    CONSTRAINT token_issuer_tenant_id_name_key UNIQUE (tenant_id, name),
    CONSTRAINT token_issuer_application_check CHECK ((application_id IS NULL) <> (application_claim IS NULL))
  );
  CREATE UNIQUE INDEX token_issuer_issuer_audience_idx ON token_issuer (issuer, audience)
    WHERE archived_at IS NULL;
  CREATE INDEX token_issuer_application_id_idx ON token_issuer (application_id);

  CREATE TABLE token_issuer_key_set (
    token_issuer_id uuid  CONSTRAINT token_issuer_key_set_pkey PRIMARY KEY
      CONSTRAINT token_issuer_key_set_token_issuer_id_fkey REFERENCES token_issuer,
    tenant_id       uuid  NOT NULL CONSTRAINT token_issuer_key_set_tenant_id_fkey REFERENCES tenant,
    keys            jsonb NOT NULL
  );
  CREATE INDEX token_issuer_key_set_tenant_id_idx ON token_issuer_key_set (tenant_id);

  CREATE TABLE token_issuer_reading (
    token_issuer_id uuid        CONSTRAINT token_issuer_reading_pkey PRIMARY KEY
      CONSTRAINT token_issuer_reading_token_issuer_id_fkey REFERENCES token_issuer,
    tenant_id       uuid        NOT NULL CONSTRAINT token_issuer_reading_tenant_id_fkey REFERENCES tenant,
    due_at          timestamptz NOT NULL,
    tried_at        timestamptz NOT NULL,
    read_at         timestamptz,
    fault           text
  );
  CREATE INDEX token_issuer_reading_tenant_id_idx ON token_issuer_reading (tenant_id);
`;
