import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tokens of an issuer are for: everything, for all issuers that there are. */
export class ConfineTokens0071 implements MigrationInterface {
  readonly name = 'ConfineTokens1763600000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE token_issuer ADD COLUMN operations text[] NOT NULL DEFAULT '{}'`,
    );
  }

  /** An issuer that is confined is disabled: without its bounds its tokens would be for more. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM token_issuer_key_set USING token_issuer
        WHERE token_issuer.id = token_issuer_id AND cardinality(operations) > 0;
      UPDATE token_issuer SET enabled = false, version = version + 1, updated_at = now()
        WHERE enabled AND cardinality(operations) > 0;
      ALTER TABLE token_issuer DROP COLUMN operations;
    `);
  }
}
