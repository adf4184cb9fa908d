import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { DomainError, type Fault, invalid, invalidInput } from './errors.ts';
import {
  checkConditions,
  completeConditions,
  type Grant,
  type GrantProposal,
  proposeConditions,
} from './grant.ts';
import { permissionsOf, roles } from './permission.ts';
import type { Principal } from './principal.ts';
import { revise, type VersionedRecord } from './record.ts';

const PROSE_MAX = 2000;

export type ChangeRequestKind = 'grant';
export type ChangeRequestState = 'in_review' | 'applied' | 'rejected' | 'withdrawn';
export type ReviewVerdict = 'approved' | 'rejected';

/** A proposed change: reviewed by others, bound to exactly what was reviewed. Its content never changes. */
export interface ChangeRequest extends VersionedRecord {
  readonly tenantId: string;
  readonly kind: ChangeRequestKind;
  readonly state: ChangeRequestState;
  /** Id of the grant that it makes or changes. */
  readonly subjectId: string;
  /** Version of the grant that the proposal was made from; 0 for a new grant. */
  readonly baseVersion: number;
  readonly proposal: GrantProposal;
  /** What `digestOf` gives. */
  readonly digest: string;
  readonly reason: string;
  /** Id of the principal. */
  readonly requestedBy: string;
}

/** What a reviewer said, and of what. */
export interface Review {
  readonly id: string;
  readonly tenantId: string;
  readonly changeRequestId: string;
  readonly reviewerId: string;
  readonly verdict: ReviewVerdict;
  /** Digest that the review binds to. */
  readonly digest: string;
  readonly comment: string | null;
  readonly createdAt: Date;
}

/** What the digest covers. */
export type ReviewedContent = Pick<
  ChangeRequest,
  'kind' | 'subjectId' | 'baseVersion' | 'tenantId' | 'proposal'
>;

/** What a requester hands in. */
export type ChangeRequestDraft = Omit<ReviewedContent, 'kind'> &
  Pick<ChangeRequest, 'reason' | 'requestedBy'>;

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
  const { applicationId, modelId } = proposal;
  const text = canonicalJson({
    kind,
    subjectId,
    baseVersion,
    tenantId,
    proposal: { applicationId, modelId, ...proposeConditions(proposal) },
  });
  return createHash('sha256').update(text).digest('hex');
}

/** @throws DomainError VALIDATION_FAILED */
export function createChangeRequest(
  id: string,
  draft: ChangeRequestDraft,
  now: Date,
): ChangeRequest {
  const faults = [...checkConditions(draft.proposal, now), ...checkProse('reason', draft.reason)];
  if (faults.length > 0) throw invalidInput(faults);
  const content = { ...draft, kind: 'grant' } as const;
  return { ...content, ...firstVersion(id, now), state: 'in_review', digest: digestOf(content) };
}

/** The request in its last state. */
export function closeChangeRequest(
  request: ChangeRequest,
  state: Exclude<ChangeRequestState, 'in_review'>,
  now: Date,
): ChangeRequest {
  return revise(request, { state }, now);
}

/**
 * Only people review, and never what they asked for themselves. That the roles carry `grant:review` is asked before.
 *
 * @throws DomainError PERMISSION_DENIED
 */
export function requireReviewer(request: ChangeRequest, reviewer: Principal): void {
  if (reviewer.kind !== 'human')
    throw denied('grant:review', 'A service cannot review; a person must do it.');
  if (reviewer.id === request.requestedBy)
    throw denied(
      'grant:review',
      'You asked for this change yourself; another person must review it.',
    );
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

/** @throws DomainError VERSION_CONFLICT when it was applied, rejected or withdrawn */
export function requireInReview(request: ChangeRequest): void {
  if (request.state === 'in_review') return;
  throw new DomainError(
    { code: 'VERSION_CONFLICT', currentVersion: request.version },
    `This change request is ${request.state} already.`,
  );
}

/**
 * The grant as an approved request makes it. `current` is the grant that it changes; undefined for a new one.
 *
 * @throws DomainError VERSION_CONFLICT when the grant moved since the proposal; VALIDATION_FAILED when it would have
 *   ended already
 */
export function applyProposal(
  request: ChangeRequest,
  current: Grant | undefined,
  now: Date,
): Grant {
  const { proposal, tenantId, subjectId, baseVersion } = request;
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
  const made = { tenantId, revokedAt: null, changeRequestId: request.id };
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
    comment: isSilent ? null : (comment ?? null),
    createdAt: now,
  };
}

/** Who can approve, as one sentence for the requester. */
export function approversSentence(): string {
  const able = roles.filter((role) => permissionsOf[role].includes('grant:review'));
  return `Nothing is allowed yet: another person with the role ${able.join(' or ')} must approve it.`;
}

/** Lines and tabs are welcome; other control characters are not. */
function checkProse(path: string, value: string): readonly Fault[] {
  const length = value.trim().length;
  const isClean = !/\p{Cc}/u.test(value.replaceAll(/[\n\r\t]/g, ''));
  if (length >= 1 && length <= PROSE_MAX && isClean) return [];
  return [{ path, message: `Write 1 to ${PROSE_MAX} characters, without control characters.` }];
}

function firstVersion(id: string, now: Date): VersionedRecord {
  return { id, version: 1, createdAt: now, updatedAt: now };
}

function denied(permission: string, message: string): DomainError {
  return new DomainError({ code: 'PERMISSION_DENIED', permission }, message);
}
