import { randomUUID } from 'node:crypto';
import { PLATFORM, type Storage } from '../storage/storage.ts';

const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

/**
 * Work that one replica does for all. The token fences it: whoever lost the lease meanwhile, as after a long pause, is
 * refused by the database when it names its old one.
 */
export class Lease {
  readonly #storage: Storage;
  readonly #name: string;
  readonly #ttlMs: number;
  readonly #holder = randomUUID();

  constructor(storage: Storage, name: string, ttlMs: number) {
    this.#storage = storage;
    this.#name = name;
    this.#ttlMs = ttlMs;
  }

  /** Takes the lease, or keeps it for its time from this moment. Gives the token; undefined when another has it. */
  async acquire(): Promise<bigint | undefined> {
    const { value } = await this.#storage.transaction(PLATFORM, ACTOR, ({ leases }) =>
      leases.acquire(this.#name, this.#holder, this.#ttlMs),
    );
    return value;
  }

  /** Lets another replica take it at once. */
  async release(): Promise<void> {
    await this.#storage.transaction(PLATFORM, ACTOR, ({ leases }) =>
      leases.release(this.#name, this.#holder),
    );
  }
}
