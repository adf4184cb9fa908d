import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confineToTenant, governTable } from './governed-table.ts';

/** Grants and the way to them. The table is `model_grant`: GRANT is a reserved word of SQL. */
export class CreateGrant0006 implements MigrationInterface {
  readonly name = 'CreateGrant1763600000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['change_request', 'review', 'model_grant'])
      await confineToTenant(runner, table);
    await governTable(runner, {
      table: 'model_grant',
      kind: 'grant',
      idColumn: 'id',
      tenantColumn: 'tenant_id',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE review, model_grant, change_request');
  }
}

const TABLES = `
  CREATE TABLE change_request (
    id           uuid        CONSTRAINT change_request_pkey PRIMARY KEY,
    tenant_id    uuid        NOT NULL CONSTRAINT change_request_tenant_id_fkey REFERENCES tenant,
    kind         text        NOT NULL,
    state        text        NOT NULL,
    subject_id   uuid        NOT NULL,
    base_version integer     NOT NULL,
    proposal     jsonb       NOT NULL,
    digest       text        NOT NULL,
    reason       text        NOT NULL,
    requested_by uuid        NOT NULL CONSTRAINT change_request_requested_by_fkey REFERENCES principal,
    version      integer     NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    CONSTRAINT change_request_kind_check CHECK (kind = 'grant'),
    CONSTRAINT change_request_state_check
      CHECK (state IN ('in_review', 'applied', 'rejected', 'withdrawn'))
  );
  CREATE INDEX change_request_tenant_id_idx ON change_request (tenant_id, created_at);

  CREATE TABLE model_grant (
    id                uuid        CONSTRAINT model_grant_pkey PRIMARY KEY,
    tenant_id         uuid        NOT NULL CONSTRAINT model_grant_tenant_id_fkey REFERENCES tenant,
    application_id    uuid        CONSTRAINT model_grant_application_id_fkey REFERENCES application,
    model_id          uuid        NOT NULL CONSTRAINT model_grant_model_id_fkey REFERENCES model,
    workloads         text[]      NOT NULL,
    not_after         timestamptz,
    revoked_at        timestamptz,
    change_request_id uuid        NOT NULL
                      CONSTRAINT model_grant_change_request_id_fkey REFERENCES change_request,
    version           integer     NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL
  );
  CREATE INDEX model_grant_tenant_id_idx ON model_grant (tenant_id, created_at);

  CREATE TABLE review (
    id                uuid        CONSTRAINT review_pkey PRIMARY KEY,
    tenant_id         uuid        NOT NULL CONSTRAINT review_tenant_id_fkey REFERENCES tenant,
    change_request_id uuid        NOT NULL
                      CONSTRAINT review_change_request_id_fkey REFERENCES change_request,
    reviewer_id       uuid        NOT NULL CONSTRAINT review_reviewer_id_fkey REFERENCES principal,
    verdict           text        NOT NULL,
    digest            text        NOT NULL,
    comment           text,
    created_at        timestamptz NOT NULL,
    CONSTRAINT review_verdict_check CHECK (verdict IN ('approved', 'rejected'))
  );
  CREATE INDEX review_change_request_id_idx ON review (change_request_id, created_at);
`;
