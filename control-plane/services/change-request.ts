import { randomUUID } from 'node:crypto';
import { reviewPermissions } from '../domain/approval-rule.ts';
import {
  advance,
  type ChangeRequest,
  createReview,
  isOfKind,
  type Review,
  type ReviewVerdict,
  requireDigest,
  requireRequester,
  requireReviewer,
} from '../domain/change-request.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import type { Grant } from '../domain/grant.ts';
import type { Permission } from '../domain/permission.ts';
import type { ChangeRequestFilter } from '../storage/change-request.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { RecordService } from './record-service.ts';
import { applyApproved, approveOnce, type Decided, noteChange } from './review/apply.ts';
import { alsoNeededToReview } from './review/demands.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { kindOf, proposePermissions } from './review/kinds.ts';
import { ReviewRequired } from './review/review-required.ts';

/** What a reviewer decides on, and what they say. */
export interface Decision {
  readonly id: string;
  readonly comment: string | null | undefined;
}

/** An approval: it binds to the content that the digest names. */
export interface Approval extends Decision {
  readonly digest: string;
  /** Whether the approval that completes the quorum makes the change too; so unless told otherwise. */
  readonly isApplied?: boolean | undefined;
}

const reviewRights = [...new Set(Object.values(reviewPermissions))];

