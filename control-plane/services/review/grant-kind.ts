import { describeChanges } from '../../domain/audit.ts';
import { applyProposal } from '../../domain/change-request.ts';
import { tenantOf } from '../../domain/review/proposal.ts';
import type { GovernedKind } from './governed-kind.ts';
import { requireSubjects } from './require-subjects.ts';

const paths = { application: 'changeRequestId', model: 'changeRequestId' };

/** Grants: made and loosened by requests only. */
export const grantKind: GovernedKind<'grant'> = {
  proposePermission: 'grant:request',

  async holdBase(stores, request) {
    const subjects = { tenantId: tenantOf(request), proposal: request.proposal };
    await requireSubjects(stores, subjects, paths);
    const [current] = await stores.grants.lockByIds([request.subjectId], 'update');
    return current?.revokedAt ? undefined : (current?.version ?? 0);
  },

  async apply({ operation, stores, trail }, request) {
    const current = await stores.grants.find(request.subjectId);
    const grant = applyProposal(request, current, operation.now);
    await (current === undefined ? stores.grants.insert(grant) : stores.grants.replace(grant));
    trail.entries.push({
      tenantId: grant.tenantId,
      action: current === undefined ? 'grant.create' : 'grant.update',
      object: `grant/${grant.id}`,
      changes: describeChanges(current, grant),
      reason: request.reason,
    });
  },
};
