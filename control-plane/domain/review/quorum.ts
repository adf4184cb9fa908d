import type { Permission, Role } from '../permission.ts';
import type { Principal } from '../principal.ts';
import { permissionsHeld } from '../role.ts';

/** How many people must approve, and who of those that may review. */
export interface Demand {
  /** Distinct people; 0 demands no review. */
  readonly quorum: number;
  /** Empty means whoever may review. */
  readonly roles: readonly Role[];
}

/** The demands that bind a request by themselves, whatever becomes of the rules. */
export interface KeptDemand extends Demand {
  /** Those beside it, where no single one is the strictest. */
  readonly also?: readonly Demand[] | undefined;
}

/** What is looked at of somebody who reviews, as of now. */
export interface Reviewer
  extends Pick<Principal, 'id' | 'kind' | 'tenantId' | 'roles' | 'archivedAt'> {
  /** What roles give that people made. */
  readonly customPermissions: readonly Permission[];
}

/** What is looked at of a review. */
export interface GivenReview {
  readonly reviewerId: string;
  readonly verdict: string;
  readonly digest: string;
  readonly round: number;
}

/** What is looked at of the request. */
export interface ReviewedRequest {
  /** Null for what is of the platform, which nobody of a tenant reviews. */
  readonly tenantId: string | null;
  /** Row that it is about: a principal does not review what becomes of himself. */
  readonly subjectId: string;
  readonly digest: string;
  readonly round: number;
  readonly authors: readonly string[];
}

/** A request with what was said of it. */
export interface ReviewCase {
  readonly request: ReviewedRequest;
  readonly reviews: readonly GivenReview[];
  /** Everybody who said something, as they are now. */
  readonly reviewers: readonly Reviewer[];
  /** What a reviewer of this kind of change needs. */
  readonly permission: Permission;
  /** What one needs besides; undefined means nothing. */
  readonly alsoNeeded?: readonly Permission[] | undefined;
}

/**
 * Whether the approval of that person counts: a person in office, of the platform or of the tenant, whose roles may review
 * and are among those demanded, and who wrote no part of the request, nor is what it is about.
 */
export function isEntitled(
  reviewer: Reviewer,
  {
    request,
    permission,
    alsoNeeded = [],
  }: Pick<ReviewCase, 'request' | 'permission' | 'alsoNeeded'>,
  { roles }: Demand,
): boolean {
  const isThere = reviewer.kind === 'human' && reviewer.archivedAt === null;
  const isNear = reviewer.tenantId === null || reviewer.tenantId === request.tenantId;
  const isParty = request.authors.includes(reviewer.id) || reviewer.id === request.subjectId;
  const held = permissionsHeld(reviewer, []);
  const may = [permission, ...alsoNeeded].every(
    (one) => held.has(one) || reviewer.customPermissions.includes(one),
  );
  const isDemanded = roles.length === 0 || reviewer.roles.some((role) => roles.includes(role));
  return isThere && isNear && !isParty && may && isDemanded;
}

/** Approvals that are missing until every demand is met: the strictest decides. */
export function countMissing(demands: readonly Demand[], reviewed: ReviewCase): number {
  const { request, reviews, reviewers } = reviewed;
  const approving = new Set(
    reviews
      .filter(({ verdict, digest, round }) => {
        const isOfThis = digest === request.digest && round === request.round;
        return verdict === 'approved' && isOfThis;
      })
      .map(({ reviewerId }) => reviewerId),
  );
  const missing = demands.map((demand) => {
    const counted = reviewers.filter(
      (reviewer) => approving.has(reviewer.id) && isEntitled(reviewer, reviewed, demand),
    );
    return demand.quorum - new Set(counted.map(({ id }) => id)).size;
  });
  return Math.max(0, ...missing);
}

/** The demands, without those that another one of them covers. */
export function keepDemands(demands: readonly Demand[]): KeptDemand {
  const needed = demands.reduce<readonly Demand[]>((kept, { quorum, roles }) => {
    const one = { quorum, roles };
    if (kept.some((other) => isAsStrict(one, other))) return kept;
    return [...kept.filter((other) => !isAsStrict(other, one)), one];
  }, []);
  const [first = { quorum: 0, roles: [] }, ...also] = needed;
  return also.length === 0 ? first : { ...first, also };
}

export function listDemands({ quorum, roles, also = [] }: KeptDemand): readonly Demand[] {
  return [{ quorum, roles }, ...also];
}

/** Whether whatever the old demand holds back, the new one holds back too. */
export function isAsStrict(from: Demand, to: Demand): boolean {
  if (from.quorum === 0) return true;
  if (to.quorum < from.quorum) return false;
  if (from.roles.length === 0) return true;
  return to.roles.length > 0 && to.roles.every((role) => from.roles.includes(role));
}
