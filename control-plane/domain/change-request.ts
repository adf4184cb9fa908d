import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { DomainError, invalid, invalidInput } from './errors.ts';
import { checkConditions, type GrantProposal, proposeConditions } from './grant.ts';
import { revise, type VersionedRecord } from './record.ts';
import type { Emergency } from './review/course/emergency.ts';
import type { Proposals } from './review/proposal.ts';
import { checkProse } from './review/prose.ts';
import type { KeptDemand } from './review/quorum.ts';
import type { Risk } from './review/risk/risk.ts';
import {
  type ChangeRequestEvent,
  type ChangeRequestState,
  isFinal,
  nextState,
} from './review/transition.ts';

/** How long a request waits, from when it was made or edited last. */
export const REVIEW_DAYS_MAX = 30;
const DAY_MS = 86_400_000;
/** What happens to requests whatever time it is. */
const TIMELESS: ReadonlySet<ChangeRequestEvent> = new Set(['expire', 'ratify', 'revert']);
const UNSCHEDULED = { applyAt: null, applyUntil: null, scheduledBy: null };

export type { ChangeRequestEvent, ChangeRequestState } from './review/transition.ts';

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
  /** When it is to be made, at the earliest and before which moment; null unless it is scheduled. */
  readonly applyAt: Date | null;
  readonly applyUntil: Date | null;
  /** Id of the principal who will have made it then. */
  readonly scheduledBy: string | null;
  /** Why it is where it is, when not somebody but a rule has brought it there. */
  readonly note: string | null;
  /** Set when it was made without its quorum. */
  readonly emergency: Emergency | null;
  /** When what was made without its quorum is taken back. */
  readonly revertAt: Date | null;
  /** The applied request that it takes back. */
  readonly rollbackOfId: string | null;
}

/** What the digest covers. */
export type ReviewedContent<Kind extends ChangeRequestKind = ChangeRequestKind> = Pick<
  ChangeRequest<Kind>,
  'kind' | 'subjectId' | 'baseVersion' | 'tenantId' | 'proposal'
>;

/** What a requester hands in, and what the rule demands of it. */
export type ChangeRequestDraft<Kind extends ChangeRequestKind = ChangeRequestKind> =
  ReviewedContent<Kind> &
    Pick<ChangeRequest<Kind>, 'reason' | 'requestedBy' | 'authors' | 'demand' | 'risk' | 'base'> & {
      readonly isDraft: boolean;
      readonly rollbackOfId: string | null;
    };

/** What replaces the content of a request. */
export type ChangeRequestEdit = Pick<
  ChangeRequest,
  'baseVersion' | 'proposal' | 'base' | 'reason' | 'demand' | 'risk'
> & {
  /** Who edited it, and who answers for that. */
  readonly editedBy: readonly string[];
};

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
  { isDraft, ...draft }: ChangeRequestDraft<Kind>,
  now: Date,
): ChangeRequest<Kind> {
  requireProposable(draft, draft.reason, now);
  return {
    ...draft,
    ...firstVersion(id, now),
    ...UNSCHEDULED,
    state: isDraft ? 'draft' : 'in_review',
    digest: digestOf(draft),
    round: 1,
    expiresAt: daysAfter(now, REVIEW_DAYS_MAX),
    note: null,
    emergency: null,
    revertAt: null,
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
  const authors = [...new Set([...request.authors, ...editedBy])];
  const expiresAt = daysAfter(now, REVIEW_DAYS_MAX);
  const next = { ...content, authors, round: request.round + 1, expiresAt };
  return { ...advance(request, 'edit', now), ...next, digest: digestOf(edited) };
}

/**
 * The request after an event; `note` says why, when a rule brought it about.
 *
 * @throws DomainError VERSION_CONFLICT when it cannot happen in this state, or the request is past its time
 */
export function advance(
  request: ChangeRequest,
  event: ChangeRequestEvent,
  now: Date,
  note: string | null = null,
): ChangeRequest {
  const isLate = !TIMELESS.has(event) && request.expiresAt.getTime() <= now.getTime();
  const state = nextState(request.state, event);
  if (state === undefined || isLate) {
    const is = isLate && !isFinal(request.state) ? 'expired' : request.state.replaceAll('_', ' ');
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: request.version },
      `This change request is ${is} already.`,
    );
  }
  const schedule = state === 'scheduled' ? {} : UNSCHEDULED;
  const revertAt = state === 'applied_emergency' ? request.revertAt : null;
  return revise(request, { state, note, revertAt, ...schedule }, now);
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
