import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets services say when a revision was committed, and by whom, without reading a whole table. */
export class DateRevisions0012 implements MigrationInterface {
  readonly name = 'DateRevisions1763600000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_event_revision_idx ON audit_event (revision) WHERE revision IS NOT NULL;
      GRANT SELECT (revision, committed_at) ON config_change TO gatehouse_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE SELECT (revision, committed_at) ON config_change FROM gatehouse_app;
      DROP INDEX audit_event_revision_idx;
    `);
  }
}
