import { randomUUID } from 'node:crypto';
import { describeChanges } from '../../domain/audit.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import {
  type ChangeRequest,
  createChangeRequest,
  editChangeRequest,
} from '../../domain/change-request.ts';
import { invalid } from '../../domain/errors.ts';
import type { Proposals } from '../../domain/review/proposal.ts';
import { keepDemands, listDemands } from '../../domain/review/quorum.ts';
import type { RiskLevel } from '../../domain/review/risk/risk-level.ts';
import type { Stores } from '../../storage/storage.ts';
import type { ReviewTerms } from '../mutation.ts';
import { assessRisk } from './assess-risk.ts';
import { readDemands } from './demands.ts';
import type { DescribedChange, Origin, ProposedChange } from './described-change.ts';
import type { ChangeContext } from './governed-kind.ts';

/** How a change is proposed, and which applied request it takes back. */
interface ProposalTerms extends ReviewTerms {
  readonly rollbackOfId?: string | null;
}

/**
 * Proposes a change that the rules do not let anybody make alone. What tightens never waits, unless its author edits a
 * request by it. `changes` are what one mutation does, each of its kind; nothing for one that differs in nothing.
 *
 * @returns undefined when the change may be made
 * @throws DomainError as `propose`; VALIDATION_FAILED for a change of several kinds of which one is held back
 */
export async function proposeWhereDemanded(
  context: ChangeContext,
  changes: readonly (DescribedChange & Origin)[],
  terms: ReviewTerms,
): Promise<ChangeRequest | undefined> {
  const [change, ...others] = changes;
  if (change === undefined) return undefined;
  const isProposed = terms.changeRequestId !== undefined || terms.asDraft === true;
  if (!isProposed && !(await isAnyDemanded(context, changes))) return undefined;
  if (others.length === 0) return propose(context, change, terms);
  // Only of targets a mutation changes two kinds.
  throw invalid(
    'prices',
    'Prices are reviewed apart from the rest of a target: change each by itself.',
  );
}

async function isAnyDemanded(
  { operation, stores }: ChangeContext,
  changes: readonly (DescribedChange & Origin)[],
): Promise<boolean> {
  for (const change of changes) if (await isDemanded(stores, change, operation.now)) return true;
  return false;
}

/** Whether a rule holds the change back. */
export async function isDemanded(
  stores: Stores,
  change: DescribedChange & Origin,
  now: Date,
): Promise<boolean> {
  if (change.isTightening) return false;
  const isHeldAt = async (level: RiskLevel) =>
    (await readDemands(stores, change, level)).some(({ quorum }) => quorum > 0);
  if (!(await isHeldAt('high'))) return false;
  if (await isHeldAt('low')) return true;
  return (await assessRisk(stores, change, now)).level === 'high';
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
  change: ProposedChange & Origin,
  { reason, changeRequestId, asDraft = false, rollbackOfId = null }: ProposalTerms,
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
  const { authorIds: authors, principal } = operation;
  const { risk, demands } = await weigh({ operation, stores }, change);
  if (changeRequestId === undefined) {
    const demand = keepDemands(demands);
    const asked = { kind, tenantId, subjectId, requestedBy: principal.id, authors, demand, risk };
    const draft = { ...asked, ...content, isDraft: asDraft, rollbackOfId };
    const made = createChangeRequest(randomUUID(), draft, operation.now);
    await stores.changeRequests.insert(made);
    return note(trail, 'create', undefined, made);
  }
  const request = await stores.changeRequests.lock(changeRequestId, 'update');
  const isSame = request.kind === kind && request.tenantId === tenantId;
  const isAbout = request.subjectId === subjectId || (isNew(request) && baseVersion === 0);
  if (!isSame || !isAbout)
    throw invalid('changeRequestId', 'That change request is about something else.');
  const demand = keepDemands([...listDemands(request.demand), ...demands]);
  const edit = { ...content, demand, risk, editedBy: authors };
  const edited = editChangeRequest(request, edit, operation.now);
  await stores.changeRequests.replace(edited);
  return note(trail, 'edit', request, edited);
}

/** A change whose risk is asked for. */
export type Weighed = ProposedChange & Origin;

/** The risk of a change, and what rules demand of one of such a risk. */
export async function weigh(
  { operation, stores }: Pick<ChangeContext, 'operation' | 'stores'>,
  change: Weighed,
) {
  const risk = await assessRisk(stores, change, operation.now);
  return { risk, demands: await readDemands(stores, change, risk.level) };
}

function isNew({ baseVersion }: ChangeRequest): boolean {
  return baseVersion === 0;
}

/** As it comes back from the database, so that its digest is that of what is stored. Dates stay dates. */
export function asStored<Content extends Proposals[keyof Proposals]>(content: Content): Content {
  const isGrant = 'modelId' in content && !('providerId' in content);
  return isGrant ? content : JSON.parse(canonicalJson(content));
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
