import type { EntityManager } from 'typeorm';
import type { Head } from './head.ts';

/** The epoch of the configuration. Every change compares and sets in one statement; of two replicas one changes it. */
export class ConfigurationEpochStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Raises the epoch by one when the database is another cluster or on another timeline than it was; remembers which one it
   * is. Gives the epoch before and after.
   */
  async settle(): Promise<{ readonly before: bigint; readonly after: bigint }> {
    const [row]: { before: string; after: string }[] = await this.#manager.query(
      'SELECT * FROM settle_config_epoch()',
    );
    return { before: BigInt(row?.before ?? 0), after: BigInt(row?.after ?? 0) };
  }

  /** Raises the epoch to one more than that of `held` when the head is behind it; undefined when it is not. */
  async raiseAbove(held: Head): Promise<bigint | undefined> {
    const [row]: { raised: string | null }[] = await this.#manager.query(
      'SELECT raise_config_epoch_above($1, $2) AS raised',
      [held.epoch.toString(), held.revision.toString()],
    );
    return row?.raised ? BigInt(row.raised) : undefined;
  }

  /** Raises the epoch by one when it still is `expected`; undefined when it is not. */
  async raise(expected: bigint): Promise<bigint | undefined> {
    const [row]: { raised: string | null }[] = await this.#manager.query(
      'SELECT raise_config_epoch($1) AS raised',
      [expected.toString()],
    );
    return row?.raised ? BigInt(row.raised) : undefined;
  }
}
