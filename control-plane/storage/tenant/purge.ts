import type { EntityManager } from 'typeorm';

/** Name of the lease whose holder purges; the functions in the database ask for the same. */
export const PURGE_LEASE = 'tenant_purge';

/** A tenant whose grace period is over. */
export interface DueTenant {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: Date;
  /** Whether its rows have begun to go. */
  readonly isBegun: boolean;
}

/** Removes what belonged to a tenant. Each step that removes names the token of the lease: one that was lost changes nothing. */
export class TenantPurgeStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Those whose time came first, first; by the clock of the database: that of a replica may be wrong, and what goes is gone. */
  async listDue(rowsMax: number): Promise<readonly DueTenant[]> {
    return this.#manager.query(
      `SELECT id, name, deleted_at AS "deletedAt", purge_began_at IS NOT NULL AS "isBegun"
        FROM tenant WHERE purge_after <= clock_timestamp() ORDER BY purge_after, id LIMIT $1`,
      [rowsMax],
    );
  }

  /**
   * Whether nodes were told that nothing of the tenant is left: the newest note of each of its resources says that it is gone.
   * Before, its rows are what would tell them.
   */
  async isReleased(id: string): Promise<boolean> {
    const [row]: { held: boolean }[] = await this.#manager.query(
      `SELECT EXISTS (SELECT FROM release_change AS held
          WHERE owner_id = $1 AND version IS NOT NULL
            AND NOT EXISTS (SELECT FROM release_change AS later
              WHERE later.kind = held.kind AND later.resource_id = held.resource_id
                AND (later.epoch, later.revision) > (held.epoch, held.revision))) AS held`,
      [id],
    );
    return row?.held !== true;
  }

  /**
   * From then on nobody restores it. What the notes of releases will lack is counted now, once; until they are gone, releases with the
   * tenant seem not to be whole. Gives whether that was still to be done, and may be.
   */
  async begin(id: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.#manager.query(
      `UPDATE tenant SET purge_began_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1
        WHERE id = $1 AND purge_after <= clock_timestamp() AND purge_began_at IS NULL`,
      [id],
    );
    if (count !== 1) return false;
    await this.#manager.query(
      `INSERT INTO release_purge AS known (epoch, revision, change)
        SELECT epoch, revision, sum(change) FROM (
          SELECT epoch, revision, (version IS NOT NULL)::integer
              - coalesce(lag((version IS NOT NULL)::integer) OVER line, 0) AS change
            FROM release_change WHERE owner_id = $1
            WINDOW line AS (PARTITION BY kind, resource_id ORDER BY epoch, revision)
        ) AS step GROUP BY epoch, revision HAVING sum(change) <> 0
        ON CONFLICT ON CONSTRAINT release_purge_pkey DO UPDATE SET change = known.change + excluded.change`,
      [id],
    );
    return true;
  }

  /**
   * Takes persons and contents out of about `batch` entries of the tenant's log, after the one with this id. Gives the last one that
   * it looked at; undefined when there is none.
   *
   * @throws QueryFailedError GH002, GH003
   */
  async redactAudit(
    token: bigint,
    id: string,
    { after, batch }: { readonly after: bigint; readonly batch: number },
  ): Promise<bigint | undefined> {
    const [row]: { last: string | null }[] = await this.#manager.query(
      'SELECT redact_audit($1, $2, $3, $4) AS last',
      [token.toString(), id, after.toString(), batch],
    );
    return row?.last ? BigInt(row.last) : undefined;
  }

  /** Removes at most `batch` rows. Gives how many; with 0 the tenant itself is gone. @throws QueryFailedError GH002, GH003 */
  async removeRows(token: bigint, id: string, batch: number): Promise<number> {
    const [row]: { removed: number }[] = await this.#manager.query(
      'SELECT purge_tenant($1, $2, $3) AS removed',
      [token.toString(), id, batch],
    );
    return row?.removed ?? 0;
  }
}
