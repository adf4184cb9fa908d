import { randomUUID } from 'node:crypto';
import { describeChanges } from '../domain/audit.ts';
import {
  applyProposal,
  type ChangeRequest,
  closeChangeRequest,
  createReview,
  type Review,
  requireDigest,
  requireInReview,
  requireRequester,
  requireReviewer,
} from '../domain/change-request.ts';
import type { Grant } from '../domain/grant.ts';
import type { Permission } from '../domain/permission.ts';
import type { ChangeRequestFilter } from '../storage/change-request.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { requireSubjects } from './propose-grant.ts';
import { RecordService } from './record-service.ts';

/** What a reviewer decides on, and what they say. */
export interface Decision {
  readonly id: string;
  readonly comment: string | null | undefined;
}

/** An approval: it binds to the content that the digest names. */
export interface Approval extends Decision {
  readonly digest: string;
}

/** A grant as an approval left it. `firstRevision` is set when an earlier approval had applied the request. */
interface Applied {
  readonly id: string;
  readonly grant: Grant;
  readonly firstRevision: bigint | undefined;
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
      isEnded: ({ state }) => state !== 'in_review',
    });
  }

  /**
   * Approves and applies in one transaction. Of several approvals of the same content the first applies it; the others
   * give its result and change nothing. Everything is checked again at this moment: the reviewer, the digest, the base
   * version, and that nothing it is about was archived.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED also to the requester and to services, VALIDATION_FAILED,
   *   VERSION_CONFLICT when it was rejected or withdrawn or the grant moved, IDEMPOTENCY_KEY_REUSED
   */
  async approve(
    operation: Operation,
    call: MutationCall,
    approval: Approval,
  ): Promise<Changed<Grant>> {
    operation.require('grant:review');
    const { value, revision, repeated } = await runMutation<Applied>(
      { storage: this.storage, operation },
      call,
      {
        work: async (stores, trail) => {
          const request = await hold(operation, stores, approval.id);
          requireReviewer(request, operation.principal);
          requireDigest(request, approval.digest);
          if (request.state === 'applied')
            return readApplied(stores, request.subjectId, request.id);
          requireInReview(request);
          return this.#apply({ operation, stores, trail }, request, approval.comment);
        },
        replay: (stores, id) => readApplied(stores, id),
      },
    );
    const { grant, firstRevision } = value;
    const isRepeat = repeated || firstRevision !== undefined;
    return { value: grant, revision: revision ?? firstRevision, repeated: isRepeat };
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  reject(
    operation: Operation,
    call: MutationCall,
    { id, comment }: Decision,
  ): Promise<Changed<ChangeRequest>> {
    operation.require('grant:review');
    return this.#close(operation, call, async (stores, trail) => {
      const request = await hold(operation, stores, id);
      const reviewer = operation.principal;
      requireReviewer(request, reviewer);
      requireInReview(request);
      const draft = { request, reviewer, verdict: 'rejected', comment } as const;
      const review = createReview(randomUUID(), draft, operation.now);
      const after = closeChangeRequest(request, 'rejected', operation.now);
      await stores.reviews.insert(review);
      await stores.changeRequests.replace(after);
      this.#note(trail, 'reject', { before: request, after, reason: review.comment });
      return after;
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED to all but the requester, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  withdraw(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    operation.require('grant:request');
    return this.#close(operation, call, async (stores, trail) => {
      const request = await hold(operation, stores, id, 'grant:request');
      requireRequester(request, operation.principal);
      requireInReview(request);
      const after = closeChangeRequest(request, 'withdrawn', operation.now);
      await stores.changeRequests.replace(after);
      this.#note(trail, 'withdraw', { before: request, after, reason: null });
      return after;
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

  async #apply(
    { operation, stores, trail }: Reviewing,
    request: ChangeRequest,
    comment: string | null | undefined,
  ): Promise<Applied> {
    const { now, principal: reviewer } = operation;
    await requireSubjects(stores, request, {
      application: 'changeRequestId',
      model: 'changeRequestId',
    });
    const [current] = await stores.grants.lockByIds([request.subjectId], 'update');
    const grant = applyProposal(request, current, now);
    const draft = { request, reviewer, verdict: 'approved', comment } as const;
    const review = createReview(randomUUID(), draft, now);
    const after = closeChangeRequest(request, 'applied', now);
    await (current === undefined ? stores.grants.insert(grant) : stores.grants.replace(grant));
    await stores.reviews.insert(review);
    await stores.changeRequests.replace(after);
    trail.entries.push({
      tenantId: grant.tenantId,
      action: current === undefined ? 'grant.create' : 'grant.update',
      object: `grant/${grant.id}`,
      changes: describeChanges(current, grant),
      reason: request.reason,
    });
    this.#note(trail, 'approve', { before: request, after, reason: review.comment });
    return { id: grant.id, grant, firstRevision: undefined };
  }

  #close(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<ChangeRequest>,
  ): Promise<Changed<ChangeRequest>> {
    const replay = ({ changeRequests }: Stores, id: string) => changeRequests.get(id);
    return runMutation({ storage: this.storage, operation }, call, { work, replay });
  }

  #note(
    trail: Trail,
    verb: string,
    change: {
      readonly before: ChangeRequest;
      readonly after: ChangeRequest;
      readonly reason: string | null;
    },
  ): void {
    const { before, after, reason } = change;
    this.record(trail, verb, { before, after, ...(reason === null ? {} : { reason }) });
  }
}

interface Reviewing {
  readonly operation: Operation;
  readonly stores: Stores;
  readonly trail: Trail;
}

/** The request, held: of those who decide on it at once, each sees what the one before left. */
async function hold(
  operation: Operation,
  { changeRequests }: Stores,
  id: string,
  permission: Permission = 'grant:review',
): Promise<ChangeRequest> {
  const request = await changeRequests.lock(id, 'update');
  operation.requireFor(permission, request.tenantId);
  return request;
}

/** The grant as it is, with the revision of the approval; of the newest one, when no request is named. */
async function readApplied(
  { grants, audit }: Stores,
  grantId: string,
  requestId?: string,
): Promise<Applied> {
  const grant = await grants.get(grantId);
  const object = `change-request/${requestId ?? grant.changeRequestId}`;
  const event = { action: 'change-request.approve', object };
  return { id: grantId, grant, firstRevision: await audit.findRevision(grant.tenantId, event) };
}
