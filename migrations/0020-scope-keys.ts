import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a key may do besides calling. Nothing, for all keys that there are. */
export class ScopeKeys0020 implements MigrationInterface {
  readonly name = 'ScopeKeys1763600000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE api_key ADD COLUMN scopes text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_key DROP COLUMN scopes');
  }
}
