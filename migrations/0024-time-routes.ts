import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A route may time connections and idle replies too, and may leave every timer to the class of the model: null. Rows keep what they
 * say. Undone, a timer without a figure has that which routes had by default before.
 */
export class TimeRoutes0024 implements MigrationInterface {
  readonly name = 'TimeRoutes1763600000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE route
      ADD COLUMN connect_timeout_ms integer,
      ADD COLUMN idle_timeout_ms integer,
      ALTER COLUMN first_token_timeout_ms DROP NOT NULL,
      ALTER COLUMN total_timeout_ms DROP NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE route
      SET first_token_timeout_ms = coalesce(first_token_timeout_ms, 30000),
        total_timeout_ms = coalesce(total_timeout_ms, greatest(300000, first_token_timeout_ms))
      WHERE first_token_timeout_ms IS NULL OR total_timeout_ms IS NULL`);
    await runner.query(`ALTER TABLE route
      ALTER COLUMN first_token_timeout_ms SET NOT NULL,
      ALTER COLUMN total_timeout_ms SET NOT NULL,
      DROP COLUMN connect_timeout_ms,
      DROP COLUMN idle_timeout_ms`);
  }
}
