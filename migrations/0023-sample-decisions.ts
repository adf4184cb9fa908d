import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The chance with which a node kept a decision; null means that it kept all, as in the rows that there are, and in those that a
 * control plane of an older build still writes: it names every column, so none of them may be required.
 */
export class SampleDecisions0023 implements MigrationInterface {
  readonly name = 'SampleDecisions1763600000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE decision ADD COLUMN sample_rate double precision,
        ADD CONSTRAINT decision_sample_rate_check CHECK (sample_rate > 0 AND sample_rate <= 1)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE decision DROP COLUMN sample_rate');
  }
}
