import { isSameContent } from '../../../domain/canonical-json.ts';
import {
  advance,
  type ChangeRequest,
  type ChangeRequestKind,
  editChangeRequest,
  requireDigest,
} from '../../../domain/change-request.ts';
import { DomainError, invalid, invalidInput } from '../../../domain/errors.ts';
import { mergeContents } from '../../../domain/review/course/merge.ts';
import type { Proposals } from '../../../domain/review/proposal.ts';
import { keepDemands, listDemands } from '../../../domain/review/quorum.ts';
import { requireAuthor } from '../../../domain/review/review.ts';
import type { Storage } from '../../../storage/storage.ts';
import type { Changed, MutationCall } from '../../mutation.ts';
import type { Operation } from '../../operation.ts';
import { concludeConflict, findMove } from '../apply.ts';
import { type Decided, decide, hold, replaceRequest, requireAny } from '../decide.ts';
import { measureProgress } from '../demands.ts';
import type { ChangeContext } from '../governed-kind.ts';
import { kindOf, proposePermissions } from '../kinds.ts';
import { asStored, propose, type Weighed, weigh } from '../propose.ts';

/** What is taken back, and why. */
export interface Rollback {
  readonly id: string;
  readonly reason: string;
}

/** How requests come before their reviewers: drafts handed in, what conflicted made anew, what was applied turned around. */
export class ChangePreparationService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Hands in a draft. Where no review is demanded it is approved at once.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED to all but its authors, VALIDATION_FAILED, VERSION_CONFLICT when it is no
   *   draft or what it changes has moved, IDEMPOTENCY_KEY_REUSED
   */
  submit(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return this.#decide(operation, call, async (context) => {
      const before = await hold(context, id, 'propose');
      requireAuthor(before, operation.principal);
      const submitted = advance(before, 'submit', operation.now);
      requireDigest(before, before.digest);
      const movedTo = await findMove(context, before);
      if (movedTo !== undefined) return concludeConflict(context, before, movedTo);
      const after = await approveUndemanded(context, submitted);
      return { id, request: await replaceRequest(context, 'submit', { before, after }) };
    });
  }

  /**
   * Makes an open request anew on what its row is by now, when nobody has changed the fields that it changes. That is another
   * content: every approval is gone, and whoever does it is one of its authors.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT when it is closed or its row is gone,
   *   VALIDATION_FAILED with the fields that both changed, IDEMPOTENCY_KEY_REUSED
   */
  rebase(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return this.#decide(operation, call, async (context) => {
      const before = await hold(context, id, 'propose');
      advance(before, 'edit', operation.now);
      requireDigest(before, before.digest);
      const { base, proposal, reason } = before;
      refuse(kindOf(before).never?.rebased);
      if (base === null)
        throw invalid('changeRequestId', 'It makes something new: edit it instead.');
      const current = await holdCurrent(context, before);
      if (current.version === before.baseVersion)
        throw invalid('changeRequestId', 'What it changes has not moved; it needs no rebase.');
      const content = mergeOrThrow({ base, current: current.content, proposed: proposal });
      const renewed = {
        baseVersion: current.version,
        proposal: content,
        base: asStored(current.content),
      };
      const { risk, demands } = await weigh(context, { ...before, ...renewed } as Weighed);
      const demand = keepDemands([...listDemands(before.demand), ...demands]);
      const edit = { ...renewed, reason, demand, risk, editedBy: operation.authorIds };
      const after = editChangeRequest(before, edit, operation.now);
      await kindOf(after).judge(context, after);
      return { id, request: await replaceRequest(context, 'rebase', { before, after }) };
    });
  }

  /**
   * Proposes that the row be again what it was before an applied request, but for what others have changed since. The new
   * request is reviewed like any other.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT when its row is gone, VALIDATION_FAILED with the
   *   fields that were changed since, IDEMPOTENCY_KEY_REUSED
   */
  requestRollback(
    operation: Operation,
    call: MutationCall,
    { id, reason }: Rollback,
  ): Promise<Changed<ChangeRequest>> {
    requireAny(operation, proposePermissions);
    return this.#decide(operation, call, async (context) => {
      const applied = await hold(context, id, 'propose');
      const { state, base, proposal, kind, tenantId, subjectId } = applied;
      if (state !== 'applied' && state !== 'ratified')
        throw invalid('changeRequestId', 'Only a change that was applied can be taken back.');
      refuse(kindOf(applied).never?.takenBack);
      if (base === null)
        throw invalid(
          'changeRequestId',
          'It made something new: revoke or archive that, which needs no review.',
        );
      const current = await holdCurrent(context, applied);
      const content = mergeOrThrow({ base: proposal, current: current.content, proposed: base });
      const change = {
        kind,
        tenantId,
        subjectId,
        baseVersion: current.version,
        proposal: content,
        base: current.content,
      } as Weighed;
      const before = await propose(context, change, { reason, rollbackOfId: id });
      await kindOf(before).judge(context, before);
      const after = await approveUndemanded(context, before);
      if (after === before) return { id: before.id, request: before };
      const request = await replaceRequest(context, 'submit', { before, after });
      return { id: request.id, request };
    });
  }

  #decide(
    operation: Operation,
    call: MutationCall,
    work: (context: ChangeContext) => Promise<Decided>,
  ): Promise<Changed<ChangeRequest>> {
    return decide({ storage: this.#storage, operation }, call, work);
  }
}

/** The request as approved when no rule demands a review, neither that of its proposal nor that of this moment. */
export async function approveUndemanded(
  { operation, stores }: ChangeContext,
  request: ChangeRequest,
): Promise<ChangeRequest> {
  const { demands } = await measureProgress(stores, request, []);
  if (demands.some(({ quorum }) => quorum > 0)) return request;
  return advance(request, 'approve', operation.now, 'No rule demands a review.');
}

/** @throws DomainError VALIDATION_FAILED that says why this is never done, when there is such a reason */
function refuse(why: string | undefined): void {
  if (why !== undefined) throw invalid('changeRequestId', why);
}

/** The row as it is, held. @throws DomainError VERSION_CONFLICT when it is gone or past its life */
async function holdCurrent({ operation, stores }: ChangeContext, request: ChangeRequest) {
  const kind = kindOf(request);
  const version = await kind.holdBase(stores, request, operation.now);
  const content = version && (await kind.readContent?.(stores, request, operation.now));
  if (version === undefined || !content)
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: 0 },
      'What it would change is gone; withdraw it.',
    );
  return { version, content };
}

function mergeOrThrow<Content extends Proposals[ChangeRequestKind]>(contents: {
  readonly base: Content;
  readonly current: Content;
  readonly proposed: Content;
}): Content {
  const { merged, collisions } = mergeContents(contents);
  if (collisions.length > 0)
    throw invalidInput(
      collisions.map((path) => ({
        path,
        message: 'This was changed since, to something else: edit the request, or leave it.',
      })),
    );
  if (isSameContent(merged, contents.current))
    throw invalid('changeRequestId', 'Nothing would change: it is so already.');
  return asStored(merged);
}
