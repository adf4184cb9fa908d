import type { RuledKind } from '../../../control-plane/domain/approval-rule.ts';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import type { MutationCall } from '../../../control-plane/services/mutation.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

/** People of the platform and of two tenants, and what they do with changes that are reviewed. */
export interface ReviewHouse extends AsyncDisposable {
  readonly management: Management;
  /** Platform-admin. */
  readonly author: Operation;
  /** Security-reviewer of the platform. */
  readonly reviewer: Operation;
  readonly own: Approval;
  readonly other: Approval;
  /** Of the tenant `own`. */
  readonly owner: Operation;
  rule(
    kind: RuledKind,
    tenantId?: string | null,
    quorum?: number,
  ): Promise<{ readonly id: string }>;
  approve(made: ChangeRequest, by?: Operation): Promise<ChangeRequest>;
}

/** Some time after all else. */
export const soon = new Date(managementNow.getTime() + 60_000);
export const later = new Date(managementNow.getTime() + 3_600_000);

export async function openReviewHouse(): Promise<ReviewHouse> {
  const management = await openManagement();
  const author = await management.operation(['platform-admin']);
  const reviewer = await management.operation(['security-reviewer']);
  const own = await createApproval(management);
  const { approvalRules, changeRequests } = management.services;
  return {
    management,
    author,
    reviewer,
    own,
    other: await createApproval(management),
    owner: await management.operation(['owner'], { tenantId: own.tenant.id }),
    rule: async (kind, tenantId = null, quorum = 1) => {
      const draft = { tenantId, kind, quorum, roles: [] };
      return (await approvalRules.create(author, call('createApprovalRule'), draft)).value;
    },
    approve: async (made, by = reviewer) => {
      const decision = { id: made.id, digest: made.digest, comment: 'Fine.' };
      return (await changeRequests.approve(by, call('approveChange'), decision)).value;
    },
    [Symbol.asyncDispose]: () => management[Symbol.asyncDispose](),
  };
}

/** A call that says why. */
export function why(name: string, changeRequestId?: string): MutationCall {
  return { ...call(name), review: { reason: 'It is needed.', changeRequestId } };
}

/** The request that was made instead of the change. @throws Error when it was made at once */
export async function reviewed(work: () => Promise<unknown>): Promise<ChangeRequest> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ReviewRequired) return error.changeRequest;
    throw error;
  }
  throw new Error('it was made at once');
}

/** The same caller at another time. */
export function at(now: Date, { principal }: Operation): Operation {
  return new Operation(principal, 'access_token', now);
}
