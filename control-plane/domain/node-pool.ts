import { type Fault, invalidInput } from './errors.ts';
import { checkNodeName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import type { Tenant } from './tenant.ts';

/** Pools in use at once: every replica keeps what each of them holds in memory. */
export const NODE_POOLS_MAX = 1_000;
/** Tenants that one list of an input may name. */
export const NAMED_TENANTS_MAX = 1_000;

/**
 * A named set of tenants: a node of the pool is given these and no others. The set is kept apart from the row. The name
 * stays, since certificates carry it.
 */
export interface NodePool extends ArchivableRecord {
  readonly name: string;
}

/** What the author of a pool decides. */
export interface NodePoolDraft {
  readonly name: string;
  readonly tenantIds: readonly string[];
}

/** Tenants that an edit puts into a pool, and those that it takes out. */
export interface MembershipChange {
  readonly addTenantIds: readonly string[];
  readonly removeTenantIds: readonly string[];
}

/** What a pool is judged by: the time, and the tenants that there are of those it names, archived ones too. */
export interface NodePoolContext {
  readonly now: Date;
  readonly tenants: readonly Pick<Tenant, 'id' | 'archivedAt'>[];
}

/** What an edit is judged by besides: which of the tenants that it names the pool holds. */
export interface MembershipContext extends NodePoolContext {
  readonly heldTenantIds: ReadonlySet<string>;
}

/** A pool after an edit, and what the edit really moved, in order of the ids. */
export interface RevisedNodePool {
  readonly pool: NodePool;
  readonly moved: MembershipChange;
}

/** @throws DomainError VALIDATION_FAILED */
export function createNodePool(
  id: string,
  { name, tenantIds }: NodePoolDraft,
  context: NodePoolContext,
): NodePool {
  const faults = [
    ...checkNodeName('name', name),
    ...checkTenants({ path: 'tenantIds', ids: tenantIds }, usableIds(context), new Set()),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return { ...newRecord(id, context.now), name };
}

/**
 * Undefined when the pool holds what it shall hold already. Taking out is never refused for a tenant that is archived:
 * it only tightens.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function reviseNodePool(
  pool: NodePool,
  { addTenantIds, removeTenantIds }: MembershipChange,
  context: MembershipContext,
): RevisedNodePool | undefined {
  const { now, tenants, heldTenantIds } = context;
  const named = new Set<string>();
  const known = new Set(tenants.map(({ id }) => id));
  const faults = [
    ...checkTenants({ path: 'addTenantIds', ids: addTenantIds }, usableIds(context), named),
    ...checkTenants({ path: 'removeTenantIds', ids: removeTenantIds }, known, named),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  const moved = {
    addTenantIds: addTenantIds.filter((id) => !heldTenantIds.has(id)).toSorted(),
    removeTenantIds: removeTenantIds.filter((id) => heldTenantIds.has(id)).toSorted(),
  };
  if (moved.addTenantIds.length + moved.removeTenantIds.length === 0) return undefined;
  return { pool: revise(pool, {}, now), moved };
}

function usableIds({ tenants }: NodePoolContext): ReadonlySet<string> {
  return new Set(tenants.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id));
}

/** `named` collects the ids over all lists of the input. */
function checkTenants(
  { path, ids }: { readonly path: string; readonly ids: readonly string[] },
  allowed: ReadonlySet<string>,
  named: Set<string>,
): readonly Fault[] {
  if (ids.length > NAMED_TENANTS_MAX)
    return [{ path, message: `Name at most ${NAMED_TENANTS_MAX} tenants in one call.` }];
  return ids.flatMap((id, position) => {
    const isRepeated = named.has(id);
    named.add(id);
    if (isRepeated)
      return [{ path: `${path}.${position}`, message: 'This tenant is named twice.' }];
    if (allowed.has(id)) return [];
    return [
      { path: `${path}.${position}`, message: 'There is no such tenant, or it is archived.' },
    ];
  });
}