/** Reviews of proposed changes. Whoever may read grants may read how they came about. */
export class ChangeRequestService extends RecordService<ChangeRequest> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'change-request',
      readPermission: 'grant:read',
      writePermission: 'grant:review',
      store: ({ changeRequests }) => changeRequests,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: () => true,
    });
  }

  /**
   * Approves, and applies when that completes the quorum, in one transaction. An approval of the same content by the same
   * person counts once; of a request that was applied it gives the first result. Everything is checked again at
   * this moment: the reviewers, the digest, the base version, the rules, and that nothing it is about was archived.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED also to authors and to services, VALIDATION_FAILED, VERSION_CONFLICT
   *   when it is closed or what it changes has moved, IDEMPOTENCY_KEY_REUSED
   */
  approve(
    operation: Operation,
    call: MutationCall,
    { id, digest, comment, isApplied = true }: Approval,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, reviewRights);
    return this.#decide(operation, call, async (context) => {
      const request = await hold(context, id, 'review');
      requireReviewer(request, operation.principal);
      requireDigest(request, digest);
      return approveOnce(context, request, { comment, isApplied });
    });
  }

  /**
   * The same, for who has asked for a grant and wants to see it.
   *
   * @throws ReviewRequired when more people must approve
   * @throws DomainError as `approve`
   */
  async approveGrant(
    operation: Operation,
    call: MutationCall,
    approval: Approval,
  ): Promise<Changed<Grant>> {
    const { value, ...rest } = await this.approve(operation, call, approval);
    if (value.state !== 'applied') throw new ReviewRequired(value);
    if (!isOfKind(value, 'grant')) throw notFound('grant');
    const grant = await this.storage.read(operation.scope, ({ grants }) =>
      grants.get(value.subjectId),
    );
    return { value: grant, ...rest };
  }

  /**
   * Makes a change that is approved. Applying twice gives the first result. When an approval counts no longer, the request
   * is back in review.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED
   */
  apply(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return this.#decide(operation, call, async (context) =>
      applyApproved(context, await hold(context, id, 'propose')),
    );
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  reject(
    operation: Operation,
    call: MutationCall,
    decision: Decision,
  ): Promise<Changed<ChangeRequest>> {
    return this.#say(operation, call, { ...decision, verdict: 'rejected', event: 'reject' });
  }

  /** Sends it back to its authors, who may edit it. @throws DomainError as `reject` */
  requestChanges(
    operation: Operation,
    call: MutationCall,
    decision: Decision,
  ): Promise<Changed<ChangeRequest>> {
    const said = { verdict: 'changes_requested', event: 'request_changes' } as const;
    return this.#say(operation, call, { ...decision, ...said });
  }

  /** Says something; changes nothing. Open to all who may review or propose. @throws DomainError as `reject` */
  comment(
    operation: Operation,
    call: MutationCall,
    { id, comment }: Decision,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, [...reviewRights, ...proposePermissions]);
    return this.#decide(operation, call, async (context) => {
      const party = operation.may(reviewPermissions.grant) ? 'review' : 'propose';
      const request = await hold(context, id, party);
      await addReview(context, request, { verdict: 'commented', comment });
      const reason = comment ?? undefined;
      noteChange(context, 'comment', { before: request, after: request, reason });
      return { id, request };
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED to all but the requester, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  withdraw(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return this.#decide(operation, call, async (context) => {
      const before = await hold(context, id, 'propose');
      requireRequester(before, operation.principal);
      const after = advance(before, 'withdraw', operation.now);
      await context.stores.changeRequests.replace(after);
      noteChange(context, 'withdraw', { before, after });
      return { id, request: after };
    });
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    filter: ChangeRequestFilter,
    page: PageRequest,
  ): Promise<Page<ChangeRequest>> {
    operation.require('grant:read');
    return this.storage.read(operation.scope, ({ changeRequests }) =>
      changeRequests.list(filter, page),
    );
  }

  /** For loaders: reviews of any of the requests, oldest first. @throws DomainError PERMISSION_DENIED */
  async listReviews(operation: Operation, ids: readonly string[]): Promise<readonly Review[]> {
    operation.require('grant:read');
    return this.storage.read(operation.scope, ({ reviews }) => reviews.listByChangeRequests(ids));
  }

  #say(
    operation: Operation,
    call: MutationCall,
    { id, comment, verdict, event }: Decision & Saying,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, reviewRights);
    return this.#decide(operation, call, async (context) => {
      const before = await hold(context, id, 'review');
      requireReviewer(before, operation.principal);
      const after = advance(before, event, operation.now);
      const { comment: reason } = await addReview(context, before, { verdict, comment });
      await context.stores.changeRequests.replace(after);
      const verb = event.replace('_', '-');
      noteChange(context, verb, { before, after, reason: reason ?? undefined });
      return { id, request: after };
    });
  }

  /** A conflict is committed, so that everybody sees it, and then told. */
  async #decide(
    operation: Operation,
    call: MutationCall,
    work: (context: ChangeContext) => Promise<Decided>,
  ): Promise<Changed<ChangeRequest>> {
    const { value, revision, repeated } = await runMutation<Decided>(
      { storage: this.storage, operation },
      call,
      {
        work: (stores, trail) => work({ operation, stores, trail }),
        replay: async ({ changeRequests }, id) => ({ id, request: await changeRequests.get(id) }),
      },
    );
    const { request, firstRevision, movedTo } = value;
    if (movedTo !== undefined)
      throw new DomainError(
        { code: 'VERSION_CONFLICT', currentVersion: movedTo },
        'What this would change was changed since it was proposed; edit it, or propose it anew.',
      );
    const isRepeat = repeated || firstRevision !== undefined;
    return { value: request, revision: revision ?? firstRevision, repeated: isRepeat };
  }
}

interface Saying {
  readonly verdict: ReviewVerdict;
  readonly event: 'reject' | 'request_changes';
}

/** The request, held: of those who decide on it at once, each sees what the one before left. */
async function hold(
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

async function addReview(
  { operation, stores }: ChangeContext,
  request: ChangeRequest,
  { verdict, comment }: Pick<Saying, 'verdict'> & Pick<Decision, 'comment'>,
): Promise<Review> {
  const draft = { request, reviewer: operation.principal, verdict, comment };
  const review = createReview(randomUUID(), draft, operation.now);
  await stores.reviews.insert(review);
  return review;
}

/** Asked before the row is known, whose kind decides. @throws DomainError PERMISSION_DENIED */
function requireAny(operation: Operation, permissions: readonly Permission[]): void {
  if (permissions.some((permission) => operation.may(permission))) return;
  for (const permission of permissions) operation.require(permission);
}
