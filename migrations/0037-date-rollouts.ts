import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an application reached each stage, when it means to, and what is done towards it. Of stages reached before, nobody knows when. */
export class DateRollouts0037 implements MigrationInterface {
  readonly name = 'DateRollouts1763600000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE application
      ADD COLUMN stages_begun jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN stages_planned jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN tasks_done jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE application
      DROP COLUMN stages_begun, DROP COLUMN stages_planned, DROP COLUMN tasks_done`);
  }
}
