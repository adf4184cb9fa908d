import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit.ts';
import { canonicalJson, isSameContent } from './canonical-json.ts';
import { DomainError, type Fault, invalid, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import type { Permission } from './permission.ts';
import { type AnySpec, type ConfigDocument, nameResource, type PlanKind } from './plan/document.ts';
import type { Demand } from './review/quorum.ts';
import { type ChangeRequestState, isFinal } from './review/transition.ts';

/** Resources that one plan may change: they are one revision. */
export const PLAN_CHANGES_MAX = 1_000;
/** Plans of one principal that are kept; the oldest go first. */
export const PLANS_KEPT_MAX = 20;
const PLAN_LIFE_MS = 86_400_000;
/** Without being asked, a plan deletes so many resources of its owner, or one in so many, whichever is more. */
const DELETIONS_FREE = 5;
const DELETIONS_SHARE = 10;
/** Moved resources that a message names. */
const NAMED_MAX = 5;

type RuledKind = 'grant' | 'route' | 'prompt_policy' | 'limit' | 'budget';
const ruledKinds: readonly RuledKind[] = ['grant', 'route', 'prompt_policy', 'limit', 'budget'];

export type PlanVerb = 'create' | 'update' | 'delete' | 'unchanged';
/** `loosening` is whatever is not proven to allow nothing new. */
export type PlanDirection = 'tightening' | 'loosening' | 'none';

/** What becomes of one resource. */
export interface PlanAction {
  readonly verb: PlanVerb;
  readonly kind: PlanKind;
  /** Of something new it is settled already: others of the plan refer to it. */
  readonly id: string;
  readonly tenantId: string;
  readonly tenant: string;
  readonly name: string;
  /** Version that it was planned from; 0 for something new. */
  readonly version: number;
  /** As documents say it; null where there is nothing, and for what stays. */
  readonly before: AnySpec | null;
  readonly after: AnySpec | null;
  /** Dotted paths of what differs, in the document. */
  readonly paths: readonly string[];
  readonly direction: PlanDirection;
  /** What its own mutation would ask for; undefined when nothing is done. */
  readonly permission?: Permission | undefined;
  /** Whether the plan puts it under its owner. */
  readonly isAdopted: boolean;
  /** Whose it was, when that was another. */
  readonly formerOwner?: string | undefined;
  /** Whether somebody has changed it by hand since it was applied. */
  readonly isDrifted: boolean;
  /** SHA-256 of the content with ids for names, so that a name that means something else by now is noticed. */
  readonly content: string;
}

/** What a plan is made from. */
export interface PlanInput {
  readonly owner: string;
  /** Whether what the owner has and no document names is deleted. */
  readonly prune: boolean;
  /** Whether resources of other owners may be taken over. */
  readonly adopt: boolean;
  readonly documents: readonly ConfigDocument[];
}

/** All of a plan: what it was made from, and what came of it. */
export interface PlanContent extends PlanInput {
  /** By kind, then tenant and name. */
  readonly actions: readonly PlanAction[];
  /** Resources that carry the owner already. */
  readonly ownedCount: number;
}

/** A plan that is kept until it is applied. */
export interface ConfigPlan extends PlanContent {
  readonly id: string;
  /** Tenant that its author is confined to; null for the platform. */
  readonly tenantId: string | null;
  readonly principalId: string;
  /** SHA-256 in hexadecimal over its text: see `textOfPlan`. */
  readonly digest: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly appliedAt: Date | null;
  /** The request that it became, where a rule demands review. */
  readonly changeRequestId: string | null;
}

/** What is reviewed of a plan: all of it, and what the rules demanded when it was proposed. */
export interface PlanProposal extends PlanContent {
  readonly planDigest: string;
  readonly demands: readonly Demand[];
}

/** What an author says of the one who applies. */
export interface PlanAuthor {
  readonly tenantId: string | null;
  readonly principalId: string;
}

export function createConfigPlan(
  id: string,
  {
    content,
    author,
    digest,
  }: { readonly content: PlanContent; readonly author: PlanAuthor; readonly digest: string },
  now: Date,
): ConfigPlan {
  return {
    ...content,
    ...author,
    id,
    digest,
    createdAt: now,
    expiresAt: new Date(now.getTime() + PLAN_LIFE_MS),
    appliedAt: null,
    changeRequestId: null,
  };
}

/**
 * What the plan would do, from which versions, and for whom: the canonical JSON of it, in pieces of one action each, so that
 * whoever writes it out can stop between them.
 */
export function* textOfPlan({ owner, prune, adopt, actions }: PlanContent): Generator<string> {
  yield '{"actions":[';
  for (const [at, action] of actions.entries())
    yield `${at === 0 ? '' : ','}${canonicalJson(action)}`;
  yield `],"adopt":${adopt},"owner":${canonicalJson(owner)},"prune":${prune}}`;
}

/** What is kept of a row's content to notice edits by hand. */
export function contentDigest(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

export function checkOwner(owner: string): readonly Fault[] {
  return checkSlug('owner', owner);
}

/** Kinds of changes in it that a rule may demand review of. What tightens waits with the rest, and demands nothing itself. */
export function ruledKindsOf({ actions }: Pick<PlanContent, 'actions'>): readonly RuledKind[] {
  const loosening = actions.filter(({ direction }) => direction === 'loosening');
  return ruledKinds.filter((ruled) => loosening.some(({ kind }) => kind === ruled));
}

/** What the plan does anything to. */
export function touchedActions({ actions }: Pick<PlanContent, 'actions'>): readonly PlanAction[] {
  return actions.filter(({ verb, isAdopted }) => verb !== 'unchanged' || isAdopted);
}

/** How many of each. */
export function countActions(actions: readonly PlanAction[]): Readonly<Record<PlanVerb, number>> {
  const counts = { create: 0, update: 0, delete: 0, unchanged: 0 };
  for (const { verb } of actions) counts[verb] += 1;
  return counts;
}

/** Whether it deletes more than a plan may without being told so. */
export function isMassDeletion({ actions, ownedCount }: PlanContent): boolean {
  const free = Math.max(DELETIONS_FREE, Math.floor(ownedCount / DELETIONS_SHARE));
  return countActions(actions).delete > free;
}

/** What the caller of an apply has seen and allows. */
export interface ApplyTerms {
  readonly expectedDigest: string;
  readonly allowMassDelete: boolean;
}

/** @throws DomainError VERSION_CONFLICT when it is applied or over; VALIDATION_FAILED when it is not what the caller saw */
export function requireApplicable(
  plan: ConfigPlan,
  { expectedDigest, allowMassDelete }: ApplyTerms,
  now: Date,
): void {
  if (plan.appliedAt !== null) throw moved('This plan was applied already.');
  if (plan.expiresAt <= now) throw moved('This plan is older than a day; plan again.');
  if (plan.digest !== expectedDigest)
    throw invalid(
      'expectedDigest',
      'This is not the digest of the plan; read it again and apply what it says.',
    );
  if (isMassDeletion(plan) && !allowMassDelete)
    throw invalid(
      'allowMassDelete',
      `The plan deletes ${countActions(plan.actions).delete} of the ${plan.ownedCount} resources of "${plan.owner}": say allowMassDelete: true if that is meant.`,
    );
}

/** Of the request that a plan became. @throws DomainError VERSION_CONFLICT when it is at its end */
export function requireOpen(state: ChangeRequestState): void {
  if (isFinal(state))
    throw moved(`This plan became a change request that is ${state}; plan again.`);
}

/** VERSION_CONFLICT that names what is no longer as it was planned. */
export function movedSince(planned: PlanContent, now: PlanContent): DomainError {
  const names = listMoved(planned, now);
  const shown = names.slice(0, NAMED_MAX).join(', ');
  const more = names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : '';
  return moved(`Moved since it was planned: ${shown}${more}. Plan again.`);
}

/** What became of a plan. `id` holds all of it, so that a repeated call can be answered. */
export interface AppliedPlan {
  readonly id: string;
  readonly planId: string;
  readonly createdCount: number;
  readonly updatedCount: number;
  readonly deletedCount: number;
  /** Put under the owner, besides those that it had. */
  readonly adoptedCount: number;
}

export function nameAppliedPlan(
  planId: string,
  { actions }: Pick<PlanContent, 'actions'>,
): AppliedPlan {
  const counts = countActions(actions);
  const adopted = actions.filter(({ isAdopted }) => isAdopted).length;
  return parseAppliedPlan([planId, counts.create, counts.update, counts.delete, adopted].join('/'));
}

/** Inverse of {@link nameAppliedPlan}. */
export function parseAppliedPlan(id: string): AppliedPlan {
  const [planId = '', ...counts] = id.split('/');
  const [createdCount = 0, updatedCount = 0, deletedCount = 0, adoptedCount = 0] =
    counts.map(Number);
  return { id, planId, createdCount, updatedCount, deletedCount, adoptedCount };
}

/** What the log says of a plan as a whole; each row has an entry of its own besides. */
export function describeAppliedPlan(
  { planId, createdCount, updatedCount, deletedCount, adoptedCount }: AppliedPlan,
  {
    owner,
    tenantId,
    reason,
  }: {
    readonly owner: string;
    readonly tenantId: string | null;
    readonly reason: string | undefined;
  },
): AuditEntry {
  const counts = { createdCount, updatedCount, deletedCount, adoptedCount };
  const told = Object.entries({ owner, ...counts }).map(([field, value]) => [field, [null, value]]);
  const object = `config-plan/${planId}`;
  return {
    tenantId,
    action: 'config-plan.apply',
    object,
    changes: Object.fromEntries(told),
    reason,
  };
}

/** @throws DomainError VALIDATION_FAILED */
export function requireBounded({ actions }: PlanContent): void {
  const { unchanged, ...changed } = countActions(actions);
  const count = changed.create + changed.update + changed.delete;
  if (count > PLAN_CHANGES_MAX)
    throw invalidInput([
      {
        path: 'documents',
        message: `${count} resources would change; a plan changes at most ${PLAN_CHANGES_MAX}. Plan them in parts.`,
      },
    ]);
}

function listMoved(planned: PlanContent, now: PlanContent): readonly string[] {
  const keyOf = ({ kind, id }: PlanAction) => `${kind}/${id}`;
  const after = new Map(now.actions.map((action) => [keyOf(action), action]));
  const before = new Set(planned.actions.map(keyOf));
  const gone = planned.actions.flatMap((action) => {
    const current = after.get(keyOf(action));
    return isSameContent(current, action) ? [] : [describeMove(action, current)];
  });
  const come = now.actions.filter((action) => !before.has(keyOf(action))).map(nameResource);
  return [...new Set([...gone, ...come])];
}

function describeMove(action: PlanAction, current: PlanAction | undefined): string {
  const name = nameResource(action);
  if (current === undefined || current.version === action.version) return name;
  return `${name} (version ${action.version} by then, ${current.version} by now)`;
}

function moved(message: string): DomainError {
  return new DomainError({ code: 'VERSION_CONFLICT', currentVersion: 0 }, message);
}
