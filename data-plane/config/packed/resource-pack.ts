import {
  PackedResource,
  type RawResource,
  recordBytes,
  recordBytesOf,
  recordPrint,
  writeRecord,
} from './packed-resource.ts';
import { SharedNames } from './shared-names.ts';

/** Resources of any tenants in the order in which they came, in a few large pieces of memory and not as objects. */
export class ResourcePack implements Iterable<RawResource> {
  readonly #memories: Buffer[] = [];
  /** By the number of a resource: which memory it lies in, where, and whose it is. */
  readonly #memoryOf: number[] = [];
  readonly #startOf: number[] = [];
  readonly #tenantIds: string[] = [];
  /** Decoding makes a new string for each: 8 MB of the ids of 10,000 tenants alone. */
  readonly #names = new SharedNames();

  /** The pack itself when it is one. */
  static of(resources: Iterable<RawResource>): ResourcePack {
    if (resources instanceof ResourcePack) return resources;
    const pack = new ResourcePack();
    pack.add([...resources]);
    return pack;
  }

  get length(): number {
    return this.#startOf.length;
  }

  /** Copies them, into one memory. */
  add(resources: readonly RawResource[]): void {
    const bytes = resources.reduce((sum, resource) => sum + recordBytesOf(resource), 0);
    const memory = Buffer.allocUnsafeSlow(bytes);
    const number = this.#memories.push(memory) - 1;
    let start = 0;
    for (const resource of resources) {
      this.#memoryOf.push(number);
      this.#startOf.push(start);
      this.#tenantIds.push(this.#names.of(resource.tenantId));
      start = writeRecord(memory, start, resource);
    }
  }

  at(number: number): PackedResource {
    return new PackedResource(this.#memory(number), this.#start(number), this.tenantIdAt(number));
  }

  tenantIdAt(number: number): string {
    return this.#tenantIds[number] ?? '';
  }

  printAt(number: number): number {
    return recordPrint(this.#memory(number), this.#start(number));
  }

  bytesAt(number: number): number {
    return recordBytes(this.#memory(number), this.#start(number));
  }

  /** Copies the record of a resource and gives where it ends there. */
  copy(number: number, target: Buffer, start: number): number {
    const from = this.#start(number);
    return start + this.#memory(number).copy(target, start, from, from + this.bytesAt(number));
  }

  *[Symbol.iterator](): Iterator<RawResource> {
    for (let number = 0; number < this.length; number += 1) yield this.at(number);
  }

  #memory(number: number): Buffer {
    const memory = this.#memories[this.#memoryOf[number] ?? 0];
    if (memory === undefined) throw new RangeError('there is no such resource');
    return memory;
  }

  #start(number: number): number {
    return this.#startOf[number] ?? 0;
  }
}
