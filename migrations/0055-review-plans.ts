import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A plan is reviewed as a whole, by one change request. */
export class ReviewPlans0055 implements MigrationInterface {
  readonly name = 'ReviewPlans1763600000055';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kindsAre(`${KINDS}, 'config_plan'`));
  }

  /** Grants that a plan has made stay: the request that they name becomes one of a grant, as far as an older build knows. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM review USING change_request
        WHERE change_request.id = review.change_request_id AND change_request.kind = 'config_plan';
      DELETE FROM change_request WHERE kind = 'config_plan'
        AND NOT EXISTS (SELECT FROM model_grant WHERE change_request_id = change_request.id);
      UPDATE change_request SET kind = 'grant', proposal = '{}', base = NULL WHERE kind = 'config_plan';
      ${kindsAre(KINDS)}
    `);
  }
}

const KINDS = `'grant', 'route', 'prompt_policy', 'approval_rule', 'model', 'provider', 'target', 'price', 'api_key', 'role',
  'role_mapping', 'role_grant'`;

function kindsAre(kinds: string): string {
  return `ALTER TABLE change_request
    DROP CONSTRAINT change_request_kind_check,
    ADD CONSTRAINT change_request_kind_check CHECK (kind IN (${kinds}));`;
}
