import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/** Detectors of prompts that run elsewhere, and what nodes present to them. A change of either reaches nodes. */
export class CreateOutsideDetector0064 implements MigrationInterface {
  readonly name = 'CreateOutsideDetector1763600000064';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['outside_detector', 'outside_detector_credential'])
      await confineToTenant(runner, table);
    await runner.query('GRANT DELETE ON outside_detector_credential TO gatehouse_app');
    const governed = { tenantColumn: 'tenant_id' };
    await governTable(runner, {
      ...governed,
      table: 'outside_detector',
      kind: 'outside_detector',
      idColumn: 'id',
    });
    await governTable(runner, {
      ...governed,
      table: 'outside_detector_credential',
      kind: 'outside_detector_credential',
      idColumn: 'outside_detector_id',
    });
  }

  /** Rules that ask one would ask nobody: whoever goes back takes them away first, knowingly. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSE);
    await runner.query('DROP TABLE outside_detector_credential, outside_detector');
  }
}

const TABLES = `
  CREATE TABLE outside_detector (
    id          uuid        CONSTRAINT outside_detector_pkey PRIMARY KEY,
    tenant_id   uuid        NOT NULL CONSTRAINT outside_detector_tenant_id_fkey REFERENCES tenant,
    name        text        NOT NULL,
    protocol    text        NOT NULL,
    address     text        NOT NULL,
    kinds       text[]      NOT NULL,
    timeout_ms  integer     NOT NULL,
    batch_size  integer     NOT NULL,
    judge       jsonb,
    version     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    archived_at timestamptz,
    CONSTRAINT outside_detector_tenant_id_name_key UNIQUE (tenant_id, name)
  );
  CREATE INDEX outside_detector_name_id_idx ON outside_detector (name, id);
  CREATE INDEX outside_detector_created_at_id_idx ON outside_detector (created_at, id);
  CREATE INDEX outside_detector_updated_at_id_idx ON outside_detector (updated_at, id);

  CREATE TABLE outside_detector_credential (
    outside_detector_id uuid   CONSTRAINT outside_detector_credential_pkey PRIMARY KEY
      CONSTRAINT outside_detector_credential_outside_detector_id_fkey REFERENCES outside_detector,
    tenant_id           uuid   NOT NULL
      CONSTRAINT outside_detector_credential_tenant_id_fkey REFERENCES tenant,
    generation          bigint NOT NULL,
    sealed              bytea  NOT NULL
  );
  CREATE INDEX outside_detector_credential_tenant_id_idx ON outside_detector_credential (tenant_id);
`;

const REFUSE = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM prompt_policy
        WHERE archived_at IS NULL AND rules @> '[{"detector": "outside"}]') THEN
      RAISE EXCEPTION 'there are rules of prompt policies that ask outside detectors: take them away first';
    END IF;
  END $$
`;
