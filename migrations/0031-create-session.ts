import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/** Sessions of people in browsers. What the cookie holds is here as a hash only. */
export class CreateSession0031 implements MigrationInterface {
  readonly name = 'CreateSession1763600000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await confineToTenant(runner, 'session');
    await runner.query('GRANT DELETE ON session TO gatehouse_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session');
  }
}

const TABLE = `
  CREATE TABLE session (
    id           uuid        CONSTRAINT session_pkey PRIMARY KEY,
    principal_id uuid        NOT NULL CONSTRAINT session_principal_id_fkey REFERENCES principal,
    tenant_id    uuid        CONSTRAINT session_tenant_id_fkey REFERENCES tenant,
    hash         bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    not_after    timestamptz NOT NULL,
    ended_at     timestamptz,
    CONSTRAINT session_hash_key UNIQUE (hash)
  );
  CREATE INDEX session_principal_id_idx ON session (principal_id, created_at);
`;
