/** How large everything is that is measured. Times in milliseconds. */
export interface BenchSize {
  /** Tenants of the small configuration, under which the fleet is measured. */
  readonly tenantsSmall: number;
  /** Tenants of the large one. */
  readonly tenantsLarge: number;
  readonly nodeCount: number;
  /** Nodes that come in cold on the large configuration: with all, two cores would do little but copy bytes. */
  readonly nodesOnLarge: number;
  readonly triggerMs: number;
  /** How long streams are idle before their memory is read: a round of heartbeats and more. */
  readonly idleMs: number;
  readonly slowCommitsMs: number;
  readonly fastCommitsMs: number;
  readonly revocationsMs: number;
  /** Without stuck nodes and with them, turn by turn, so often and each so long: under the deadline of a verdict. */
  readonly stuckTurnCount: number;
  readonly stuckTurnMs: number;
  /** Changes of one key, one after the other. */
  readonly stepCount: number;
}

/** Source of the full counts: architecture, section 3. */
const full: BenchSize = {
  tenantsSmall: 100,
  tenantsLarge: 10_000,
  nodeCount: 1_000,
  nodesOnLarge: 100,
  triggerMs: 10_000,
  idleMs: 15_000,
  slowCommitsMs: 30_000,
  fastCommitsMs: 20_000,
  revocationsMs: 25_000,
  stuckTurnCount: 5,
  stuckTurnMs: 5_000,
  stepCount: 50,
};

const quick: BenchSize = {
  tenantsSmall: 100,
  tenantsLarge: 1_000,
  nodeCount: 100,
  nodesOnLarge: 20,
  triggerMs: 3_000,
  idleMs: 11_000,
  slowCommitsMs: 8_000,
  fastCommitsMs: 6_000,
  revocationsMs: 8_000,
  stuckTurnCount: 2,
  stuckTurnMs: 3_000,
  stepCount: 20,
};

export function sizeOf(isQuick: boolean): BenchSize {
  return isQuick ? quick : full;
}
