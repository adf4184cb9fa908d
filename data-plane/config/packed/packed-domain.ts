import type { ResourceKind } from '../../../proto/resource.ts';
import {
  numberOfKind,
  PackedResource,
  printOfKey,
  type RawResource,
  recordBytes,
  recordBytesOf,
  recordKindNumber,
  recordPrint,
  resourceKey,
  writeRecord,
} from './packed-resource.ts';

/** So many records are looked through one after the other; beyond that an index of 8 bytes each is made at the first look. */
const UNINDEXED_MAX = 64;
const ABSENT = -1;

/**
 * The resources of one tenant, or the shared ones, by {@link resourceKey}: immutable, in one memory of its own outside the heap, and
 * read from it when somebody asks. In the order in which they were put.
 */
export class PackedDomain implements ReadonlyMap<string, RawResource> {
  static #count = 0;
  /** No other domain has it: for whoever must know one again without holding it. */
  readonly number = ++PackedDomain.#count;
  readonly tenantId: string;
  readonly size: number;
  /** Of its records, one behind the other. */
  readonly memory: Buffer;
  /** Open addressing: where a record begins and 1, at its print; 0 where there is none. */
  #index: Int32Array | undefined;

  /** Of `size` records, one behind the other. */
  constructor(tenantId: string, size: number, memory: Buffer) {
    this.tenantId = tenantId;
    this.size = size;
    this.memory = memory;
  }

  /** Packs resources that have keys of their own. */
  static of(tenantId: string, resources: readonly RawResource[]): PackedDomain {
    const bytes = resources.reduce((sum, resource) => sum + recordBytesOf(resource), 0);
    const memory = Buffer.allocUnsafeSlow(bytes);
    let start = 0;
    for (const resource of resources) start = writeRecord(memory, start, resource);
    return new PackedDomain(tenantId, resources.length, memory);
  }

  has(key: string): boolean {
    return this.#find(key) !== ABSENT;
  }

  get(key: string): RawResource | undefined {
    const start = this.#find(key);
    return start === ABSENT ? undefined : this.at(start);
  }

  /** The resource whose record begins there. */
  at(start: number): PackedResource {
    return new PackedResource(this.memory, start, this.tenantId);
  }

  /** Those of one kind. */
  ofKind(kind: ResourceKind): readonly PackedResource[] {
    const found: PackedResource[] = [];
    for (const start of this.startsOf(kind)) found.push(this.at(start));
    return found;
  }

  /** Where records begin. */
  *starts(): Generator<number, void, void> {
    const { length } = this.memory;
    for (let start = 0; start < length; start += recordBytes(this.memory, start)) yield start;
  }

  /** Where the records of one kind begin. */
  *startsOf(kind: ResourceKind): Generator<number, void, void> {
    const number = numberOfKind(kind);
    for (const start of this.starts())
      if (recordKindNumber(this.memory, start) === number) yield start;
  }

  /** The print of the record that begins there. */
  printAt(start: number): number {
    return recordPrint(this.memory, start);
  }

  /** Where the record of that key begins; undefined when there is none. */
  startOf(key: string): number | undefined {
    const start = this.#find(key);
    return start === ABSENT ? undefined : start;
  }

  /** Bytes of all records but those that begin there. */
  bytesWithout(starts: readonly number[]): number {
    return starts.reduce(
      (left, start) => left - recordBytes(this.memory, start),
      this.memory.length,
    );
  }

  /** Copies all records but those that begin there, in rising order, to the start of `target`, and gives where they end. */
  copyWithout(starts: readonly number[], target: Buffer): number {
    let from = 0;
    let end = 0;
    for (const start of starts) {
      end += this.memory.copy(target, end, from, start);
      from = start + recordBytes(this.memory, start);
    }
    return end + this.memory.copy(target, end, from);
  }

  /** Whether the other has the same records in the same order. */
  hasBytesOf(other: PackedDomain): boolean {
    return other.size === this.size && other.memory.equals(this.memory);
  }

  *keys(): MapIterator<string> {
    for (const resource of this.values()) yield resourceKey(resource);
  }

  *values(): MapIterator<RawResource> {
    for (const start of this.starts()) yield this.at(start);
  }

  *entries(): MapIterator<[string, RawResource]> {
    for (const resource of this.values()) yield [resourceKey(resource), resource];
  }

  [Symbol.iterator](): MapIterator<[string, RawResource]> {
    return this.entries();
  }

  forEach(visit: (value: RawResource, key: string, map: ReadonlyMap<string, RawResource>) => void) {
    for (const [key, resource] of this) visit(resource, key, this);
  }

  #find(key: string): number {
    const print = printOfKey(key);
    if (this.size > UNINDEXED_MAX) return this.#findIndexed(key, print);
    const { length } = this.memory;
    for (let start = 0; start < length; start += recordBytes(this.memory, start))
      if (this.#isAt(start, key, print)) return start;
    return ABSENT;
  }

  #findIndexed(key: string, print: number): number {
    this.#index ??= this.#makeIndex();
    const mask = this.#index.length - 1;
    for (let slot = print & mask; ; slot = (slot + 1) & mask) {
      const start = (this.#index[slot] ?? 0) - 1;
      if (start === ABSENT || this.#isAt(start, key, print)) return start;
    }
  }

  #isAt(start: number, key: string, print: number): boolean {
    return recordPrint(this.memory, start) === print && resourceKey(this.at(start)) === key;
  }

  #makeIndex(): Int32Array {
    const index = new Int32Array(2 ** (Math.ceil(Math.log2(this.size)) + 1));
    const mask = index.length - 1;
    for (const start of this.starts()) {
      let slot = recordPrint(this.memory, start) & mask;
      while (index[slot] !== 0) slot = (slot + 1) & mask;
      index[slot] = start + 1;
    }
    return index;
  }
}
