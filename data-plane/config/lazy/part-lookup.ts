import type { ForkableMap } from '../../../proto/forkable-map.ts';
import type { ResourceKind } from '../../../proto/resource.ts';
import type { TenantPart } from '../build/tenant-part.ts';
import type { ForkableIndex } from '../packed/forkable-index.ts';
import { printOf } from '../packed/packed-resource.ts';
import type { Lookup } from '../snapshot.ts';

/** What parts of tenants hold, found by the id of the tenant: it is read when it is asked for. */
export class TenantLookup<Value> implements ReadonlyMap<string, Value> {
  readonly #parts: ForkableMap<TenantPart>;
  readonly #read: (part: TenantPart) => Value;

  constructor(parts: ForkableMap<TenantPart>, read: (part: TenantPart) => Value) {
    this.#parts = parts;
    this.#read = read;
  }

  get size(): number {
    return this.#parts.size;
  }

  get(tenantId: string): Value | undefined {
    const part = this.#parts.get(tenantId);
    return part && this.#read(part);
  }

  has(tenantId: string): boolean {
    return this.#parts.has(tenantId);
  }

  keys(): MapIterator<string> {
    return this.#parts.keys();
  }

  *values(): MapIterator<Value> {
    for (const part of this.#parts.values()) yield this.#read(part);
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [tenantId, part] of this.#parts) yield [tenantId, this.#read(part)];
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [tenantId, value] of this) visit(value, tenantId, this);
  }
}

/** Where resources of one kind are found by their ids alone. */
interface Ownership<Value> {
  readonly kind: ResourceKind;
  readonly parts: ForkableMap<TenantPart>;
  /** See `SnapshotMaps`. */
  readonly owners: ForkableIndex<string>;
  readonly read: (part: TenantPart) => ReadonlyMap<string, Value>;
}

/** What parts of tenants hold, found by its own id: 0.3 µs. Of tenants that only share a print nothing is read. */
export class ResourceLookup<Value> implements Lookup<Value> {
  readonly #from: Ownership<Value>;

  constructor(from: Ownership<Value>) {
    this.#from = from;
  }

  get(id: string): Value | undefined {
    const { kind, parts, owners, read } = this.#from;
    const key = `${kind}/${id}`;
    let found: Value | undefined;
    owners.find(printOf({ kind, id }), (tenantId) => {
      const part = parts.get(tenantId);
      if (part?.domain.has(key) !== true) return false;
      found = read(part).get(id);
      return found !== undefined;
    });
    return found;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }
}
