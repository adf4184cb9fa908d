import type { EntityManager } from 'typeorm';

/** Table `lease`: work that one replica does for all. */
export class LeaseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Takes the lease when it is free or past its time, or keeps it when `holder` has it already. Gives the fencing token,
   * which grows with each change of hands; undefined when another holds it.
   */
  async acquire(name: string, holder: string, ttlMs: number): Promise<bigint | undefined> {
    const [row]: { token: string }[] = await this.#manager.query(
      `INSERT INTO lease AS held (name, holder, token, expires_at)
        VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
        ON CONFLICT ON CONSTRAINT lease_pkey DO UPDATE
          SET holder = excluded.holder, expires_at = excluded.expires_at,
            token = held.token + CASE WHEN held.holder = excluded.holder THEN 0 ELSE 1 END
          WHERE held.holder = excluded.holder OR held.expires_at < clock_timestamp()
        RETURNING token`,
      [name, holder, ttlMs],
    );
    return row && BigInt(row.token);
  }

  /**
   * Keeps the lease with its holder until this transaction ends. In every scope.
   *
   * @throws Error when another holds it by now, or its time is over
   */
  async require(name: string, token: bigint): Promise<void> {
    await this.#manager.query('SELECT require_lease($1, $2)', [name, token.toString()]);
  }

  /** Gives it back before its time, when `holder` has it. */
  async release(name: string, holder: string): Promise<void> {
    await this.#manager.query(
      `UPDATE lease SET expires_at = clock_timestamp() WHERE name = $1 AND holder = $2`,
      [name, holder],
    );
  }
}
