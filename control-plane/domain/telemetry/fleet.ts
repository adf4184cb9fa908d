/** A process of the data plane that serves calls: a node without workers, or a worker. */
export interface ServingNode {
  readonly id: string;
  /** Empty for one of no pool. */
  readonly pool: string;
}

/** A tenant with limits that is in pools. */
export interface TenantPools {
  readonly tenantId: string;
  /** Names, in order; at least one. */
  readonly pools: readonly string[];
}
