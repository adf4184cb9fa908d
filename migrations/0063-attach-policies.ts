import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Prompt policies that judge calls by themselves, whatever route they take. */
export class AttachPolicies0063 implements MigrationInterface {
  readonly name = 'AttachPolicies1763600000063';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE prompt_policy ADD COLUMN applies_to jsonb');
    await runner.query(INDEX);
  }

  /** What is only attached would inspect nothing: whoever goes back takes the attachments away first, knowingly. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSE);
    await runner.query('DROP INDEX prompt_policy_attached_idx');
    await runner.query('ALTER TABLE prompt_policy DROP COLUMN applies_to');
  }
}

/** Few policies are attached; each replay reads those of its tenant. */
const INDEX = `
  CREATE INDEX prompt_policy_attached_idx ON prompt_policy (tenant_id)
    WHERE applies_to IS NOT NULL AND archived_at IS NULL
`;

const REFUSE = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM prompt_policy WHERE applies_to IS NOT NULL AND archived_at IS NULL) THEN
      RAISE EXCEPTION 'there are prompt policies that apply to calls by themselves: set appliesTo to null first';
    END IF;
  END $$
`;
