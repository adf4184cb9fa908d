import { notFound } from '../../domain/errors.ts';
import type { GrantProposal } from '../../domain/grant.ts';
import type { Stores } from '../../storage/storage.ts';
import { requireInUse } from '../in-use.ts';
import { requireTenant } from '../tenant-owner.ts';

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
