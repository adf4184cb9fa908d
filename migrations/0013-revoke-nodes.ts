import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nodes whose identity is revoked. Not governed: the door for nodes reads it, nodes need not. */
export class RevokeNodes0013 implements MigrationInterface {
  readonly name = 'RevokeNodes1763600000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE node_revocation');
  }
}

const TABLE = `
  CREATE TABLE node_revocation (
    id         text        CONSTRAINT node_revocation_pkey PRIMARY KEY,
    reason     text        NOT NULL,
    revoked_by text        NOT NULL,
    revoked_at timestamptz NOT NULL
  );
  ALTER TABLE node_revocation ENABLE ROW LEVEL SECURITY;
  CREATE POLICY node_revocation_platform ON node_revocation TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, DELETE ON node_revocation TO gatehouse_app;
`;
