import type { EntityManager } from 'typeorm';
import type { Breaker } from '../../domain/review/course/emergency.ts';
import type { Marked } from '../../domain/review/person.ts';
import type { Party } from '../../domain/review/quorum.ts';

/** Roles of an author. */
export type AuthorRights = Pick<Party, 'tenantId' | 'roles' | 'customPermissions'>;

/** People who have a part in requests; those of the platform too, whom a tenant does not see elsewhere. */
export class PartyStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Everybody who wrote some of the request or reviewed it, as they are now and stay until this transaction ends. */
  async lock(changeRequestId: string): Promise<readonly Party[]> {
    return this.#manager.query(
      `SELECT id, kind, tenant_id AS "tenantId", roles, custom_permissions AS "customPermissions",
          archived_at AS "archivedAt", groups, marks
        FROM review_parties($1)`,
      [changeRequestId],
    );
  }

  /**
   * Accounts that gain by the request and may be of the same person as its authors and reviewers, who were held before:
   * none where it is not about what people may do.
   */
  async listBeneficiaries(changeRequestId: string): Promise<readonly Marked[]> {
    return this.#manager.query('SELECT id, marks FROM review_beneficiaries($1)', [changeRequestId]);
  }

  /** What those who wrote some of the request may do now, those left out who have left; held likewise. */
  async lockAuthorRights(changeRequestId: string): Promise<readonly AuthorRights[]> {
    return this.#manager.query(
      `SELECT tenant_id AS "tenantId", roles, custom_permissions AS "customPermissions"
        FROM authors_of($1)`,
      [changeRequestId],
    );
  }

  /** Lets nobody else make a change of the tenant without its quorum until this transaction ends: each sees the one before. */
  async lockEmergencies(tenantId: string): Promise<void> {
    await this.#manager.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('emergency/' || $1, 0))`,
      [tenantId],
    );
  }

  /** By which accounts changes of the tenant were made since then that no quorum has ratified. */
  async listBreakers(tenantId: string, since: Date): Promise<readonly Breaker[]> {
    return this.#manager.query(
      `SELECT party.id, party.marks, count(*)::integer AS times
        FROM change_request, LATERAL review_parties(change_request.id) AS party
        WHERE change_request.tenant_id = $1 AND change_request.state IN ('applied_emergency', 'reverted')
          AND (change_request.emergency->>'appliedAt')::timestamptz > $2
          AND party.id = (change_request.emergency->>'by')::uuid
        GROUP BY party.id, party.marks`,
      [tenantId, since],
    );
  }
}
