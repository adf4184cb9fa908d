import type { ChangeRequest } from '../../../domain/change-request.ts';
import type { Principal } from '../../../domain/principal.ts';
import { PLATFORM, type Storage } from '../../../storage/storage.ts';
import { Operation } from '../../operation.ts';
import type { ChangeContext } from '../governed-kind.ts';

/** The lease that the work is done under: whoever lost it changes nothing. */
export interface Fence {
  readonly lease: string;
  readonly token: bigint;
}

/** Nobody: what the clock does by itself has no rights to ask for. */
const CLOCK: Principal = {
  id: '00000000-0000-0000-0000-000000000000',
  tenantId: null,
  kind: 'service',
  name: 'system',
  email: null,
  roles: [],
  roleIds: [],
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  archivedAt: null,
};

/** Runs work on one request, held, in a transaction of the platform and by its clock. */
export async function bringOn<Result>(
  storage: Storage,
  { id, fence }: { readonly id: string; readonly fence: Fence },
  work: (context: ChangeContext, request: ChangeRequest, clock: Date) => Promise<Result>,
): Promise<Result> {
  const actor = { name: 'system', authenticatedBy: 'system' };
  const { value } = await storage.transaction(PLATFORM, actor, async (stores, trail) => {
    await stores.leases.require(fence.lease, fence.token);
    const request = await stores.changeRequests.lock(id, 'update');
    const clock = await stores.dueChanges.readClock();
    const operation = new Operation(CLOCK, 'system', clock);
    return work({ operation, stores, trail }, request, clock);
  });
  return value;
}
