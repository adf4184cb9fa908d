import { randomUUID } from 'node:crypto';
import { reviewPermissions } from '../../domain/approval-rule.ts';
import { describeChanges } from '../../domain/audit.ts';
import type { ChangeRequest } from '../../domain/change-request.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Permission } from '../../domain/permission.ts';
import { createReview, type Review, type ReviewVerdict } from '../../domain/review/review.ts';
import type { Storage } from '../../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from '../mutation.ts';
import type { Operation } from '../operation.ts';
import { alsoNeededToReview } from './demands.ts';
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

/** What somebody says of a request. */
export interface Saying {
  readonly verdict: ReviewVerdict;
  readonly comment: string | null | undefined;
}

/**
 * Runs a decision in one transaction. A conflict is committed, so that everybody sees it, and then told.
 *
 * @throws DomainError as `work` does; VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED
 */
export async function decide(
  { storage, operation }: { readonly storage: Storage; readonly operation: Operation },
  call: MutationCall,
  work: (context: ChangeContext) => Promise<Decided>,
): Promise<Changed<ChangeRequest>> {
  const { value, revision, repeated } = await runMutation<Decided>({ storage, operation }, call, {
    work: (stores, trail) => work({ operation, stores, trail }),
    replay: async ({ changeRequests }, id) => ({ id, request: await changeRequests.get(id) }),
  });
  const { request, firstRevision, movedTo } = value;
  if (movedTo !== undefined)
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: movedTo },
      'What this would change was changed since it was proposed; rebase it, edit it, or propose it anew.',
    );
  const isRepeat = repeated || firstRevision !== undefined;
  return { value: request, revision: revision ?? firstRevision, repeated: isRepeat };
}

/** The request, held: of those who decide on it at once, each sees what the one before left. */
export async function hold(
  { operation, stores }: ChangeContext,
  id: string,
  party: 'review' | 'propose',
): Promise<ChangeRequest> {
  const request = await stores.changeRequests.lock(id, 'update');
  const { proposePermission, alsoNeededToPropose = () => [] } = kindOf(request);
  const rights =
    party === 'review'
      ? [reviewPermissions[request.kind], ...alsoNeededToReview(request)]
      : [proposePermission, ...alsoNeededToPropose(request)];
  for (const right of rights) operation.requireFor(right, request.tenantId);
  return request;
}

/** Asked before the row is known, whose kind decides. @throws DomainError PERMISSION_DENIED */
export function requireAny(operation: Operation, permissions: readonly Permission[]): void {
  if (permissions.some((permission) => operation.may(permission))) return;
  for (const permission of permissions) operation.require(permission);
}

/** @throws DomainError VALIDATION_FAILED */
export async function addReview(
  { operation, stores }: ChangeContext,
  request: ChangeRequest,
  saying: Saying,
): Promise<Review> {
  const draft = { request, reviewer: operation.principal, ...saying };
  const review = createReview(randomUUID(), draft, operation.now);
  await stores.reviews.insert(review);
  return review;
}

/**
 * Stores the request as it is to be, with its audit entry. `after` may have gone several steps from `before`, which is what
 * is stored: it becomes the next version.
 */
export async function replaceRequest(
  context: ChangeContext,
  verb: string,
  change: {
    readonly before: ChangeRequest;
    readonly after: ChangeRequest;
    readonly reason?: string | undefined;
  },
): Promise<ChangeRequest> {
  const after = { ...change.after, version: change.before.version + 1 };
  await context.stores.changeRequests.replace(after);
  noteChange(context, verb, { ...change, after });
  return after;
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
