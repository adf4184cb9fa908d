import type { Snapshot } from './snapshot.ts';

/** The one mutable cell of a node's configuration. A call reads it once and keeps what it read. */
export class ActiveSnapshot {
  #current: Snapshot | undefined;
  #onSwap: (() => void) | undefined;

  /** Undefined until the node holds a configuration. */
  get current(): Snapshot | undefined {
    return this.#current;
  }

  /** Whether calls make sense here: a node that holds no tenant would refuse them all. */
  get isReady(): boolean {
    return this.#current !== undefined && this.#current.tenants.size > 0;
  }

  /** Why there is nothing to serve; undefined when there is. */
  notReadyBecause(keepsSecrets: boolean): string | undefined {
    if (this.isReady) return undefined;
    return keepsSecrets
      ? 'it holds no configuration of any tenant'
      : 'no secret is kept on disk (GATEHOUSE_NODE_SECRETS), and the control plane has sent none yet';
  }

  /** Registers the one who is told of each swap, after it. */
  onSwap(listener: () => void): void {
    this.#onSwap = listener;
  }

  /** Calls that begin after this see `next`; those under way keep what they have. */
  swap(next: Snapshot): void {
    this.#current = next;
    this.#onSwap?.();
  }
}
