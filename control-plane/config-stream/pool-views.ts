import type { CompiledResource } from '../compile/compile-resource.ts';
import { runAtOnce, type SlicedWork } from '../compile/pace.ts';
import type { Difference } from '../compile/view-difference.ts';
import type { NodePools } from '../storage/configuration.ts';
import { type PreparedChange, View, type ViewChange } from './view.ts';

/** Names of pools that are kept in mind though nobody has made them: a node may claim any. */
const UNKNOWN_POOLS_MAX = 1_000;
const NO_TENANTS: ReadonlySet<string> = new Set();

/** A change, and the pools that belong to the same moment; undefined when they are as before. */
export interface Move {
  readonly change: ViewChange;
  readonly pools: NodePools | undefined;
}

/** A move that is made ready: see {@link PoolViews.prepare}. */
export interface PreparedMove {
  readonly change: ViewChange;
  readonly whole: PreparedChange;
  readonly pools: NodePools;
  readonly parts: ReadonlyMap<string, PreparedPart>;
}

/** What a pool is to hold. */
interface PreparedPart {
  readonly prepared: PreparedChange;
  readonly tenantIds: ReadonlySet<string>;
  /** Whether there was no view of the pool: then it is all that the pool holds, and else a step. */
  readonly isFirst: boolean;
}

