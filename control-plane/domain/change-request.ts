import { createHash } from 'node:crypto';
import { reviewPermissions } from './approval-rule.ts';
import { canonicalJson } from './canonical-json.ts';
import { DomainError, invalid, invalidInput } from './errors.ts';
import {
  checkConditions,
  completeConditions,
  type Grant,
  type GrantProposal,
  proposeConditions,
} from './grant.ts';
import type { Principal } from './principal.ts';
import { revise, type VersionedRecord } from './record.ts';
import { type Proposals, tenantOf } from './review/proposal.ts';
import { checkProse } from './review/prose.ts';
import type { KeptDemand } from './review/quorum.ts';
import type { Risk } from './review/risk.ts';
import {
  type ChangeRequestEvent,
  type ChangeRequestState,
  isFinal,
  nextState,
} from './review/transition.ts';

/** How long a request waits, from when it was made or edited last. */
export const REVIEW_DAYS_MAX = 30;
const DAY_MS = 86_400_000;

export type { ChangeRequestEvent, ChangeRequestState } from './review/transition.ts';
export type ReviewVerdict = 'approved' | 'rejected' | 'changes_requested' | 'commented';

export type ChangeRequestKind = keyof Proposals;

/** A proposed change: reviewed by others, bound to exactly what was reviewed. */
export interface ChangeRequest<Kind extends ChangeRequestKind = ChangeRequestKind>
  extends VersionedRecord {
  /** Null for what is of the platform. */
  readonly tenantId: string | null;
  readonly kind: Kind;
  readonly state: ChangeRequestState;
  /** Id of the row that it makes or changes. */
  readonly subjectId: string;
  /** Version of the row that the proposal was made from; 0 for a new one. */
  readonly baseVersion: number;
  readonly proposal: Proposals[Kind];
  /** The content at that version, for those who compare; null for a new row. */
  readonly base: Proposals[Kind] | null;
  /** What `digestOf` gives. */
  readonly digest: string;
  readonly reason: string;
  /** Id of the principal. */
  readonly requestedBy: string;
  /** Ids of all principals who wrote some of it, the requester first. None of them can approve. */
  readonly authors: readonly string[];
  /** Grows with each edit, so that an approval never counts for what was edited away and back. */
  readonly round: number;
  /** The most that rules demanded when it was made or edited: one that is weakened since does not help it. */
  readonly demand: KeptDemand;
  /** As it was computed when it was made or edited; null for what is older. */
  readonly risk: Risk | null;
  readonly expiresAt: Date;
}

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

/** What the digest covers. */
export type ReviewedContent<Kind extends ChangeRequestKind = ChangeRequestKind> = Pick<
  ChangeRequest<Kind>,
  'kind' | 'subjectId' | 'baseVersion' | 'tenantId' | 'proposal'
>;

/** What a requester hands in, and what the rule demands of it. */
export type ChangeRequestDraft<Kind extends ChangeRequestKind = ChangeRequestKind> =
  ReviewedContent<Kind> &
    Pick<ChangeRequest<Kind>, 'reason' | 'requestedBy' | 'demand' | 'risk' | 'base'>;

/** What replaces the content of a request. */
export type ChangeRequestEdit = Pick<
  ChangeRequest,
  'baseVersion' | 'proposal' | 'base' | 'reason' | 'demand' | 'risk'
> & { readonly editedBy: string };

/** What a reviewer hands in. */
export interface ReviewDraft {
  readonly request: ChangeRequest;
  readonly reviewer: Principal;
  readonly verdict: ReviewVerdict;
  readonly comment: string | null | undefined;
}

/** SHA-256 in hexadecimal over the canonical JSON of what is reviewed. */
export function digestOf(content: ReviewedContent): string {
  const { kind, subjectId, baseVersion, tenantId, proposal } = content;
  const reviewed = isOfKind(content, 'grant') ? pickGrant(content.proposal) : proposal;
  const text = canonicalJson({ kind, subjectId, baseVersion, tenantId, proposal: reviewed });
  return createHash('sha256').update(text).digest('hex');
}

/** Tells what a content of any kind proposes. */
export function isOfKind<Kind extends ChangeRequestKind>(
  content: ReviewedContent,
  kind: Kind,
): content is ReviewedContent<Kind> {
  return content.kind === kind;
}

