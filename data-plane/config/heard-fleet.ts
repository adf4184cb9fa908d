import type { Fleet__Output } from '../../proto/generated/gatehouse/config/v1/Fleet.ts';
import { ALONE, type Fleet, type FleetPlace } from '../limits/fleet.ts';

/** Of one that says more, the rest counts as most tenants do. */
const TENANTS_MAX = 100_000;

/** Where this process stands among those that serve a tenant, as the control plane said last. Alone until it says anything. */
export class HeardFleet implements Fleet {
  #most: FleetPlace = ALONE;
  #others: ReadonlyMap<string, FleetPlace> = new Map();

  /** Takes what a heartbeat says. */
  hear({ nodeCount, place, groups }: Fleet__Output): void {
    this.#most = placeOf({ nodeCount, place });
    const others = new Map<string, FleetPlace>();
    for (const group of groups) {
      const one = placeOf(group);
      for (const tenantId of group.tenantIds)
        if (others.size < TENANTS_MAX) others.set(tenantId, one);
    }
    this.#others = others;
  }

  /** Processes among which most tenants are divided, this one included. */
  get nodeCount(): number {
    return this.#most.nodeCount;
  }

  readonly placeIn = (tenantId: string): FleetPlace => this.#others.get(tenantId) ?? this.#most;
}

/** What makes no sense is as if nobody else were there. */
function placeOf({ nodeCount, place }: FleetPlace): FleetPlace {
  return nodeCount > 0 && place < nodeCount ? { nodeCount, place } : ALONE;
}