interface PoolView {
  readonly view: View;
  readonly tenantIds: ReadonlySet<string>;
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
    return this.#open(pool);
  }

  /** Whether these are the pools as they are. */
  holds(pools: NodePools): boolean {
    if (pools.size !== this.#known.size) return false;
    for (const [name, tenantIds] of pools)
      if (!isSameSet(tenantIds, this.#known.get(name) ?? NO_TENANTS)) return false;
    return true;
  }

  /** Moves all views, without a pause. */
  apply(move: Move): void {
    this.take(runAtOnce(this.prepare(move)));
  }

  /** Makes a move ready in slices, as {@link View.prepare} does; it may follow on another one that is to be taken first. */
  *prepare({ change, pools: told }: Move, after?: PreparedMove): SlicedWork<PreparedMove> {
    const whole = yield* this.whole.prepare(change, after?.whole);
    const pools = told ?? after?.pools ?? this.#known;
    const parts = new Map<string, PreparedPart>();
    const names = [this.#pools, after?.parts ?? [], pools].flatMap((some) => [...some]);
    for (const name of new Set(names.map(([one]) => one))) {
      const step = { change, whole, pools };
      parts.set(name, yield* this.#preparePart(name, step, after?.parts.get(name)));
    }
    return { change, whole, pools, parts };
  }

  /** Swaps in what was prepared, in all views. */
  take(next: PreparedMove): void {
    this.whole.take(next.whole);
    this.#known = next.pools;
    for (const name of new Set([...next.parts.keys(), ...this.#pools.keys()])) {
      const part = next.parts.get(name);
      const isReady = part?.isFirst === !this.#pools.has(name);
      // A pool that a node has claimed meanwhile holds what all share, which is little.
      this.#takePart(name, isReady ? part : runAtOnce(this.#preparePart(name, next)));
    }
  }

  #takePart(name: string, { prepared, tenantIds }: PreparedPart): void {
    const view = this.#pools.get(name)?.view ?? this.#createView();
    view.take(prepared);
    this.#pools.set(name, { view, tenantIds });
  }

  *#preparePart(
    name: string,
    { change, whole, pools }: Omit<PreparedMove, 'parts'>,
    after?: PreparedPart,
  ): SlicedWork<PreparedPart> {
    const tenantIds = pools.get(name) ?? NO_TENANTS;
    const { resources: all } = whole.changed.content;
    const held = this.#pools.get(name);
    const before = after ?? held;
    if (before === undefined) {
      const filled = yield* everythingOf({ ...change, resources: all }, tenantIds);
      return { prepared: yield* new View().prepare(filled), tenantIds, isFirst: true };
    }
    const resources = after?.prepared.changed.content.resources ?? held?.view.resources ?? NOTHING;
    const narrow = { change, all, tenantIds, before: { resources, tenantIds: before.tenantIds } };
    const step = yield* stepOf(narrow);
    const view = held?.view ?? new View();
    return { prepared: yield* view.prepare(step, after?.prepared), tenantIds, isFirst: false };
  }

  #open(name: string): View {
    const { head, oldestCommitMs, resources } = this.whole;
    const view = this.#createView();
    if (head !== undefined) {
      const all = { head, full: true, resources, changes: [], oldestCommitMs };
      view.apply(runAtOnce(everythingOf(all, NO_TENANTS)));
    }
    this.#pools.set(name, { view, tenantIds: NO_TENANTS });
    return view;
  }

  /** Its first change is the moment at which the whole view stands, or its first. */
  #createView(): View {
    return new View(Math.max(this.whole.mark, 1));
  }
}

type Resources = ReadonlyMap<string, CompiledResource>;
const NOTHING: Resources = new Map();

/** The part of everything that a pool of these tenants holds. */
function* everythingOf(
  change: ViewChange & { readonly resources: Resources },
  tenantIds: ReadonlySet<string>,
): SlicedWork<ViewChange> {
  const resources = new Map<string, CompiledResource>();
  for (const [key, resource] of change.resources) {
    if (isHeld(resource.tenantId, tenantIds)) resources.set(key, resource);
    yield;
  }
  return { ...change, full: true, resources, changes: [] };
}

/** What the step of a pool is made from. */
interface StepInput {
  readonly change: ViewChange;
  /** Everything after the change. */
  readonly all: Resources;
  readonly tenantIds: ReadonlySet<string>;
  readonly before: { readonly resources: Resources; readonly tenantIds: ReadonlySet<string> };
}

/**
 * The part of a change that a pool sees. As many revisions as in the change, so that marks stay those of the whole view;
 * nothing in them names what the pool does not hold. Tenants come and go with the last of them.
 */
function* stepOf({ change, all, tenantIds, before }: StepInput): SlicedWork<ViewChange> {
  const resources = new Map<string, CompiledResource | undefined>();
  for (const [key, resource] of change.resources) {
    const owner = (resource ?? before.resources.get(key))?.tenantId;
    if (owner !== undefined && isHeld(owner, tenantIds)) resources.set(key, resource);
    yield;
  }
  const changes: { readonly revision: bigint; readonly keys: readonly string[] }[] = [];
  for (const { revision, keys } of change.changes) {
    changes.push({ revision, keys: keys.filter((key) => resources.has(key)) });
    yield;
  }
  if (change.full || isSameSet(before.tenantIds, tenantIds))
    return { ...change, resources, changes };
  const moved = yield* tenantsMoved({ all, tenantIds, before });
  for (const [key, resource] of moved) resources.set(key, resource);
  const last = changes.at(-1);
  if (last !== undefined)
    changes.splice(-1, 1, { ...last, keys: [...new Set([...last.keys, ...moved.keys()])] });
  return { ...change, resources, changes };
}

/** Resources of the tenants that came into the pool, and keys of those that went. */
function* tenantsMoved({
  all,
  tenantIds,
  before,
}: Omit<StepInput, 'change'>): SlicedWork<Difference> {
  const moved = new Map<string, CompiledResource | undefined>();
  for (const [key, { tenantId }] of before.resources) {
    if (!isHeld(tenantId, tenantIds)) moved.set(key, undefined);
    yield;
  }
  for (const [key, resource] of all) {
    const { tenantId } = resource;
    if (tenantIds.has(tenantId) && !before.tenantIds.has(tenantId)) moved.set(key, resource);
    yield;
  }
  return moved;
}

/** What all tenants share has no owner. */
function isHeld(tenantId: string, tenantIds: ReadonlySet<string>): boolean {
  return tenantId === '' || tenantIds.has(tenantId);
}

function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const one of left) if (!right.has(one)) return false;
  return true;
}
