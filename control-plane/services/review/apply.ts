import { advance, type ChangeRequest, requireDigest } from '../../domain/change-request.ts';
import { DomainError } from '../../domain/errors.ts';
import { isAuthor, isBeneficiary, isEntitled } from '../../domain/review/quorum.ts';
import { addReview, type Decided, noteChange, replaceRequest } from './decide.ts';
import { measureProgress, type Progress } from './demands.ts';
import type { ChangeContext } from './governed-kind.ts';
import { kindOf } from './kinds.ts';

/** What an approval says besides yes. */
interface Approving {
  readonly comment: string | null | undefined;
  readonly isApplied: boolean;
}

const TENANT_SUSPENDED = 'The tenant is suspended: applyChange makes it when that is over.';

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
  const { operation } = context;
  if (request.state === 'applied') return findFirst(context, request, APPLY_ACTIONS);
  const approved =
    request.state === 'approved' ? request : advance(request, 'approve', operation.now);
  const movedTo = await findMove(context, request);
  if (movedTo !== undefined) return concludeConflict(context, request, movedTo);
  const { missing, said } = await giveApproval(context, request, comment);
  const reached = missing === 0 ? approved : request;
  if (said !== undefined)
    noteChange(context, 'approve', { before: request, after: reached, ...said });
  if (missing === 0 && isApplied) return conclude(context, request, reached);
  if (reached !== request) await context.stores.changeRequests.replace(reached);
  return { id: request.id, request: reached };
}

/**
 * Adds the approval of the caller, once for each round. `said` is undefined for a repeat.
 *
 * @throws DomainError PERMISSION_DENIED when no rule counts the caller; VALIDATION_FAILED
 */
export async function giveApproval(
  context: ChangeContext,
  request: ChangeRequest,
  comment: string | null | undefined,
): Promise<{
  readonly missing: number;
  readonly said: { readonly reason: string | undefined } | undefined;
}> {
  const { operation, stores } = context;
  const earlier = await stores.reviews.listByChangeRequests([request.id]);
  const isRepeat = earlier.some(
    ({ reviewerId, verdict, round }) =>
      reviewerId === operation.principal.id && verdict === 'approved' && round === request.round,
  );
  const review = isRepeat
    ? undefined
    : await addReview(context, request, { verdict: 'approved', comment });
  const progress = await measureProgress(stores, request, [
    ...earlier,
    ...(review === undefined ? [] : [review]),
  ]);
  requireDemanded(context, progress);
  return { missing: progress.missing, said: review && { reason: review.comment ?? undefined } };
}

/**
 * Makes the change of an approved request; of one that is suspended too, when its tenant is so no longer. The request is
 * held.
 *
 * @throws DomainError VERSION_CONFLICT when it is not approved; VALIDATION_FAILED when a rule of today forbids it
 */
export async function applyApproved(
  context: ChangeContext,
  request: ChangeRequest,
): Promise<Decided> {
  const { id, state } = request;
  if (state === 'applied') return findFirst(context, request, APPLY_ACTIONS);
  if (state === 'scheduled')
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: request.version },
      'This change is scheduled; cancel its schedule to make it now.',
    );
  if (state !== 'suspended') return applyReady(context, request, request);
  if (await isSuspended(context, request)) return { id, request };
  return applyReady(context, request, advance(request, 'resume', context.operation.now));
}

/** Makes the change of a scheduled request, whose window is open. Otherwise as `applyApproved`. */
export async function applyScheduled(
  context: ChangeContext,
  request: ChangeRequest,
): Promise<Decided> {
  return applyReady(context, request, request);
}

/** `request` is what is stored, `ready` what may be applied from. */
async function applyReady(
  context: ChangeContext,
  request: ChangeRequest,
  ready: ChangeRequest,
): Promise<Decided> {
  const { operation, stores } = context;
  advance(ready, 'apply', operation.now);
  requireDigest(request, request.digest);
  const movedTo = await findMove(context, request);
  if (movedTo !== undefined) return concludeConflict(context, request, movedTo, ready);
  const reviews = await stores.reviews.listByChangeRequests([request.id]);
  const { missing } = await measureProgress(stores, request, reviews);
  if (missing === 0) return conclude(context, request, ready);
  const note = 'An approval counts no longer.';
  const after = advance(ready, 'lapse', operation.now, note);
  return {
    id: request.id,
    request: await replaceRequest(context, 'lapse', { before: request, after }),
  };
}

