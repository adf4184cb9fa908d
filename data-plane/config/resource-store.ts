import { ForkableMap } from '../../proto/forkable-map.ts';
import { isVersionOf, VERSION_BYTES } from '../../proto/resource.ts';
import { ViewDigest } from '../../proto/view-digest.ts';
import { comparePositions, NOTHING_HELD, type Position, printPosition } from './position.ts';
import type { SlicedWork } from './slices.ts';

/** Names a resource. */
export interface ResourceName {
  readonly kind: string;
  readonly id: string;
}

/** One resource as it came: not decoded yet. */
export interface RawResource extends ResourceName {
  /** Empty for a resource that all tenants share. */
  readonly tenantId: string;
  /** {@link VERSION_BYTES} long. */
  readonly version: Buffer;
  readonly body: Buffer;
}

/** Where the bytes of a resource lie in memory that it shares with others. */
export interface Place {
  readonly memory: Buffer;
  readonly versionAt: number;
  readonly bodyAt: number;
  readonly bodyEnd: number;
}

/**
 * A resource whose bytes lie among those of others: two buffers of its own for each of 110,000 are a third of what the
 * collector of garbage would carry about while a node takes everything.
 */
export class PlacedResource implements RawResource {
  readonly kind: string;
  readonly id: string;
  readonly tenantId: string;
  readonly #memory: Buffer;
  readonly #versionAt: number;
  readonly #bodyAt: number;
  readonly #bodyEnd: number;

  constructor({ kind, id }: ResourceName, tenantId: string, place: Place) {
    this.kind = kind;
    this.id = id;
    this.tenantId = tenantId;
    this.#memory = place.memory;
    this.#versionAt = place.versionAt;
    this.#bodyAt = place.bodyAt;
    this.#bodyEnd = place.bodyEnd;
  }

  get version(): Buffer {
    return this.#memory.subarray(this.#versionAt, this.#versionAt + VERSION_BYTES);
  }

  get body(): Buffer {
    return this.#memory.subarray(this.#bodyAt, this.#bodyEnd);
  }
}

/** The resources of one tenant, or the shared ones, by {@link resourceKey}. */
export type Domain = ReadonlyMap<string, RawResource>;

/** Domain of the resources that all tenants share. */
export const SHARED_DOMAIN = '';

/**
 * What a node holds at one position. Immutable; a change copies only the domains that it touches, so that a domain
 * that is the same object holds the same resources.
 */
export interface ResourceSet {
  readonly position: Position;
  /** By tenant id; the shared resources under {@link SHARED_DOMAIN}. None is empty. */
  readonly domains: ForkableMap<Domain>;
  /** Which tenant owns a resource, by its key. */
  readonly owners: ForkableMap<string>;
  /** 32 bytes: see proto/view-digest.ts. */
  readonly digest: Buffer;
}

/** A step to the next position, all parts together. */
export interface WholeUpdate {
  readonly nonce: string;
  readonly from: Position;
  readonly to: Position;
  /** Drop what is not among the upserts. */
  readonly full: boolean;
  readonly upserts: readonly RawResource[];
  readonly removals: readonly ResourceName[];
  readonly digest: Buffer;
  /** Unix milliseconds; 0 when unknown. */
  readonly oldestCommitAtMs: number;
}

/**
 * What became of an update. `older`: it would go back; stay. `gap`: it starts elsewhere than where the node stands;
 * say again what is held. `corrupt`: its content is not what it says; ask for everything.
 */
export type UpdateResult =
  | { readonly kind: 'applied'; readonly set: ResourceSet }
  | { readonly kind: 'older' | 'gap' | 'corrupt'; readonly message: string };

/** Gives one string for equal ones: decoding makes a new one for each, 8 MB of the ids of 10,000 tenants alone. */
export class SharedNames {
  readonly #names = new Map<string, string>();

  of(name: string): string {
    const known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, name);
    return known ?? name;
  }
}

/** What a node holds before its first update. */
export const EMPTY_SET: ResourceSet = {
  position: NOTHING_HELD,
  domains: new ForkableMap(),
  owners: new ForkableMap(),
  digest: new ViewDigest().value(),
};

/** Key of a resource within a set. */
export function resourceKey({ kind, id }: ResourceName): string {
  return `${kind}/${id}`;
}

/**
 * The set after the update; `held` stays as it is. Applying an update again to its own result changes nothing, as long
 * as it is full.
 */
export function* applyUpdate(held: ResourceSet, update: WholeUpdate): SlicedWork<UpdateResult> {
  const { from, to, full } = update;
  if (comparePositions(to, held.position) < 0)
    return refuse('older', `the node holds ${printPosition(held.position)}, newer than the update`);
  if (!full && comparePositions(from, held.position) !== 0)
    return refuse('gap', `the node holds ${printPosition(held.position)}, not the update's start`);
  const draft = new Draft(full ? EMPTY_SET : held);
  for (const name of update.removals) {
    draft.remove(name);
    yield;
  }
  for (const resource of update.upserts) {
    if (!isVersionOf(resource.version, resource.body))
      return refuse('corrupt', `${resourceKey(resource)} is not of the version that it says`);
    draft.put(resource);
    yield;
  }
  if (full) yield* draft.reuse(held);
  const set = draft.finish(to);
  if (!set.digest.equals(update.digest))
    return refuse('corrupt', 'the digest after the update is not the one that it says');
  return { kind: 'applied', set };
}

