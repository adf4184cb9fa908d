import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The risk of a change request, what a rule demands of a high one, and the way to the calls of a target. Requests that there are have
 * no risk, which counts as high. The index is built while the ledger is held against writes: nodes keep their usage meanwhile.
 */
export class WeighRisks0051 implements MigrationInterface {
  readonly name = 'WeighRisks1763600000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE change_request ADD COLUMN risk jsonb;
      ALTER TABLE approval_rule ADD COLUMN high_risk_quorum integer,
        ADD CONSTRAINT approval_rule_high_risk_quorum_check
          CHECK (high_risk_quorum BETWEEN quorum AND 5);
      CREATE INDEX usage_event_target_id_at_idx ON usage_event (target_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX usage_event_target_id_at_idx;
      ALTER TABLE approval_rule DROP COLUMN high_risk_quorum;
      ALTER TABLE change_request DROP COLUMN risk;
    `);
  }
}
