import { randomUUID } from 'node:crypto';
import { reviewPermissions } from '../../domain/approval-rule.ts';
import { describeChanges } from '../../domain/audit.ts';
import {
  advance,
  type ChangeRequest,
  createReview,
  requireDigest,
} from '../../domain/change-request.ts';
import { DomainError } from '../../domain/errors.ts';
import { isEntitled } from '../../domain/review/quorum.ts';
import { alsoNeededToReview, measureProgress, type Progress } from './demands.ts';
import type { ChangeContext } from './governed-kind.ts';
import { kindOf } from './kinds.ts';

/** A request as a decision left it. */
export interface Decided {
  readonly id: string;
  readonly request: ChangeRequest;
  /** Set when it had been applied before: the revision of then. */
  readonly firstRevision?: bigint | undefined;
  /** Set when it could not be applied: the version that what it changes has by now, 0 when it is gone. */
  readonly movedTo?: number;
}

/** What an approval says besides yes. */
interface Approving {
  readonly comment: string | null | undefined;
  readonly isApplied: boolean;
}

/**
 * Adds the approval of the caller, and applies when it was the last one that is demanded. The request is held.
 *
 * @throws DomainError PERMISSION_DENIED when no rule counts the caller; VERSION_CONFLICT when the request is closed;
 *   VALIDATION_FAILED
 */
export async function approveOnce(
  context: ChangeContext,
  request: ChangeRequest,
  { comment, isApplied }: Approving,
): Promise<Decided> {
  const { operation, stores } = context;
  if (request.state === 'applied') return findFirst(context, request);
  const approved =
    request.state === 'approved' ? request : advance(request, 'approve', operation.now);
  const movedTo = await findMove(context, request);
  if (movedTo !== undefined) return concludeConflict(context, request, movedTo);
  const reviewer = operation.principal;
  const draft = { request, reviewer, verdict: 'approved', comment } as const;
  const review = createReview(randomUUID(), draft, operation.now);
  const earlier = await stores.reviews.listByChangeRequests([request.id]);
  const isRepeat = earlier.some(
    (one) =>
      one.reviewerId === reviewer.id && one.verdict === 'approved' && one.round === request.round,
  );
  if (!isRepeat) await stores.reviews.insert(review);
  const reviews = isRepeat ? earlier : [...earlier, review];
  const progress = await measureProgress(stores, request, reviews);
  requireDemanded(context, request, progress);
  const isComplete = progress.missing === 0;
  const reached = isComplete ? approved : request;
  if (!isRepeat) {
    const said = { before: request, after: reached, reason: review.comment ?? undefined };
    noteChange(context, 'approve', said);
  }
  if (isComplete && isApplied) return conclude(context, reached);
  if (reached !== request) await stores.changeRequests.replace(reached);
  return { id: request.id, request: reached };
}

/**
 * Makes the change of an approved request. The request is held.
 *
 * @throws DomainError VERSION_CONFLICT when it is not approved; VALIDATION_FAILED when a rule of today forbids it
 */
export async function applyApproved(
  context: ChangeContext,
  request: ChangeRequest,
): Promise<Decided> {
  const { operation, stores } = context;
  if (request.state === 'applied') return findFirst(context, request);
  advance(request, 'apply', operation.now);
  requireDigest(request, request.digest);
  const movedTo = await findMove(context, request);
  if (movedTo !== undefined) return concludeConflict(context, request, movedTo);
  const reviews = await stores.reviews.listByChangeRequests([request.id]);
  const { missing } = await measureProgress(stores, request, reviews);
  if (missing === 0) return conclude(context, request);
  const lapsed = advance(request, 'lapse', operation.now);
  await stores.changeRequests.replace(lapsed);
  noteChange(context, 'lapse', { before: request, after: lapsed });
  return { id: request.id, request: lapsed };
}

/** Writes the audit entry of what became of a request. */
export function noteChange(
  { trail }: ChangeContext,
  verb: string,
  {
    before,
    after,
    reason,
  }: {
    readonly before: ChangeRequest;
    readonly after: ChangeRequest;
    readonly reason?: string | undefined;
  },
): void {
  trail.entries.push({
    tenantId: after.tenantId,
    action: `change-request.${verb}`,
    object: `change-request/${after.id}`,
    changes: describeChanges(before, after),
    reason,
  });
}

/** The one place where a request becomes applied. `approved` may be newer than its row by one step, not by two. */
async function conclude(context: ChangeContext, approved: ChangeRequest): Promise<Decided> {
  const { operation, stores } = context;
  const row = await stores.changeRequests.get(approved.id);
  const applied = { ...advance(approved, 'apply', operation.now), version: row.version + 1 };
  await kindOf(approved).apply(context, approved);
  await stores.changeRequests.replace(applied);
  noteChange(context, 'apply', { before: approved, after: applied, reason: approved.reason });
  return { id: approved.id, request: applied };
}

async function concludeConflict(
  context: ChangeContext,
  request: ChangeRequest,
  movedTo: number,
): Promise<Decided> {
  const conflicted = advance(request, 'conflict', context.operation.now);
  await context.stores.changeRequests.replace(conflicted);
  noteChange(context, 'conflict', { before: request, after: conflicted });
  return { id: request.id, request: conflicted, movedTo };
}

/** The version that the row has, when it is not the one that the request was made from; 0 when it is gone. */
async function findMove(
  { operation, stores }: ChangeContext,
  request: ChangeRequest,
): Promise<number | undefined> {
  const version = await kindOf(request).holdBase(stores, request, operation.now);
  return version === request.baseVersion ? undefined : (version ?? 0);
}

/** An approval that no demand counts is refused, rather than kept without effect. */
function requireDemanded(
  { operation }: ChangeContext,
  request: ChangeRequest,
  { demands }: Progress,
): void {
  const permission = reviewPermissions[request.kind];
  const alsoNeeded = alsoNeededToReview(request);
  const reviewer = { ...operation.principal, customPermissions: [...operation.permissions] };
  const counts = demands.some(
    (demand) =>
      demand.quorum > 0 && isEntitled(reviewer, { request, permission, alsoNeeded }, demand),
  );
  if (counts || demands.every(({ quorum }) => quorum === 0)) return;
  const roles = [...new Set(demands.flatMap((demand) => demand.roles))].join(', ');
  throw new DomainError(
    { code: 'PERMISSION_DENIED', permission },
    `The approval rule of this tenant asks for reviewers with one of the roles ${roles}.`,
  );
}

async function findFirst({ stores }: ChangeContext, request: ChangeRequest): Promise<Decided> {
  const object = `change-request/${request.id}`;
  // Requests that an earlier build applied have the entry of their approval only.
  const find = (action: string) => stores.audit.findRevision(request.tenantId, { action, object });
  const firstRevision =
    (await find('change-request.apply')) ?? (await find('change-request.approve'));
  return { id: request.id, request, firstRevision };
}
