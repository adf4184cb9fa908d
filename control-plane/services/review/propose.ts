import { randomUUID } from 'node:crypto';
import { describeChanges } from '../../domain/audit.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import {
  type ChangeRequest,
  type ChangeRequestKind,
  createChangeRequest,
  editChangeRequest,
  type Proposals,
} from '../../domain/change-request.ts';
import { invalid } from '../../domain/errors.ts';
import type { ReviewTerms } from '../mutation.ts';
import { readDemands } from './demands.ts';
import type { ChangeContext } from './governed-kind.ts';

/** What is reviewed of a change: the content before and after. */
export type DescribedChange = {
  readonly [Kind in ChangeRequestKind]: {
    readonly kind: Kind;
    readonly tenantId: string;
    readonly proposal: Proposals[Kind];
    /** Undefined for a new row. */
    readonly base: Proposals[Kind] | undefined;
    /** Whether it is proven to allow nothing that was not allowed before. */
    readonly isTightening: boolean;
  };
}[ChangeRequestKind];

/** The row that a change is about. */
interface Origin {
  readonly subjectId: string;
  readonly baseVersion: number;
}

/**
 * Proposes a change that the rules of the tenant do not let anybody make alone. What tightens never waits, unless its
 * author edits a request by it.
 *
 * @returns undefined when the change may be made
 * @throws DomainError as `propose`
 */
export async function proposeWhereDemanded(
  context: ChangeContext,
  change: DescribedChange & Origin,
  terms: ReviewTerms,
): Promise<ChangeRequest | undefined> {
  if (terms.changeRequestId === undefined) {
    if (change.isTightening) return undefined;
    const demands = await readDemands(context.stores, change);
    if (demands[0].quorum === 0) return undefined;
  }
  return propose(context, change, terms);
}

/**
 * Writes a change request instead of a change, or edits an open one of the same row, with its audit entry. Whether the
 * caller may propose such changes was asked before.
 *
 * @throws DomainError VALIDATION_FAILED without a reason, or for a request of another row; NOT_FOUND, VERSION_CONFLICT for one
 *   that is closed
 */
export async function propose(
  { operation, stores, trail }: ChangeContext,
  change: Omit<DescribedChange, 'isTightening'> & Origin,
  { reason, changeRequestId }: ReviewTerms,
): Promise<ChangeRequest> {
  const { kind, tenantId, subjectId, baseVersion } = change;
  if (reason === undefined)
    throw invalid('reason', 'This must be reviewed: say why, for those who review it.');
  const content = {
    reason,
    baseVersion,
    proposal: asStored(change.proposal),
    base: change.base === undefined ? null : asStored(change.base),
  };
  const by = operation.principal.id;
  if (changeRequestId === undefined) {
    const [demand] = await readDemands(stores, { ...change, ...content });
    const { quorum, roles } = demand;
    const asked = { kind, tenantId, subjectId, requestedBy: by, demand: { quorum, roles } };
    const made = createChangeRequest(randomUUID(), { ...asked, ...content }, operation.now);
    await stores.changeRequests.insert(made);
    return note(trail, 'create', undefined, made);
  }
  const request = await stores.changeRequests.lock(changeRequestId, 'update');
  const isSame = request.kind === kind && request.tenantId === tenantId;
  const isAbout = request.subjectId === subjectId || (isNew(request) && baseVersion === 0);
  if (!isSame || !isAbout)
    throw invalid('changeRequestId', 'That change request is about something else.');
  const edited = editChangeRequest(request, { ...content, editedBy: by }, operation.now);
  await stores.changeRequests.replace(edited);
  return note(trail, 'edit', request, edited);
}

function isNew({ baseVersion }: ChangeRequest): boolean {
  return baseVersion === 0;
}

/** As it comes back from the database, so that its digest is that of what is stored. Dates stay dates. */
function asStored<Content extends Proposals[ChangeRequestKind]>(content: Content): Content {
  return 'modelId' in content ? content : JSON.parse(canonicalJson(content));
}

function note(
  trail: ChangeContext['trail'],
  verb: string,
  before: ChangeRequest | undefined,
  after: ChangeRequest,
): ChangeRequest {
  trail.entries.push({
    tenantId: after.tenantId,
    action: `change-request.${verb}`,
    object: `change-request/${after.id}`,
    changes: describeChanges(before, after),
    reason: after.reason,
  });
  return after;
}