/** @throws DomainError VALIDATION_FAILED */
export function createChangeRequest<Kind extends ChangeRequestKind>(
  id: string,
  draft: ChangeRequestDraft<Kind>,
  now: Date,
): ChangeRequest<Kind> {
  requireProposable(draft, draft.reason, now);
  return {
    ...draft,
    ...firstVersion(id, now),
    state: 'in_review',
    digest: digestOf(draft),
    authors: [draft.requestedBy],
    round: 1,
    expiresAt: daysAfter(now, REVIEW_DAYS_MAX),
  };
}

/**
 * The request with another content, in review again, every approval of it gone.
 *
 * @throws DomainError VALIDATION_FAILED; VERSION_CONFLICT when it is at its end
 */
export function editChangeRequest(
  request: ChangeRequest,
  { editedBy, ...content }: ChangeRequestEdit,
  now: Date,
): ChangeRequest {
  const edited = { ...request, ...content };
  requireProposable(edited, content.reason, now);
  const authors = [...new Set([...request.authors, editedBy])];
  const expiresAt = daysAfter(now, REVIEW_DAYS_MAX);
  const next = { ...content, authors, round: request.round + 1, expiresAt };
  return { ...advance(request, 'edit', now), ...next, digest: digestOf(edited) };
}

/**
 * The request after an event.
 *
 * @throws DomainError VERSION_CONFLICT when it cannot happen in this state, or the request is past its time
 */
export function advance(
  request: ChangeRequest,
  event: ChangeRequestEvent,
  now: Date,
): ChangeRequest {
  const isLate = event !== 'expire' && request.expiresAt.getTime() <= now.getTime();
  const state = nextState(request.state, event);
  if (state === undefined || isLate) {
    const is = isLate && !isFinal(request.state) ? 'expired' : request.state.replaceAll('_', ' ');
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: request.version },
      `This change request is ${is} already.`,
    );
  }
  return revise(request, { state }, now);
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

/**
 * The digest is computed again from what is stored: content that was changed behind our back is never applied.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function requireDigest(request: ChangeRequest, reviewed: string): void {
  if (reviewed === request.digest && reviewed === digestOf(request)) return;
  throw invalid(
    'digest',
    'This is not the digest of the change request; read it again and review what it says.',
  );
}

/**
 * The grant as an approved request makes it. `current` is the grant that it changes; undefined for a new one.
 *
 * @throws DomainError VERSION_CONFLICT when the grant moved since the proposal; VALIDATION_FAILED when it would have
 *   ended already
 */
export function applyProposal(
  request: ChangeRequest<'grant'>,
  current: Grant | undefined,
  now: Date,
): Grant {
  const { proposal, subjectId, baseVersion } = request;
  if ((current?.version ?? 0) !== baseVersion || current?.revokedAt)
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: current?.version ?? 0 },
      'The grant was changed since this change was proposed; it must be proposed anew.',
    );
  if (checkConditions(proposal, now).length > 0)
    throw invalid('changeRequestId', 'The grant would have ended already; ask for it anew.');
  const conditions = completeConditions(proposal);
  const changed = { ...conditions, changeRequestId: request.id };
  if (current !== undefined) return revise(current, changed, now);
  const made = { tenantId: tenantOf(request), revokedAt: null, changeRequestId: request.id };
  return { ...proposal, ...conditions, ...firstVersion(subjectId, now), ...made };
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

function requireProposable(content: ReviewedContent, reason: string, now: Date): void {
  const faults = [
    ...(isOfKind(content, 'grant') ? checkConditions(content.proposal, now) : []),
    ...checkProse('reason', reason),
  ];
  if (faults.length > 0) throw invalidInput(faults);
}

/** Fields beside these are not reviewed, and were never part of a digest. */
function pickGrant({ applicationId, modelId, ...conditions }: GrantProposal): GrantProposal {
  return { applicationId, modelId, ...proposeConditions(conditions) };
}

function firstVersion(id: string, now: Date): VersionedRecord {
  return { id, version: 1, createdAt: now, updatedAt: now };
}

function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * DAY_MS);
}

function denied(permission: string, message: string): DomainError {
  return new DomainError({ code: 'PERMISSION_DENIED', permission }, message);
}
