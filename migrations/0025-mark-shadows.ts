import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a copy came to that a shadow made of a request. Null, as in all rows that there are: an attempt of the request itself. */
export class MarkShadows0025 implements MigrationInterface {
  readonly name = 'MarkShadows1763600000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE usage_event ADD COLUMN shadow jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE usage_event DROP COLUMN shadow');
  }
}
