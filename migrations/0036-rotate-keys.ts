import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key may be replaced by another of the same name, and both be taken for a while. Undone, a replaced key that is not revoked carries
 * its id in its name, for names are unique again.
 */
export class RotateKeys0036 implements MigrationInterface {
  readonly name = 'RotateKeys1763600000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE api_key
      ADD COLUMN replaces_id uuid CONSTRAINT api_key_replaces_id_fkey REFERENCES api_key (id),
      ADD COLUMN replaced_at timestamptz,
      ADD CONSTRAINT api_key_replaces_id_key UNIQUE (replaces_id)`);
    await runner.query('DROP INDEX api_key_application_id_name_idx');
    await runner.query(`CREATE UNIQUE INDEX api_key_application_id_name_idx
      ON api_key (application_id, name) WHERE revoked_at IS NULL AND replaced_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE api_key SET name = left(name, 80) || ' ' || id
      WHERE replaced_at IS NOT NULL AND revoked_at IS NULL`);
    await runner.query('DROP INDEX api_key_application_id_name_idx');
    await runner.query(`CREATE UNIQUE INDEX api_key_application_id_name_idx
      ON api_key (application_id, name) WHERE revoked_at IS NULL`);
    await runner.query(`ALTER TABLE api_key
      DROP CONSTRAINT api_key_replaces_id_key,
      DROP COLUMN replaces_id,
      DROP COLUMN replaced_at`);
  }
}
