import { EXCEPTION_LIMITS } from '../../../../policy/check/rule-exception.ts';
import { PROMPT_POLICY_LIMITS } from '../../../../policy/check-prompt-policy.ts';
import { namedByExceptions } from '../../../domain/prompt/rule-exception.ts';
import {
  createPromptPolicy,
  outsideDetectorIdsOf,
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
  const held = await holdNamed(stores, { tenantId, rules, appliesTo });
  // What it names may stay, also when it was archived since: no call comes from it, and an exception ends.
  const before = namedByExceptions(row.rules);
  const applicationIds = new Set([
    ...held.applicationIds,
    ...(row.appliesTo?.applicationIds ?? []),
    ...before.applicationIds,
  ]);
  const ownerIds = new Set([...held.ownerIds, ...before.ownerIds]);
  return revisePromptPolicy(row, change, { ...held, now, applicationIds, ownerIds });
}

/** As many as a sound policy can name. */
const APPLICATIONS_MAX =
  PROMPT_POLICY_LIMITS.attachedApplicationsMax +
  EXCEPTION_LIMITS.perPolicyMax * EXCEPTION_LIMITS.applicationsMax;

type Named = Pick<PromptPolicyDraft, 'tenantId' | 'rules' | 'appliesTo'>;

/** Always in this order: routes, outside detectors, applications. */
async function holdNamed(stores: Stores, policy: Named) {
  const routeIds = await holdRoutes(stores, policy);
  const outsideKinds = await holdOutside(stores, policy);
  const applicationIds = await holdApplications(stores, policy);
  const ownerIds = await findOwners(stores, policy);
  return { routeIds, outsideKinds, applicationIds, ownerIds };
}

/** Outside detectors of the tenant that the rules ask, held and bounded as routes are; with their kinds. */
export async function holdOutside(
  { outsideDetectors }: Stores,
  { tenantId, rules }: Pick<PromptPolicy, 'tenantId' | 'rules'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = outsideDetectorIdsOf(rules).slice(0, PROMPT_POLICY_LIMITS.rulesMax);
  if (ids.length === 0) return new Map();
  const rows = await outsideDetectors.lockByIds(ids, 'share');
  const usable = rows.filter((row) => row.tenantId === tenantId && row.archivedAt === null);
  return new Map(usable.map(({ id, kinds }) => [id, kinds]));
}

/** Principals of the tenant, or of the platform, who answer for exceptions and are in office. One who leaves later leaves them as they are. */
async function findOwners(
  { principals }: Stores,
  { tenantId, rules }: Named,
): Promise<ReadonlySet<string>> {
  const ids = [...namedByExceptions(rules).ownerIds].slice(0, EXCEPTION_LIMITS.perPolicyMax);
  if (ids.length === 0) return new Set();
  const rows = await principals.listByIds(ids);
  const usable = rows.filter(
    (row) => row.archivedAt === null && (row.tenantId === tenantId || row.tenantId === null),
  );
  return new Set(usable.map(({ id }) => id));
}

/** Applications of the tenant that it is attached to, or excepts, and that are not archived, held likewise, and bounded likewise. */
async function holdApplications(
  { applications }: Stores,
  { tenantId, appliesTo, rules }: Named,
): Promise<ReadonlySet<string>> {
  const attached = new Set(appliesTo?.applicationIds);
  const excepted = namedByExceptions(rules).applicationIds;
  const ids = [...new Set([...attached, ...excepted])].slice(0, APPLICATIONS_MAX).toSorted();
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
