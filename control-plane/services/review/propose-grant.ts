import type { ChangeRequest } from '../../domain/change-request.ts';
import type { GrantProposal } from '../../domain/grant.ts';
import type { ReviewTerms } from '../mutation.ts';
import type { ChangeContext } from './governed-kind.ts';
import { propose } from './propose.ts';
import { requireSubjects } from './require-subjects.ts';

/** The grant as it is to be; `base` is undefined for a new one. */
export interface ProposedGrant {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly baseVersion: number;
  readonly proposal: GrantProposal;
  readonly base?: GrantProposal;
}

/**
 * Writes a change request instead of a change, with its audit entry.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_DENIED without `grant:request`, VALIDATION_FAILED
 */
export async function proposeGrant(
  context: ChangeContext,
  change: ProposedGrant,
  terms: ReviewTerms,
): Promise<ChangeRequest> {
  const paths = { application: 'applicationId', model: 'modelId' };
  await requireSubjects(context.stores, change, paths);
  context.operation.requireFor('grant:request', change.tenantId);
  return propose(context, { base: undefined, ...change, kind: 'grant' }, terms);
}
