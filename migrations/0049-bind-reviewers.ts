import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rules that name groups and teams, who made a token, and by what two principals are known to be one person. The columns
 * have defaults: a control plane of an older build still writes rows without them.
 */
export class BindReviewers0049 implements MigrationInterface {
  readonly name = 'BindReviewers1763600000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE approval_rule
        ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
        ADD COLUMN teams  text[] NOT NULL DEFAULT '{}';
      ALTER TABLE access_token
        ADD COLUMN created_by uuid CONSTRAINT access_token_created_by_fkey REFERENCES principal;
      CREATE INDEX access_token_created_by_idx ON access_token (created_by);
    `);
    await runner.query(FUNCTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION review_parties(uuid);
      ALTER TABLE access_token DROP COLUMN created_by;
      ALTER TABLE approval_rule DROP COLUMN teams, DROP COLUMN groups;
    `);
  }
}

/**
 * Authors and reviewers of a request, those of the platform too, whom a tenant does not see. Principals and their identities
 * are held as they are until the transaction ends, so that nobody loses a role or a group between the look and the change.
 * The marks of a person are what an identity provider calls him, and his e-mail address.
 */
const FUNCTION = `
  CREATE FUNCTION review_parties(request uuid)
    RETURNS TABLE (id uuid, kind text, tenant_id uuid, roles text[], custom_permissions text[],
      archived_at timestamptz, groups text[], marks text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      parties uuid[];
    BEGIN
      SELECT array_agg(DISTINCT party) INTO parties
        FROM change_request,
          LATERAL (SELECT unnest(change_request.authors) UNION ALL
            SELECT review.reviewer_id FROM review WHERE review.change_request_id = change_request.id)
            AS named(party)
        WHERE change_request.id = request AND scope_holds(change_request.tenant_id);
      PERFORM FROM principal WHERE principal.id = ANY (parties) ORDER BY principal.id FOR SHARE;
      PERFORM FROM federated_identity WHERE principal_id = ANY (parties) ORDER BY principal_id
        FOR SHARE;
      RETURN QUERY
        SELECT principal.id, principal.kind, principal.tenant_id, principal.roles,
            ARRAY(SELECT DISTINCT unnest(role.permissions) FROM role
              WHERE role.id = ANY (principal.role_ids) AND role.archived_at IS NULL
                AND (role.tenant_id IS NULL OR role.tenant_id = principal.tenant_id)),
            principal.archived_at,
            coalesce(federated_identity.groups, '{}'),
            array_remove(ARRAY['mail ' || lower(principal.email),
              'subject ' || identity_provider.issuer || ' ' || federated_identity.subject], NULL)
          FROM principal
            LEFT JOIN federated_identity ON federated_identity.principal_id = principal.id
            LEFT JOIN identity_provider
              ON identity_provider.id = federated_identity.identity_provider_id
          WHERE principal.id = ANY (parties)
          ORDER BY principal.id;
    END $$;
  REVOKE ALL ON FUNCTION review_parties(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION review_parties(uuid) TO gatehouse_app;
`;
