import type { Snapshot } from './snapshot.ts';

/** The one mutable cell of a node's configuration. A call reads it once and keeps what it read. */
export class ActiveSnapshot {
  #current: Snapshot | undefined;

  /** Undefined until the node holds a configuration. */
  get current(): Snapshot | undefined {
    return this.#current;
  }

  /** Whether calls make sense here: a node that holds no tenant would refuse them all. */
  get isReady(): boolean {
    return this.#current !== undefined && this.#current.tenants.size > 0;
  }

  /** Calls that begin after this see `next`; those under way keep what they have. */
  swap(next: Snapshot): void {
    this.#current = next;
  }
}
