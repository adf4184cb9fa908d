import type { Fleet } from '../../../proto/generated/gatehouse/config/v1/Fleet.ts';
import type { ServingNode, TenantPools } from '../../domain/telemetry/fleet.ts';

/** Tenants that are in the same pools. */
interface TenantGroup {
  readonly pools: ReadonlySet<string>;
  readonly tenantIds: readonly string[];
}

/**
 * Which processes of the data plane serve at one moment, and which tenants only some of them serve. A process of no pool serves
 * every tenant; one of a pool those of the pool.
 */
export class FleetRoll {
  /** By name. */
  readonly #nodes: readonly ServingNode[];
  readonly #groups: readonly TenantGroup[];
  /** Equal for rolls that say the same. */
  readonly content: string;

  /** `pooled` are tenants that are in a pool; of those that have no limits it does not matter. */
  constructor(nodes: readonly ServingNode[], pooled: readonly TenantPools[]) {
    this.#nodes = nodes.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    this.#groups = groupByPools(pooled);
    this.content = JSON.stringify([this.#nodes, pooled]);
  }

  /** What to tell a process, which counts itself even where it is not on the roll yet. */
  fleetFor(node: ServingNode): Fleet {
    const most = this.#placeOf(node, (pool) => pool === '' || pool === node.pool);
    const groups = this.#groups
      .filter(({ pools }) => node.pool === '' || pools.has(node.pool))
      .map(({ pools, tenantIds }) => ({
        ...this.#placeOf(node, (pool) => pool === '' || pools.has(pool)),
        tenantIds: [...tenantIds],
      }))
      .filter(({ nodeCount, place }) => nodeCount !== most.nodeCount || place !== most.place);
    return { ...most, groups };
  }

  #placeOf(node: ServingNode, serves: (pool: string) => boolean) {
    let [nodeCount, place] = [1, 0];
    for (const { id, pool } of this.#nodes) {
      if (id === node.id || !serves(pool)) continue;
      nodeCount += 1;
      if (id < node.id) place += 1;
    }
    return { nodeCount, place };
  }
}

function groupByPools(pooled: readonly TenantPools[]): readonly TenantGroup[] {
  const groups = new Map<string, { pools: ReadonlySet<string>; tenantIds: string[] }>();
  for (const { tenantId, pools } of pooled) {
    const key = pools.join('/');
    const group = groups.get(key) ?? { pools: new Set(pools), tenantIds: [] };
    group.tenantIds.push(tenantId);
    groups.set(key, group);
  }
  return [...groups.values()];
}
