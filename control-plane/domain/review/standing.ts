import { reviewPermissions } from '../approval-rule.ts';
import type { ChangeRequest } from '../change-request.ts';
import { permissionsOf, roles } from '../permission.ts';
import { listDemands } from './quorum.ts';

/** What somebody does next about a request that was made instead of a change, as one sentence for the requester. */
export function standingSentence(
  request: Pick<ChangeRequest, 'kind' | 'tenantId' | 'demand' | 'state' | 'note'>,
): string {
  const { state, note } = request;
  if (state === 'draft')
    return 'Nothing is changed yet: this is a draft, which submitChange hands in.';
  if (state === 'suspended') return `Nothing is changed yet. ${note ?? 'It is suspended.'}`;
  if (state === 'approved')
    return 'Nothing is changed yet: it is approved, and applyChange makes it.';
  if (state === 'applied_emergency')
    return `It is in force for now, and taken back unless ${approvers(request)} ratify it.`;
  return `Nothing is ${request.kind === 'grant' ? 'allowed' : 'changed'} yet: ${approvers(request)} must approve it.`;
}

function approvers({
  kind,
  tenantId,
  demand,
}: Pick<ChangeRequest, 'kind' | 'tenantId' | 'demand'>): string {
  const demands = listDemands(demand);
  const quorum = Math.max(...demands.map((one) => one.quorum));
  const able = roles.filter((role) => {
    const isDemanded = demands.some((one) => one.roles.length === 0 || one.roles.includes(role));
    // The platform has no owners.
    const isThere = tenantId !== null || role !== 'owner';
    return isThere && isDemanded && permissionsOf[role].includes(reviewPermissions[kind]);
  });
  const groups = [...new Set(demands.flatMap((one) => one.groups))];
  const who = quorum === 1 ? 'another person' : `${quorum} other people`;
  const of = groups.length === 0 ? '' : ` in the group ${groups.join(' or ')}`;
  return `${who} with the role ${able.join(' or ')}${of}`;
}
