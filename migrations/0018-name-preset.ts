import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A provider may follow a preset of its vendor, by name; empty for none. */
export class NamePreset0018 implements MigrationInterface {
  readonly name = 'NamePreset1763600000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE provider ADD COLUMN preset text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider DROP COLUMN preset');
  }
}
