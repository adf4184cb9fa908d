import { reviewPermissions } from '../approval-rule.ts';
import type { ChangeRequest } from '../change-request.ts';
import { DomainError, invalidInput } from '../errors.ts';
import type { Principal } from '../principal.ts';
import { checkProse } from './prose.ts';

export type ReviewVerdict = 'approved' | 'rejected' | 'changes_requested' | 'commented';

/** What a reviewer said, and of what. */
export interface Review {
  readonly id: string;
  readonly tenantId: string | null;
  readonly changeRequestId: string;
  readonly reviewerId: string;
  readonly verdict: ReviewVerdict;
  /** Digest that the review binds to. */
  readonly digest: string;
  /** That of the request when it was said. */
  readonly round: number;
  readonly comment: string | null;
  readonly createdAt: Date;
}

/** What a reviewer hands in. */
export interface ReviewDraft {
  readonly request: ChangeRequest;
  readonly reviewer: Principal;
  readonly verdict: ReviewVerdict;
  readonly comment: string | null | undefined;
}

/**
 * Only people review, and never what they wrote some of. That the roles carry the permission is asked before.
 *
 * @throws DomainError PERMISSION_DENIED
 */
export function requireReviewer(request: ChangeRequest, reviewer: Principal): void {
  if (reviewer.kind !== 'human')
    throw denied(reviewPermissions[request.kind], 'A service cannot review; a person must do it.');
  const permission = reviewPermissions[request.kind];
  if (reviewer.id === request.requestedBy)
    throw denied(permission, 'You asked for this change yourself; another person must review it.');
  if ([reviewer.id, ...reviewer.roleIds].includes(request.subjectId))
    throw denied(permission, 'This changes what you may do; another person must review it.');
  if (request.authors.includes(reviewer.id))
    throw denied(permission, 'You edited this change yourself; another person must review it.');
}

/** @throws DomainError PERMISSION_DENIED */
export function requireRequester(request: ChangeRequest, principal: Principal): void {
  if (principal.id !== request.requestedBy)
    throw denied(
      'grant:request',
      'Only the one who asked for a change can withdraw it; reject it instead.',
    );
}

/** @throws DomainError PERMISSION_DENIED */
export function requireAuthor({ kind, authors }: ChangeRequest, principal: Principal): void {
  if (authors.includes(principal.id)) return;
  throw denied(reviewPermissions[kind], 'Only those who wrote a draft can submit it.');
}

/**
 * What a reviewer said of a request, as it is kept. An approval may go without a comment, a rejection says why.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function createReview(
  id: string,
  { request, reviewer, verdict, comment }: ReviewDraft,
  now: Date,
): Review {
  const isSilent = verdict === 'approved' && (comment ?? '').trim() === '';
  const faults = isSilent ? [] : checkProse('comment', comment ?? '');
  if (faults.length > 0) throw invalidInput(faults);
  return {
    id,
    tenantId: request.tenantId,
    changeRequestId: request.id,
    reviewerId: reviewer.id,
    verdict,
    digest: request.digest,
    round: request.round,
    comment: isSilent ? null : (comment ?? null),
    createdAt: now,
  };
}

function denied(permission: string, message: string): DomainError {
  return new DomainError({ code: 'PERMISSION_DENIED', permission }, message);
}
