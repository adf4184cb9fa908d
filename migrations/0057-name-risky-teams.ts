import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Teams that a rule asks for only where the risk is high. A control plane of an older build still writes rows without. */
export class NameRiskyTeams0057 implements MigrationInterface {
  readonly name = 'NameRiskyTeams1763600000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE approval_rule ADD COLUMN high_risk_teams text[] NOT NULL DEFAULT '{}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE approval_rule DROP COLUMN high_risk_teams');
  }
}
