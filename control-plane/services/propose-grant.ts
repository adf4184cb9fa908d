import { randomUUID } from 'node:crypto';
import { describeChanges } from '../domain/audit.ts';
import {
  type ChangeRequest,
  type ChangeRequestDraft,
  createChangeRequest,
} from '../domain/change-request.ts';
import { notFound } from '../domain/errors.ts';
import type { GrantProposal } from '../domain/grant.ts';
import type { Stores, Trail } from '../storage/storage.ts';
import { requireInUse } from './in-use.ts';
import type { Operation } from './operation.ts';
import { requireTenant } from './tenant-owner.ts';

/** The transaction that a proposal is made in. */
export interface ProposalContext {
  readonly operation: Operation;
  readonly stores: Stores;
  readonly trail: Trail;
}

/**
 * Writes a change request instead of a change, with its audit entry.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_DENIED without `grant:request`, VALIDATION_FAILED
 */
export async function proposeGrant(
  { operation, stores, trail }: ProposalContext,
  draft: Omit<ChangeRequestDraft, 'requestedBy'>,
): Promise<ChangeRequest> {
  await requireSubjects(stores, draft, { application: 'applicationId', model: 'modelId' });
  operation.requireFor('grant:request', draft.tenantId);
  const requestedBy = operation.principal.id;
  const request = createChangeRequest(randomUUID(), { ...draft, requestedBy }, operation.now);
  await stores.changeRequests.insert(request);
  trail.entries.push({
    tenantId: request.tenantId,
    action: 'change-request.create',
    object: `change-request/${request.id}`,
    changes: describeChanges(undefined, request),
    reason: request.reason,
  });
  return request;
}

/**
 * Who and what a proposal is about: there, of that tenant, and none of them archived. The application is held as it is
 * until the transaction ends. `paths` are the input fields to blame.
 *
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export async function requireSubjects(
  stores: Stores,
  { tenantId, proposal }: { readonly tenantId: string; readonly proposal: GrantProposal },
  paths: { readonly application: string; readonly model: string },
): Promise<void> {
  await requireTenant(stores, tenantId);
  if (proposal.applicationId !== null) {
    const application = await stores.applications.lock(proposal.applicationId, 'share');
    if (application.tenantId !== tenantId) throw notFound('application');
    requireInUse(application, { path: paths.application, noun: 'application' });
  }
  const model = await stores.models.get(proposal.modelId);
  requireInUse(model, { path: paths.model, noun: 'model' });
}
