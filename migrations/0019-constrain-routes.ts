import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every candidate of a route must fulfil. Null, as in all rows that there are: nothing besides what the rules say. */
export class ConstrainRoutes0019 implements MigrationInterface {
  readonly name = 'ConstrainRoutes1763600000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE route ADD COLUMN constraints jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE route DROP COLUMN constraints');
  }
}
