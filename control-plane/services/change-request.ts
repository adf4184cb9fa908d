import { reviewPermissions } from '../domain/approval-rule.ts';
import { advance, type ChangeRequest, isOfKind, requireDigest } from '../domain/change-request.ts';
import { notFound } from '../domain/errors.ts';
import type { Grant } from '../domain/grant.ts';
import {
  type Review,
  type ReviewVerdict,
  requireRequester,
  requireReviewer,
} from '../domain/review/review.ts';
import type { ChangeRequestFilter, ChangeRequestSort } from '../storage/change-request.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { RecordService } from './record-service.ts';
import { applyApproved, approveOnce } from './review/apply.ts';
import {
  addReview,
  type Decided,
  decide,
  hold,
  noteChange,
  replaceRequest,
  requireAny,
} from './review/decide.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { proposePermissions, reviewRights } from './review/kinds.ts';
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
      // Whoever has asked may take it back, also where he may only report what others would edit.
      const before = await context.stores.changeRequests.lock(id, 'update');
      requireRequester(before, operation.principal);
      const after = advance(before, 'withdraw', operation.now);
      return { id, request: await replaceRequest(context, 'withdraw', { before, after }) };
    });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<ChangeRequestFilter, ChangeRequestSort>,
    page: PageRequest,
  ): Promise<Page<ChangeRequest>> {
    operation.require('grant:read');
    return this.storage.read(operation.scope, ({ changeRequests }) =>
      changeRequests.list(operation.narrowList(wish), page),
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
    { id, comment, verdict, event }: Decision & Closing,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, reviewRights);
    return this.#decide(operation, call, async (context) => {
      const before = await hold(context, id, 'review');
      requireReviewer(before, operation.principal);
      const after = advance(before, event, operation.now);
      const said = await addReview(context, before, { verdict, comment });
      const change = { before, after, reason: said.comment ?? undefined };
      const request = await replaceRequest(context, event.replace('_', '-'), change);
      return { id, request };
    });
  }

  #decide(
    operation: Operation,
    call: MutationCall,
    work: (context: ChangeContext) => Promise<Decided>,
  ): Promise<Changed<ChangeRequest>> {
    return decide({ storage: this.storage, operation }, call, work);
  }
}

interface Closing {
  readonly verdict: ReviewVerdict;
  readonly event: 'reject' | 'request_changes';
}
