import { describeChanges } from '../../../domain/audit.ts';
import type { ChangeRequest } from '../../../domain/change-request.ts';
import { type Grant, revokeGrant } from '../../../domain/grant.ts';
import { grantContent } from '../../../domain/review/content.ts';
import { applyProposal } from '../../../domain/review/grant-proposal.ts';
import { tenantOf } from '../../../domain/review/proposal.ts';
import type { ChangeContext, GovernedKind } from '../governed-kind.ts';
import { requireSubjects } from '../require-subjects.ts';

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

  async readContent({ grants }, { subjectId }) {
    const current = await grants.find(subjectId);
    return current && grantContent(current);
  },

  async judge(context, request) {
    await build(context, request);
  },

  async apply(context, request) {
    const { current, grant } = await build(context, request);
    const { grants } = context.stores;
    await (current === undefined ? grants.insert(grant) : grants.replace(grant));
    const action = current === undefined ? 'grant.create' : 'grant.update';
    note(context, action, { before: current, after: grant, reason: request.reason });
  },

  async end(context, { subjectId, reason }) {
    const { operation, stores } = context;
    const before = await stores.grants.get(subjectId);
    const after = revokeGrant(before, operation.now);
    await stores.grants.replace(after);
    note(context, 'grant.revoke', { before, after, reason });
  },
};

async function build({ operation, stores }: ChangeContext, request: ChangeRequest<'grant'>) {
  const current = await stores.grants.find(request.subjectId);
  return { current, grant: applyProposal(request, current, operation.now) };
}

function note(
  { trail }: ChangeContext,
  action: string,
  change: { readonly before: Grant | undefined; readonly after: Grant; readonly reason: string },
): void {
  const { before, after, reason } = change;
  const changes = describeChanges(before, after);
  trail.entries.push({
    tenantId: after.tenantId,
    action,
    object: `grant/${after.id}`,
    changes,
    reason,
  });
}
