import type { Stores } from '../storage/storage.ts';
import { AGE_DAYS_MAX } from './record.ts';

const DAY_MS = 86_400_000;

/** When something came, and from whom. */
export interface Delivery {
  readonly now: Date;
  /** Pool that the node's certificate names; empty or undefined when that narrows nothing. */
  readonly pool: string | undefined;
}

/** A tenant that has left the pool is still reported on, for as long as records of that age are taken. */
export async function ownTenants(
  { nodePoolTenants }: Pick<Stores, 'nodePoolTenants'>,
  { now, pool }: Delivery,
): Promise<(tenantId: string) => boolean> {
  if (pool === undefined || pool === '') return () => true;
  const since = new Date(now.getTime() - AGE_DAYS_MAX * DAY_MS);
  const held = await nodePoolTenants.listTenantIdsHeldSince(pool, since);
  return (tenantId) => held.has(tenantId);
}
