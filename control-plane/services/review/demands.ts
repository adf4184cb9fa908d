import { reviewPermissions, usualDemands } from '../../domain/approval-rule.ts';
import {
  type ChangeRequest,
  isOfKind,
  type Review,
  type ReviewedContent,
} from '../../domain/change-request.ts';
import { countMissing, type Demand } from '../../domain/review/quorum.ts';
import type { Stores } from '../../storage/storage.ts';

/**
 * What the rules of this moment demand of a change; the first is the rule in force. A change of a rule is reviewed by the
 * rule as it is, and by what it is to become.
 */
export async function readDemands(
  { approvalRules }: Stores,
  content: ReviewedContent,
): Promise<readonly [Demand, ...Demand[]]> {
  if (isOfKind(content, 'approval_rule')) {
    const { quorum, roles, kind } = content.proposal;
    const current = await approvalRules.find(content.subjectId);
    return [current ?? usualDemands[kind], { quorum, roles }];
  }
  const { kind, tenantId } = content;
  if (kind === 'approval_rule') return [{ quorum: 0, roles: [] }];
  return [(await approvalRules.findByKind(tenantId, kind)) ?? usualDemands[kind]];
}

/** How far a request is from being approved. */
export interface Progress {
  readonly demands: readonly Demand[];
  readonly missing: number;
}

/**
 * Counts the approvals by the rules of this moment and by those under which it was proposed. Reviewers are looked at as they
 * are, and stay so until the transaction ends.
 */
export async function measureProgress(
  stores: Stores,
  request: ChangeRequest,
  reviews: readonly Review[],
): Promise<Progress> {
  const reviewers = await stores.reviews.lockReviewers(request.id);
  const permission = reviewPermissions[request.kind];
  const demands = [request.demand, ...(await readDemands(stores, request))];
  const missing = countMissing(demands, { request, reviews, reviewers, permission });
  return { demands, missing };
}
