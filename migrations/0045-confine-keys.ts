import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keys are for: everything, for all that there are. */
export class ConfineKeys0045 implements MigrationInterface {
  readonly name = 'ConfineKeys1763600000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE api_key ADD COLUMN operations text[] NOT NULL DEFAULT '{}'`);
  }

  /** A key that is confined is revoked: without its bounds it would be for more. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE api_key SET revoked_at = now(), version = version + 1, updated_at = now()
        WHERE revoked_at IS NULL AND cardinality(operations) > 0;
      ALTER TABLE api_key DROP COLUMN operations;
    `);
  }
}
