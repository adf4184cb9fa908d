import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A replica that starts tells by the stamp whether the revision that was released is still the one of that number. */
export class StampReleases0015 implements MigrationInterface {
  readonly name = 'StampReleases1763600000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE release ADD COLUMN stamp text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE release DROP COLUMN stamp');
  }
}
