import type { CompiledResource } from '../compile/compile-resource.ts';
import type { NodePools } from '../storage/configuration.ts';
import { View, type ViewChange } from './view.ts';

/** Names of pools that are kept in mind though nobody has made them: a node may claim any. */
const UNKNOWN_POOLS_MAX = 1_000;
const NO_TENANTS: ReadonlySet<string> = new Set();

interface PoolView {
  readonly view: View;
  tenantIds: ReadonlySet<string>;
}

/**
 * What nodes are brought on from: the view of everything, and for each pool the part of it that its nodes may hold: what
 * all tenants share, and the pool's tenants. All of them move together: the same mark is the same moment in each. The
 * resources themselves are shared.
 */
export class PoolViews {
  /** Everything: for nodes of no pool. */
  readonly whole = new View();
  readonly #pools = new Map<string, PoolView>();
  #known: NodePools = new Map();

  /**
   * The view of a pool; that of everything for the empty name. A pool that nobody has made holds no tenant.
   *
   * @throws Error when nodes have claimed too many pools that are not known
   */
  of(pool: string): View {
    if (pool === '') return this.whole;
    const held = this.#pools.get(pool);
    if (held !== undefined) return held.view;
    if (this.#pools.size - this.#known.size >= UNKNOWN_POOLS_MAX)
      throw new Error(`the pool ${pool} is not known, like too many others`);
    return this.#open(pool, NO_TENANTS).view;
  }

  /** Whether these are the pools as they are. */
  holds(pools: NodePools): boolean {
    if (pools.size !== this.#known.size) return false;
    for (const [name, tenantIds] of pools)
      if (!isSameSet(tenantIds, this.#known.get(name) ?? NO_TENANTS)) return false;
    return true;
  }

  /** Moves all views. `pools` is undefined when the pools are as before; it belongs to the same moment as the change. */
  apply(change: ViewChange, pools: NodePools | undefined): void {
    this.whole.apply(change);
    this.#known = pools ?? this.#known;
    for (const [name, pool] of this.#pools) this.#move(pool, change, this.#known.get(name));
    for (const [name, tenantIds] of this.#known)
      if (!this.#pools.has(name)) this.#open(name, tenantIds);
  }

  #open(name: string, tenantIds: ReadonlySet<string>): PoolView {
    const { head, mark, oldestCommitMs, resources } = this.whole;
    const pool = { view: new View(Math.max(mark, 1)), tenantIds };
    if (head !== undefined) {
      const all = { head, full: true, resources, changes: [], oldestCommitMs };
      pool.view.apply(narrowed(all, tenantIds, pool.view));
    }
    this.#pools.set(name, pool);
    return pool;
  }

  #move(pool: PoolView, change: ViewChange, tenantIds: ReadonlySet<string> = NO_TENANTS): void {
    const before = pool.tenantIds;
    const { view } = pool;
    const part = narrowed(change, tenantIds, view);
    if (isSameSet(before, tenantIds)) {
      view.apply(part);
      return;
    }
    pool.tenantIds = tenantIds;
    view.apply(withTenantsMoved(part, this.#differenceOf(pool, before)));
  }

  /** Resources of the tenants that came into the pool, and keys of those that went. */
  #differenceOf({ view, tenantIds }: PoolView, before: ReadonlySet<string>) {
    const moved = new Map<string, CompiledResource | undefined>();
    for (const [key, { tenantId }] of view.resources)
      if (tenantId !== '' && !tenantIds.has(tenantId)) moved.set(key, undefined);
    for (const [key, resource] of this.whole.resources)
      if (tenantIds.has(resource.tenantId) && !before.has(resource.tenantId))
        moved.set(key, resource);
    return moved;
  }
}

type Resources = ReadonlyMap<string, CompiledResource | undefined>;

/**
 * The part of a change that a view of these tenants sees. As many revisions as before, so that marks stay those of the whole
 * view; nothing in them names what was left out.
 */
function narrowed(change: ViewChange, tenantIds: ReadonlySet<string>, view: View): ViewChange {
  const resources = new Map<string, CompiledResource | undefined>();
  for (const [key, resource] of change.resources) {
    const owner = (resource ?? view.resources.get(key))?.tenantId;
    if (owner === '' || (owner !== undefined && tenantIds.has(owner))) resources.set(key, resource);
  }
  const changes = change.changes.map(({ revision, keys }) => ({
    revision,
    keys: keys.filter((key) => resources.has(key)),
  }));
  return { ...change, resources, changes };
}

/** Tenants came and went with the last revision of the change, or with one before it that is not told apart. */
function withTenantsMoved(change: ViewChange, moved: Resources): ViewChange {
  const resources = change.full ? change.resources : new Map([...change.resources, ...moved]);
  const last = change.changes.at(-1);
  if (last === undefined) return { ...change, resources };
  const keys = [...new Set([...last.keys, ...moved.keys()])];
  const changes = [...change.changes.slice(0, -1), { ...last, keys }];
  return { ...change, resources, changes };
}

function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const one of left) if (!right.has(one)) return false;
  return true;
}
