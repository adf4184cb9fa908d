import type { CallLimits, CountedTokens } from '../../../data-plane/limits/call-limits.ts';
import { ALONE, type FleetPlace } from '../../../data-plane/limits/fleet.ts';
import { LimitDesk } from '../../../data-plane/limits/limit-desk.ts';
import type { LimitRefusal } from '../../../data-plane/limits/limit-verdict.ts';
import type { Limit } from '../../../policy/limit.ts';

/** Ten requests in ten seconds for all callers of the tenant, unless a test says otherwise. */
export function limitOf(changes: Partial<Limit> = {}): Limit {
  return {
    id: 'l1',
    tenantId: 't1',
    name: 'ten',
    applicationId: undefined,
    per: 'all',
    workloads: [],
    routeIds: [],
    measure: 'requests',
    amount: 10,
    windowS: 10,
    monitor: false,
    message: undefined,
    ...changes,
  };
}

/** A call that asks for room. */
export interface Asking {
  readonly applicationId?: string;
  readonly apiKeyId?: string;
  readonly workload?: string;
  readonly routeId?: string;
  readonly tokens?: CountedTokens;
}

/** A desk whose clock stands still, and the calls that come to it. */
export class Counter {
  nowMs = 1_000;
  place: FleetPlace = ALONE;
  dropped = 0;
  readonly desk = new LimitDesk({
    monotonicMs: () => this.nowMs,
    fleet: { placeIn: () => this.place },
    onDropped: () => {
      this.dropped += 1;
    },
  });
  readonly limits: readonly Limit[];

  constructor(...limits: readonly Limit[]) {
    this.limits = limits;
  }

  /** One call, as far as the limits let it. */
  call(
    asking: Asking = {},
    isTrial = false,
  ): { limits: CallLimits; refusal: LimitRefusal | undefined } {
    const { applicationId = 'a1', apiKeyId, workload = 'chat', routeId = 'r1', tokens } = asking;
    const caller = { tenantId: 't1', applicationId, apiKeyId };
    const limits = this.desk.open(this.limits, caller, isTrial);
    if (limits === undefined) throw new Error('no limit is about the application');
    return { limits, refusal: limits.enter({ workload, routeId, tokens }) };
  }

  /** How many of so many calls are let through, none of which ends. */
  admitted(count: number, asking: Asking = {}): number {
    let admitted = 0;
    for (let one = 0; one < count; one += 1)
      if (this.call(asking).refusal === undefined) admitted += 1;
    return admitted;
  }
}