/** The one place where a request becomes applied. `request` is what is stored, `approved` what it has become since. */
async function conclude(
  context: ChangeContext,
  request: ChangeRequest,
  approved: ChangeRequest,
): Promise<Decided> {
  const { now } = context.operation;
  const { id, reason } = approved;
  if (await isSuspended(context, approved)) {
    const after = advance(approved, 'suspend', now, TENANT_SUSPENDED);
    return { id, request: await replaceRequest(context, 'suspend', { before: request, after }) };
  }
  const after = advance(approved, 'apply', now);
  await kindOf(approved).apply(context, approved);
  return {
    id,
    request: await replaceRequest(context, 'apply', { before: request, after, reason }),
  };
}

/** Writes down that what the request would change has moved. */
export async function concludeConflict(
  context: ChangeContext,
  request: ChangeRequest,
  movedTo: number,
  ready: ChangeRequest = request,
): Promise<Decided> {
  const after = advance(ready, 'conflict', context.operation.now);
  const conflicted = await replaceRequest(context, 'conflict', { before: request, after });
  return { id: request.id, request: conflicted, movedTo };
}

/** The version that the row has, when it is not the one that the request was made from; 0 when it is gone. */
export async function findMove(
  { operation, stores }: ChangeContext,
  request: ChangeRequest,
): Promise<number | undefined> {
  const version = await kindOf(request).holdBase(stores, request, operation.now);
  return version === request.baseVersion ? undefined : (version ?? 0);
}

/** Nothing of a tenant that is suspended is changed by what was approved before. */
export async function isSuspended(
  { stores }: ChangeContext,
  { tenantId }: ChangeRequest,
): Promise<boolean> {
  return tenantId !== null && (await stores.tenants.get(tenantId)).suspended;
}

/** What an earlier call has made, with its revision: that of the first of the audit actions that there is. */
export async function findFirst(
  { stores }: ChangeContext,
  request: ChangeRequest,
  actions: readonly string[],
): Promise<Decided> {
  const object = `change-request/${request.id}`;
  for (const action of actions) {
    const firstRevision = await stores.audit.findRevision(request.tenantId, { action, object });
    if (firstRevision !== undefined) return { id: request.id, request, firstRevision };
  }
  return { id: request.id, request };
}

/** Requests that an earlier build applied have the entry of their approval only. */
const APPLY_ACTIONS = ['change-request.apply', 'change-request.approve'];

/** An approval that no demand counts is refused, rather than kept without effect. */
function requireDemanded(
  { operation }: ChangeContext,
  { demands, reviewed }: Pick<Progress, 'demands' | 'reviewed'>,
): void {
  const { permission, parties } = reviewed;
  const { id, roles } = operation.principal;
  const found = parties.find((party) => party.id === id);
  const refuse = (message: string) => {
    throw new DomainError({ code: 'PERMISSION_DENIED', permission }, message);
  };
  if (found !== undefined && isAuthor(found, reviewed))
    refuse('You wrote some of this change by another account; another person must review it.');
  if (found !== undefined && isBeneficiary(found, reviewed))
    refuse('This changes what you may do by one of your accounts; another person must review it.');
  const reviewer = found && { ...found, roles, customPermissions: [...operation.permissions] };
  const counts = demands.some(
    (demand) =>
      demand.quorum > 0 && reviewer !== undefined && isEntitled(reviewer, reviewed, demand),
  );
  if (counts || demands.every(({ quorum }) => quorum === 0)) return;
  refuse(demandSentence(demands));
}

function demandSentence(demands: Progress['demands']): string {
  const list = (words: readonly string[]) => [...new Set(words)].join(', ');
  const roles = list(demands.flatMap((demand) => demand.roles));
  const groups = list(demands.flatMap((demand) => demand.groups));
  const teams = list(demands.flatMap((demand) => demand.teams));
  const asked = [
    roles && `with one of the roles ${roles}`,
    groups && `in one of the groups ${groups}`,
    teams && `of another of the teams ${teams} than its authors`,
  ].filter((one) => one !== '');
  return `The approval rule of this tenant asks for reviewers ${asked.join(', ')}.`;
}
