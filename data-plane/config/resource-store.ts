import { ForkableMap } from '../../proto/forkable-map.ts';
import { isVersionOf } from '../../proto/resource.ts';
import { ViewDigest } from '../../proto/view-digest.ts';
import { ForkableIndex } from './packed/forkable-index.ts';
import type { PackedDomain } from './packed/packed-domain.ts';
import { type RawResource, type ResourceName, resourceKey } from './packed/packed-resource.ts';
import { ResourcePack } from './packed/resource-pack.ts';
import { findOwner, type SetContent, SetDraft } from './packed/set-draft.ts';
import { Slabs } from './packed/slabs.ts';
import { comparePositions, NOTHING_HELD, type Position, printPosition } from './position.ts';
import type { SlicedWork } from './slices.ts';

/** The resources of one tenant, or the shared ones. */
export type Domain = PackedDomain;

/** Domain of the resources that all tenants share. */
export const SHARED_DOMAIN = '';

/**
 * What a node holds at one position. Immutable; a change copies only the domains that it touches, so that a domain
 * that is the same object holds the same resources.
 */
export interface ResourceSet extends SetContent {
  readonly position: Position;
  /** By tenant id; the shared resources under {@link SHARED_DOMAIN}. None is empty. */
  readonly domains: ForkableMap<Domain>;
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
  /** Packed already where they came from a stream or a disk. */
  readonly upserts: Iterable<RawResource>;
  readonly removals: readonly ResourceName[];
  readonly digest: Buffer;
  /** Unix milliseconds; 0 when unknown. */
  readonly oldestCommitAtMs: number;
}

/**
 * What became of an update. `older`: it would go back; stay. `gap`: it starts elsewhere than where the node stands;
 * say again what is held. `corrupt`: its content is not what it says; ask for everything.
 */
export type UpdateResult = { readonly kind: 'applied'; readonly set: ResourceSet } | UpdateRefusal;

/** See {@link UpdateResult}. */
export interface UpdateRefusal {
  readonly kind: 'older' | 'gap' | 'corrupt';
  readonly message: string;
}

/** What a node holds before its first update. */
export const EMPTY_SET: ResourceSet = {
  position: NOTHING_HELD,
  domains: new ForkableMap(),
  owners: new ForkableIndex(),
  digest: new ViewDigest().value(),
};

/**
 * The set after the update; `held` stays as it is. Applying an update again to its own result changes nothing, as long
 * as it is full.
 */
export function* applyUpdate(held: ResourceSet, update: WholeUpdate): SlicedWork<UpdateResult> {
  const { from, to, full } = update;
  const older = findOlder(held, to);
  if (older !== undefined) return older;
  if (!full && comparePositions(from, held.position) !== 0)
    return refuse('gap', `the node holds ${printPosition(held.position)}, not the update's start`);
  const pack = ResourcePack.of(update.upserts);
  const draft = full ? new SetDraft(EMPTY_SET, pack, new Slabs()) : new SetDraft(held, pack);
  for (const name of update.removals) {
    draft.remove(name);
    yield;
  }
  for (let number = 0; number < pack.length; number += 1) {
    const resource = pack.at(number);
    if (!isVersionOf(resource.version, resource.body))
      return refuse('corrupt', `${resourceKey(resource)} is not of the version that it says`);
    draft.put(number);
    yield;
  }
  const set = { position: to, ...(yield* draft.finish(full ? held.domains : undefined)) };
  if (!set.digest.equals(update.digest))
    return refuse('corrupt', 'the digest after the update is not the one that it says');
  return { kind: 'applied', set };
}

/** Why an update to that position would go back; undefined when it would not. */
export function findOlder({ position }: ResourceSet, to: Position): UpdateRefusal | undefined {
  if (comparePositions(to, position) >= 0) return undefined;
  return refuse('older', `the node holds ${printPosition(position)}, newer than the update`);
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
  const draft = new SetDraft(held, new ResourcePack());
  for (const name of names) {
    draft.remove(name);
    yield;
  }
  return { position: held.position, ...(yield* draft.finish()) };
}

/** The resource of that name; undefined when the set has none. */
export function findResource(set: ResourceSet, name: ResourceName): RawResource | undefined {
  const tenantId = findOwner(set, name);
  return tenantId === undefined ? undefined : set.domains.get(tenantId)?.get(resourceKey(name));
}

/** Whether the loss of such a resource takes effect even while its tenant is held back. */
export function isRevocable({ kind }: ResourceName): boolean {
  return REVOCABLE.has(kind);
}

function refuse(kind: UpdateRefusal['kind'], message: string): UpdateRefusal {
  return { kind, message };
}
