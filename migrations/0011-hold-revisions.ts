import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Revisions that guard rails keep from the nodes, and the consent of an operator to a mass deletion. */
export class HoldRevisions0011 implements MigrationInterface {
  readonly name = 'HoldRevisions1763600000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(CONSENT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE held_revision;
      ALTER TABLE config_change DROP COLUMN allows_mass_deletion;
    `);
  }
}

/** Where nodes stay meanwhile is NULL when nothing was ever released. */
const TABLE = `
  CREATE TABLE held_revision (
    epoch             bigint      NOT NULL,
    revision          bigint      NOT NULL,
    good_epoch        bigint,
    good_revision     bigint,
    reasons           text[]      NOT NULL,
    held_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    passed_at         timestamptz,
    CONSTRAINT held_revision_pkey PRIMARY KEY (epoch, revision)
  );
  ALTER TABLE held_revision ENABLE ROW LEVEL SECURITY;
  CREATE POLICY held_revision_platform ON held_revision TO gatehouse_app
    USING (scope_is_platform()) WITH CHECK (scope_is_platform());
  GRANT SELECT, INSERT, UPDATE ON held_revision TO gatehouse_app;
`;

/** Set for one transaction: SET LOCAL gatehouse.allow_mass_deletion = 'on'. */
const CONSENT = `
  ALTER TABLE config_change ADD COLUMN allows_mass_deletion boolean NOT NULL
    DEFAULT (coalesce(current_setting('gatehouse.allow_mass_deletion', true), '') = 'on');
`;
