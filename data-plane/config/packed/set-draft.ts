import type { ForkableMap } from '../../../proto/forkable-map.ts';
import { ViewDigest } from '../../../proto/view-digest.ts';
import type { SlicedWork } from '../slices.ts';
import type { ForkableIndex } from './forkable-index.ts';
import { PackedDomain } from './packed-domain.ts';
import { type PackedResource, printOf, type ResourceName, resourceKey } from './packed-resource.ts';
import type { ResourcePack } from './resource-pack.ts';
import type { Slabs } from './slabs.ts';

/** Records that are copied without a pause: some 10 µs. */
const COPIED_AT_ONCE = 64;

/** What a draft changes: see `ResourceSet`. */
export interface SetContent {
  readonly domains: ForkableMap<PackedDomain>;
  /** Ids of the tenants that own resources, by the prints of their keys. */
  readonly owners: ForkableIndex<string>;
  /** 32 bytes. */
  readonly digest: Buffer;
}

/** What is to become of one domain. */
interface StagedDomain {
  readonly before: PackedDomain | undefined;
  /** Where records of it begin that are gone. */
  readonly dropped: Set<number>;
  /** Numbers in the pack of those that came. */
  readonly added: number[];
}

/** The id of the tenant that owns the resource of that key; undefined when there is none. */
export function findOwner(
  { owners, domains }: Pick<SetContent, 'owners' | 'domains'>,
  name: ResourceName,
): string | undefined {
  const key = resourceKey(name);
  return owners.find(printOf(name), (tenantId) => domains.get(tenantId)?.has(key) === true);
}

/** A set that is being changed. What comes lies in a pack until it is finished: nothing is held for each resource but its number. */
export class SetDraft {
  readonly #domains: ForkableMap<PackedDomain>;
  readonly #owners: ForkableIndex<string>;
  readonly #digest: ViewDigest;
  readonly #pack: ResourcePack;
  readonly #slabs: Slabs | undefined;
  readonly #staged = new Map<string, StagedDomain>();

  /** With slabs where most of a set is new: see {@link Slabs}. */
  constructor(start: SetContent, pack: ResourcePack, slabs?: Slabs) {
    this.#domains = start.domains.fork();
    this.#owners = start.owners.fork();
    this.#digest = new ViewDigest(start.digest);
    this.#pack = pack;
    this.#slabs = slabs;
  }

  /** Puts in the resource of that number of the pack, in place of the one of its name. */
  put(number: number): void {
    const resource = this.#pack.at(number);
    const { tenantId } = resource;
    const print = this.#pack.printAt(number);
    const owner = this.#drop(resource, print);
    this.#stage(tenantId).added.push(number);
    this.#digest.toggleEncoded(resource.versionedName);
    if (owner === tenantId) return;
    if (owner !== undefined) this.#owners.delete(print, owner);
    this.#owners.add(print, tenantId);
  }

  remove(name: ResourceName): void {
    const print = printOf(name);
    const owner = this.#drop(name, print);
    if (owner !== undefined) this.#owners.delete(print, owner);
  }

  /** With the domains of `held` where they have the same resources, so that nothing is built anew for them. */
  *finish(held?: ForkableMap<PackedDomain>): SlicedWork<SetContent> {
    for (const [tenantId, staged] of this.#staged) {
      yield;
      if (staged.added.length === 0 && staged.dropped.size === 0) continue;
      const domain = yield* this.#assemble(tenantId, staged);
      const known = held?.get(tenantId);
      if (domain === undefined) this.#domains.delete(tenantId);
      else if (known !== undefined && (yield* isSameDomain(domain, known)))
        this.#domains.set(tenantId, known);
      else this.#domains.set(tenantId, domain);
    }
    return { domains: this.#domains, owners: this.#owners, digest: this.#digest.value() };
  }

  /** Takes the resource of that name out, and gives whose it was; undefined when there is none. */
  #drop(name: ResourceName, print: number): string | undefined {
    let found: PackedResource | undefined;
    const owner = this.#owners.find(print, (tenantId) => {
      found = this.#takeFrom(tenantId, resourceKey(name), print);
      return found !== undefined;
    });
    if (found !== undefined) this.#digest.toggleEncoded(found.versionedName);
    return owner;
  }

  #takeFrom(tenantId: string, key: string, print: number): PackedResource | undefined {
    const { before, dropped, added } = this.#stage(tenantId);
    const start = before?.startOf(key);
    if (before !== undefined && start !== undefined && !dropped.has(start)) {
      dropped.add(start);
      return before.at(start);
    }
    // Only where an update names a resource twice, or two keys have one print.
    const index = added.findIndex(
      (number) =>
        this.#pack.printAt(number) === print && resourceKey(this.#pack.at(number)) === key,
    );
    const [number] = index < 0 ? [] : added.splice(index, 1);
    return number === undefined ? undefined : this.#pack.at(number);
  }

  #stage(tenantId: string): StagedDomain {
    let staged = this.#staged.get(tenantId);
    if (staged === undefined) {
      staged = { before: this.#domains.get(tenantId), dropped: new Set(), added: [] };
      this.#staged.set(tenantId, staged);
    }
    return staged;
  }

  /** Undefined when nothing is left. */
  *#assemble(
    tenantId: string,
    { before, dropped, added }: StagedDomain,
  ): SlicedWork<PackedDomain | undefined> {
    const size = (before?.size ?? 0) - dropped.size + added.length;
    if (size === 0) return undefined;
    const left = [...dropped].toSorted((one, other) => one - other);
    let bytes = before?.bytesWithout(left) ?? 0;
    for (const number of added) bytes += this.#pack.bytesAt(number);
    const memory = this.#slabs?.allocate(bytes) ?? Buffer.allocUnsafeSlow(bytes);
    let end = before?.copyWithout(left, memory) ?? 0;
    for (let index = 0; index < added.length; index += 1) {
      end = this.#pack.copy(added[index] ?? 0, memory, end);
      if (index % COPIED_AT_ONCE === 0) yield;
    }
    return new PackedDomain(tenantId, size, memory);
  }
}

function* isSameDomain(left: PackedDomain, right: PackedDomain): SlicedWork<boolean> {
  if (left.hasBytesOf(right)) return true;
  if (left.size !== right.size) return false;
  for (const resource of left.values()) {
    if (right.get(resourceKey(resource))?.version.equals(resource.version) !== true) return false;
    yield;
  }
  return true;
}
