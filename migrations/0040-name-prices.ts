import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which price of its target an attempt was charged at. Null in all rows that there are, and in those that a control plane of an
 * older build still writes.
 */
export class NamePrices0040 implements MigrationInterface {
  readonly name = 'NamePrices1763600000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE usage_event ADD COLUMN price_effective_from timestamptz, ADD COLUMN price_tier integer
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE usage_event DROP COLUMN price_effective_from, DROP COLUMN price_tier',
    );
  }
}
