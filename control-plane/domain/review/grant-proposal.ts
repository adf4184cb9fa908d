import type { ChangeRequest } from '../change-request.ts';
import { DomainError, invalid } from '../errors.ts';
import { checkConditions, completeConditions, type Grant } from '../grant.ts';
import { revise } from '../record.ts';
import { tenantOf } from './proposal.ts';

/**
 * The grant as an approved request makes it. `current` is the grant that it changes; undefined for a new one.
 *
 * @throws DomainError VERSION_CONFLICT when the grant moved since the proposal; VALIDATION_FAILED when it would have
 *   ended already
 */
export function applyProposal(
  request: ChangeRequest<'grant'>,
  current: Grant | undefined,
  now: Date,
): Grant {
  const { proposal, subjectId, baseVersion } = request;
  if ((current?.version ?? 0) !== baseVersion || current?.revokedAt)
    throw new DomainError(
      { code: 'VERSION_CONFLICT', currentVersion: current?.version ?? 0 },
      'The grant was changed since this change was proposed; it must be proposed anew.',
    );
  if (checkConditions(proposal, now).length > 0)
    throw invalid('changeRequestId', 'The grant would have ended already; ask for it anew.');
  const conditions = completeConditions(proposal);
  const changed = { ...conditions, changeRequestId: request.id };
  if (current !== undefined) return revise(current, changed, now);
  const first = { id: subjectId, version: 1, createdAt: now, updatedAt: now };
  const made = { tenantId: tenantOf(request), revokedAt: null, changeRequestId: request.id };
  return { ...proposal, ...conditions, ...first, ...made };
}
