import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tokens written to a cache that keeps them for an hour. Null in all rows that there are, and in those that a control plane of an
 * older build still writes: it names every column, so none of them may be required.
 */
export class CountLongWrites0027 implements MigrationInterface {
  readonly name = 'CountLongWrites1763600000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE usage_event ADD COLUMN cached_write_long_tokens bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE usage_event DROP COLUMN cached_write_long_tokens');
  }
}
