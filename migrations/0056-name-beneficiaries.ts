import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who gains by a change of what people may do, by whatever account. */
export class NameBeneficiaries0056 implements MigrationInterface {
  readonly name = 'NameBeneficiaries1763600000056';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FUNCTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION review_beneficiaries(uuid)');
  }
}

/**
 * Accounts that may do more, or something else, by a request about roles, and that are, or may be of the same person as, its
 * authors and reviewers; those of the platform too. They are the principal that is given roles, under the address that it
 * has and the one that it is to have; holders of the role; whoever is in a group that a mapping gives more; and whoever made
 * a token by which one of them acts. Marks are those of review_parties, which is called before and holds the parties.
 */
const FUNCTION = `
  CREATE FUNCTION review_beneficiaries(request uuid)
    RETURNS TABLE (id uuid, marks text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      WITH asked AS (
        SELECT * FROM change_request
          WHERE change_request.id = request AND scope_holds(change_request.tenant_id)
            AND change_request.kind IN ('role', 'role_mapping', 'role_grant')
      ), party AS (
        SELECT unnest(asked.authors) AS account FROM asked
        UNION SELECT review.reviewer_id FROM asked JOIN review ON review.change_request_id = asked.id
      ), holder AS (
        SELECT asked.subject_id AS account FROM asked WHERE asked.kind = 'role_grant'
        UNION SELECT principal.id FROM asked
          JOIN principal ON asked.subject_id = ANY (principal.role_ids)
          WHERE asked.kind = 'role' AND principal.archived_at IS NULL
        UNION SELECT federated_identity.principal_id FROM asked
          JOIN federated_identity ON federated_identity.identity_provider_id = asked.subject_id
          CROSS JOIN jsonb_array_elements(asked.proposal->'roleMappings') AS given
          WHERE asked.kind = 'role_mapping' AND given->>'group' = ANY (federated_identity.groups)
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(asked.base->'roleMappings') AS held
              WHERE held->>'group' = given->>'group' AND held->'roles' @> (given->'roles'))
      ), beneficiary AS (
        SELECT holder.account FROM holder
        UNION SELECT access_token.created_by FROM holder
          JOIN access_token ON access_token.principal_id = holder.account
          WHERE access_token.created_by IS NOT NULL AND access_token.revoked_at IS NULL
            AND (access_token.not_after IS NULL OR access_token.not_after > now())
      ), known AS (
        SELECT beneficiary.account FROM beneficiary UNION SELECT party.account FROM party
      ), mark AS (
        SELECT known.account, 'mail ' || lower(principal.email) AS word FROM known
          JOIN principal ON principal.id = known.account
        UNION SELECT known.account,
            'subject ' || identity_provider.issuer || ' ' || federated_identity.subject FROM known
          JOIN federated_identity ON federated_identity.principal_id = known.account
          JOIN identity_provider ON identity_provider.id = federated_identity.identity_provider_id
        UNION SELECT asked.subject_id, 'mail ' || lower(asked.proposal->>'email') FROM asked
          WHERE asked.kind = 'role_grant'
      )
      SELECT beneficiary.account,
          ARRAY(SELECT mark.word FROM mark
            WHERE mark.account = beneficiary.account AND mark.word IS NOT NULL ORDER BY mark.word)
        FROM beneficiary
        WHERE beneficiary.account IN (SELECT party.account FROM party)
          OR EXISTS (SELECT FROM mark AS own
            JOIN mark AS other ON other.word = own.word
            JOIN party ON party.account = other.account
            WHERE own.account = beneficiary.account)
        ORDER BY beneficiary.account
    $$;
  REVOKE ALL ON FUNCTION review_beneficiaries(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION review_beneficiaries(uuid) TO gatehouse_app;
`;
