import type { EntityManager } from 'typeorm';

/** Requests that one run of the job brings on. */
const DUE_MAX = 100;

/** What the clock has to do with requests of every tenant; the scope must be the platform's. */
export class DueChangeStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** The clock of the database, which all replicas share. In every scope. */
  async readClock(): Promise<Date> {
    const [row]: { clock: Date }[] = await this.#manager.query('SELECT clock_timestamp() AS clock');
    return row?.clock ?? new Date(Number.NaN);
  }

  /** Ids of scheduled requests whose window has begun, also of those whose window has passed; the longest due first. */
  async listScheduled(): Promise<readonly string[]> {
    return this.#listIds(`state = 'scheduled' AND apply_at <= clock_timestamp() ORDER BY apply_at`);
  }

  /** Ids of requests that were made without their quorum, and not ratified in their time. */
  async listUnratified(): Promise<readonly string[]> {
    return this.#listIds(
      `state = 'applied_emergency' AND revert_at <= clock_timestamp() ORDER BY revert_at`,
    );
  }

  /** Ids of suspended requests whose tenants are suspended no longer. */
  async listResumable(): Promise<readonly string[]> {
    return this.#listIds(
      `state = 'suspended' AND NOT EXISTS (SELECT FROM tenant
        WHERE tenant.id = tenant_id AND tenant.suspended) ORDER BY created_at`,
    );
  }

  /** How many changes are in force without their quorum. */
  async countUnratified(): Promise<number> {
    const [row]: { count: number }[] = await this.#manager.query(
      `SELECT count(*)::integer AS count FROM change_request WHERE state = 'applied_emergency'`,
    );
    return row?.count ?? 0;
  }

  async #listIds(condition: string): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT id FROM change_request WHERE ${condition} LIMIT ${DUE_MAX}`,
    );
    return rows.map(({ id }) => id);
  }
}
