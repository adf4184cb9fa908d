import type { ChangeRequest } from '../../control-plane/domain/change-request.ts';
import type { Grant } from '../../control-plane/domain/grant.ts';
import type { GrantRequest } from '../../control-plane/services/grant.ts';
import type { Operation } from '../../control-plane/services/operation.ts';
import { type Catalog, createCatalog, createTenancy, type Tenancy } from './catalog.ts';
import { call, type Management } from './management.ts';

/** A tenant, a model, one who asks for it and one who reviews; both are people of the tenant. */
export interface Approval extends Tenancy, Catalog {
  readonly developer: Operation;
  readonly reviewer: Operation;
}

export async function createApproval(management: Management): Promise<Approval> {
  const tenancy = await createTenancy(management);
  const who = { tenantId: tenancy.tenant.id };
  return {
    ...tenancy,
    ...(await createCatalog(management)),
    developer: await management.operation(['developer'], who),
    reviewer: await management.operation(['security-reviewer'], who),
  };
}

/** Asks for the model for the application, as the developer unless told otherwise. */
export async function requestGrant(
  { services }: Management,
  approval: Approval,
  change: Partial<GrantRequest> & { readonly by?: Operation } = {},
): Promise<ChangeRequest> {
  const { by = approval.developer, ...wanted } = change;
  const request = {
    tenantId: approval.tenant.id,
    applicationId: approval.application.id,
    modelId: approval.model.id,
    workloads: ['chat', 'code'],
    notAfter: null,
    reason: 'The help desk needs it.',
    ...wanted,
  };
  return (await services.grants.request(by, call('requestGrant'), request)).value;
}

/** Approves as the reviewer, unless told otherwise. */
export async function approveGrant(
  { services }: Management,
  approval: Approval,
  { id, digest }: Pick<ChangeRequest, 'id' | 'digest'>,
  by: Operation = approval.reviewer,
): Promise<Grant> {
  const decision = { id, digest, comment: 'Fine.' };
  return (await services.changeRequests.approveGrant(by, call('approveGrant'), decision)).value;
}

/** A grant that was asked for and approved. */
export async function createGrant(
  management: Management,
  approval: Approval,
  change: Partial<GrantRequest> = {},
): Promise<Grant> {
  const request = await requestGrant(management, approval, change);
  return approveGrant(management, approval, request);
}
