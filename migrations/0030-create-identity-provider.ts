import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/**
 * Identity providers (OpenID Connect), their client secrets, and whom each has signed in. Not governed: nodes need not
 * hear of them.
 */
export class CreateIdentityProvider0030 implements MigrationInterface {
  readonly name = 'CreateIdentityProvider1763600000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['identity_provider', 'identity_provider_secret', 'federated_identity'])
      await confineToTenant(runner, table);
    await runner.query('GRANT DELETE ON identity_provider_secret TO gatehouse_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE federated_identity, identity_provider_secret, identity_provider',
    );
  }
}

/** A token names its issuer and its audience: among those in use the two lead to one provider. */
const TABLES = `
  CREATE TABLE identity_provider (
    id            uuid        CONSTRAINT identity_provider_pkey PRIMARY KEY,
    tenant_id     uuid        CONSTRAINT identity_provider_tenant_id_fkey REFERENCES tenant,
    name          text        NOT NULL,
    issuer        text        NOT NULL,
    client_id     text        NOT NULL,
    audience      text        NOT NULL,
    group_claim   text        NOT NULL,
    role_mappings jsonb       NOT NULL,
    email_domains text[]      NOT NULL,
    scopes        text[]      NOT NULL,
    version       integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    archived_at   timestamptz,
    CONSTRAINT identity_provider_name_key UNIQUE (name)
  );
  CREATE UNIQUE INDEX identity_provider_issuer_audience_idx ON identity_provider (issuer, audience)
    WHERE archived_at IS NULL;
  CREATE INDEX identity_provider_tenant_id_idx ON identity_provider (tenant_id);

  CREATE TABLE identity_provider_secret (
    identity_provider_id uuid CONSTRAINT identity_provider_secret_pkey PRIMARY KEY
      CONSTRAINT identity_provider_secret_identity_provider_id_fkey REFERENCES identity_provider,
    tenant_id            uuid CONSTRAINT identity_provider_secret_tenant_id_fkey REFERENCES tenant,
    sealed               bytea NOT NULL
  );

  CREATE TABLE federated_identity (
    identity_provider_id uuid        NOT NULL
      CONSTRAINT federated_identity_identity_provider_id_fkey REFERENCES identity_provider,
    subject              text        NOT NULL,
    principal_id         uuid        NOT NULL
      CONSTRAINT federated_identity_principal_id_fkey REFERENCES principal,
    tenant_id            uuid        CONSTRAINT federated_identity_tenant_id_fkey REFERENCES tenant,
    groups               text[]      NOT NULL,
    groups_at            timestamptz NOT NULL,
    signed_out_at        timestamptz,
    CONSTRAINT federated_identity_pkey PRIMARY KEY (identity_provider_id, subject),
    CONSTRAINT federated_identity_principal_id_key UNIQUE (principal_id)
  );
`;
