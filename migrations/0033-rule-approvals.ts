import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant } from './governed-table.ts';

/** What the changes of a kind need in a tenant before they are made. Nodes hear nothing of it. */
export class RuleApprovals0033 implements MigrationInterface {
  readonly name = 'RuleApprovals1763600000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await confineToTenant(runner, 'approval_rule');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE approval_rule');
  }
}

const TABLE = `
  CREATE TABLE approval_rule (
    id         uuid        CONSTRAINT approval_rule_pkey PRIMARY KEY,
    tenant_id  uuid        NOT NULL CONSTRAINT approval_rule_tenant_id_fkey REFERENCES tenant,
    kind       text        NOT NULL,
    quorum     integer     NOT NULL,
    roles      text[]      NOT NULL,
    version    integer     NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT approval_rule_tenant_id_kind_key UNIQUE (tenant_id, kind),
    CONSTRAINT approval_rule_kind_check CHECK (kind IN ('grant', 'route', 'prompt_policy')),
    CONSTRAINT approval_rule_quorum_check CHECK (quorum BETWEEN 0 AND 5)
  );
`;
