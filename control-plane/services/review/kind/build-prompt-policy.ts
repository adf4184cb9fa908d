import { PROMPT_POLICY_LIMITS } from '../../../../policy/check-prompt-policy.ts';
import {
  createPromptPolicy,
  type PromptPolicy,
  type PromptPolicyChange,
  type PromptPolicyDraft,
  rerouteIdsOf,
  revisePromptPolicy,
} from '../../../domain/prompt-policy.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireTenant } from '../../tenant-owner.ts';

/**
 * A new prompt policy, judged by what there is at this moment. Routes that it names are held until the transaction ends.
 *
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export async function buildPromptPolicy(
  stores: Stores,
  id: string,
  { draft, now }: { readonly draft: PromptPolicyDraft; readonly now: Date },
): Promise<PromptPolicy> {
  await requireTenant(stores, draft.tenantId);
  const held = await holdNamed(stores, draft);
  return createPromptPolicy(id, draft, { now, ...held });
}

/** The policy with an edit, judged likewise. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function rebuildPromptPolicy(
  stores: Stores,
  row: PromptPolicy,
  { change, now }: { readonly change: PromptPolicyChange; readonly now: Date },
): Promise<PromptPolicy> {
  await requireTenant(stores, row.tenantId);
  const { tenantId } = row;
  const rules = change.rules ?? row.rules;
  const appliesTo = change.appliesTo === undefined ? row.appliesTo : change.appliesTo;
  const { routeIds, applicationIds } = await holdNamed(stores, { tenantId, rules, appliesTo });
  // What it is attached to may stay there, also when it was archived since: no call comes from it.
  const attached = new Set([...applicationIds, ...(row.appliesTo?.applicationIds ?? [])]);
  return revisePromptPolicy(row, change, { now, routeIds, applicationIds: attached });
}

type Named = Pick<PromptPolicyDraft, 'tenantId' | 'rules' | 'appliesTo'>;

/** Always in this order, routes before applications. */
async function holdNamed(stores: Stores, policy: Named) {
  const routeIds = await holdRoutes(stores, policy);
  return { routeIds, applicationIds: await holdApplications(stores, policy) };
}

/** Applications of the tenant that it is attached to and that are not archived, held likewise, and bounded likewise. */
async function holdApplications(
  { applications }: Stores,
  { tenantId, appliesTo }: Named,
): Promise<ReadonlySet<string>> {
  const { attachedApplicationsMax } = PROMPT_POLICY_LIMITS;
  const named = [...new Set(appliesTo?.applicationIds)].toSorted();
  const ids = named.slice(0, attachedApplicationsMax);
  if (ids.length === 0) return new Set();
  const rows = await applications.lockByIds(ids, 'share');
  const usable = rows.filter((row) => row.tenantId === tenantId && row.archivedAt === null);
  return new Set(usable.map(({ id }) => id));
}

/**
 * Routes of the tenant that the rules name and that are not archived, held as they are until the transaction ends.
 * A policy with more rules than there may be is refused anyway: no more routes are read for it.
 */
async function holdRoutes(
  { routes }: Stores,
  { tenantId, rules }: Pick<PromptPolicy, 'tenantId' | 'rules'>,
): Promise<ReadonlySet<string>> {
  const ids = rerouteIdsOf(rules).slice(0, PROMPT_POLICY_LIMITS.rulesMax);
  if (ids.length === 0) return new Set();
  const rows = await routes.lockByIds(ids, 'share');
  const usable = rows.filter((row) => row.tenantId === tenantId && row.archivedAt === null);
  return new Set(usable.map(({ id }) => id));
}
