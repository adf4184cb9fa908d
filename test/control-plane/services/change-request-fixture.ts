import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { type Approval, approveGrant, requestGrant } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';

/** Where requests are made: a management, and the people of one tenant in it. */
interface ReviewPlace {
  readonly management: Management;
  readonly approval: Approval;
}

/**
 * What people do with change requests at a place, and what is left of it.
 * The place is asked for at each act, so it may open later.
 */
export function createReviewActs(at: () => ReviewPlace) {
  const request = (change: Parameters<typeof requestGrant>[2] = {}) =>
    requestGrant(at().management, at().approval, change);
  const approve = (made: Pick<ChangeRequest, 'id' | 'digest'>, by?: Operation) =>
    approveGrant(at().management, at().approval, made, by);
  const withdraw = (id: string, by: Operation = at().approval.developer) =>
    at().management.services.changeRequests.withdraw(by, call('withdrawGrantRequest'), id);
  const reject = (id: string, by: Operation = at().approval.reviewer, comment = 'Too broad.') =>
    at().management.services.changeRequests.reject(by, call('rejectGrant'), { id, comment });
  const find = (id: string) =>
    at().management.services.changeRequests.find(at().approval.reviewer, id);
  const countGrants = async (requestId: string) => {
    const sql = 'SELECT count(*)::integer AS count FROM model_grant WHERE change_request_id = $1';
    const [row] = await at().management.query<{ count: number }>(sql, [requestId]);
    return row?.count;
  };
  const auditOf = (made: ChangeRequest) =>
    at().management.query<{
      action: string;
      actor: string;
      reason: string | null;
      revision: string | null;
    }>(
      `SELECT action, actor, reason, revision FROM audit_event WHERE object IN ($1, $2) ORDER BY id`,
      [`change-request/${made.id}`, `grant/${made.subjectId}`],
    );
  return { request, approve, withdraw, reject, find, countGrants, auditOf };
}