/** Kinds whose removal takes away what somebody may do. */
const REVOCABLE: ReadonlySet<string> = new Set(['api_key', 'grant', 'token_issuer']);

/**
 * The held set without the keys, grants and token issuers that `wanted` has no more; undefined when it has them all.
 * For a change that is refused as a whole: what it takes away is taken away all the same.
 */
export function* dropRevoked(
  held: ResourceSet,
  wanted: ResourceSet,
): SlicedWork<ResourceSet | undefined> {
  const revoked: RawResource[] = [];
  for (const tenantId of held.domains.keysThatDiffer(wanted.domains)) {
    const left = wanted.domains.get(tenantId);
    for (const [key, resource] of held.domains.get(tenantId) ?? [])
      if (isRevocable(resource) && left?.has(key) !== true) revoked.push(resource);
    yield;
  }
  return revoked.length === 0 ? undefined : yield* withoutResources(held, revoked);
}

/** The set without these, at the same position. */
export function* withoutResources(
  held: ResourceSet,
  names: readonly ResourceName[],
): SlicedWork<ResourceSet> {
  const draft = new Draft(held);
  for (const name of names) {
    draft.remove(name);
    yield;
  }
  return draft.finish(held.position);
}

/** The resource of that name; undefined when the set has none. */
export function findResource(set: ResourceSet, name: ResourceName): RawResource | undefined {
  const key = resourceKey(name);
  const tenantId = set.owners.get(key);
  return tenantId === undefined ? undefined : set.domains.get(tenantId)?.get(key);
}

/** Whether the loss of such a resource takes effect even while its tenant is held back. */
export function isRevocable({ kind }: ResourceName): boolean {
  return REVOCABLE.has(kind);
}

function refuse(kind: 'older' | 'gap' | 'corrupt', message: string): UpdateResult {
  return { kind, message };
}

/** A set that is being changed. */
class Draft {
  readonly #domains: ForkableMap<Domain>;
  readonly #copied = new Map<string, Map<string, RawResource>>();
  /** Domains that had nothing left at some moment: few, where a walk over all of them is a pause of its own. */
  readonly #emptied = new Set<string>();
  readonly #owners: ForkableMap<string>;
  readonly #digest: ViewDigest;

  constructor(start: ResourceSet) {
    this.#domains = start.domains.fork();
    this.#owners = start.owners.fork();
    this.#digest = new ViewDigest(start.digest);
  }

  put(resource: RawResource): void {
    const key = resourceKey(resource);
    this.#drop(key);
    this.#copyOf(resource.tenantId).set(key, resource);
    this.#owners.set(key, resource.tenantId);
    this.#digest.toggle(resource);
  }

  remove(name: ResourceName): void {
    const key = resourceKey(name);
    this.#drop(key);
    this.#owners.delete(key);
  }

  /** Takes the domains of `held` that have the same resources, so that nothing is built anew for them. */
  *reuse(held: ResourceSet): SlicedWork<void> {
    for (const [tenantId, domain] of this.#copied) {
      const before = held.domains.get(tenantId);
      if (before !== undefined && (yield* isSameDomain(domain, before)))
        this.#domains.set(tenantId, before);
      yield;
    }
  }

  finish(position: Position): ResourceSet {
    for (const tenantId of this.#emptied)
      if (this.#copied.get(tenantId)?.size === 0) this.#domains.delete(tenantId);
    return {
      position,
      domains: this.#domains,
      owners: this.#owners,
      digest: this.#digest.value(),
    };
  }

  #drop(key: string): void {
    const tenantId = this.#owners.get(key);
    if (tenantId === undefined) return;
    const domain = this.#copyOf(tenantId);
    const held = domain.get(key);
    if (held === undefined) return;
    domain.delete(key);
    if (domain.size === 0) this.#emptied.add(tenantId);
    this.#digest.toggle(held);
  }

  #copyOf(tenantId: string): Map<string, RawResource> {
    let copy = this.#copied.get(tenantId);
    if (copy === undefined) {
      copy = new Map(this.#domains.get(tenantId));
      this.#copied.set(tenantId, copy);
      this.#domains.set(tenantId, copy);
    }
    return copy;
  }
}

function* isSameDomain(left: Domain, right: Domain): SlicedWork<boolean> {
  if (left.size !== right.size) return false;
  for (const [key, { version }] of left) {
    if (right.get(key)?.version.equals(version) !== true) return false;
    yield;
  }
  return true;
}
