import { ViewDigest } from '../../proto/view-digest.ts';
import { type RawResource, type ResourceName, resourceKey } from './packed/packed-resource.ts';
import { comparePositions, type Position } from './position.ts';
import { findResource, isRevocable, type ResourceSet, withoutResources } from './resource-store.ts';
import { runAtOnce } from './slices.ts';

/** Revocations that wait for the update that has them too. The control plane sends that within seconds. */
const NAMES_MAX = 100_000;

interface Revocation {
  readonly name: ResourceName;
  readonly at: Position;
}

/**
 * Keys and grants that were revoked ahead of the update that removes them. Until the node holds a later position they are
 * left out of whatever is enforced, also of an update that was on its way when they were revoked.
 */
export class RevokedAhead {
  readonly #revocations = new Map<string, Revocation>();
  #leftOut: readonly RawResource[] = [];

  /** False when there are too many to remember: the update that follows must do. Other kinds are passed over. */
  note(names: readonly ResourceName[], at: Position): boolean {
    for (const name of names) {
      if (!isRevocable(name)) continue;
      if (this.#revocations.size >= NAMES_MAX) return false;
      this.#revocations.set(resourceKey(name), { name, at });
    }
    return true;
  }

  /**
   * What is to be enforced of a set that was received: the set itself when nothing of it is revoked. What the set is
   * too new for is forgotten.
   */
  leaveOut(received: ResourceSet): ResourceSet {
    const found: RawResource[] = [];
    for (const [key, { name, at }] of this.#revocations) {
      if (comparePositions(received.position, at) > 0) {
        this.#revocations.delete(key);
        continue;
      }
      const resource = findResource(received, name);
      if (resource !== undefined) found.push(resource);
    }
    this.#leftOut = found;
    return found.length === 0 ? received : runAtOnce(withoutResources(received, found));
  }

  /**
   * The digest with what was left out counted in: the control plane knows what it has sent up to a position, and asks
   * whether that came whole.
   */
  digestOfReceived(enforced: Buffer): Buffer {
    if (this.#leftOut.length === 0) return enforced;
    const digest = new ViewDigest(enforced);
    for (const resource of this.#leftOut) digest.toggle(resource);
    return digest.value();
  }
}
