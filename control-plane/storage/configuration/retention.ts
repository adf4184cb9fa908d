import type { EntityManager } from 'typeorm';

/** How long the past is kept. Source: architecture, section 3. */
export const RETENTION = {
  changeHours: 24,
  changeRevisions: 100_000,
  versionDays: 400,
} as const;

/** Name of the lease whose holder trims. */
export const RETENTION_LEASE = 'config_retention';

/** Forgets what is past its time. Each call names the token of the lease: one that was lost changes nothing. */
export class ConfigurationRetentionStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Trims changes of at most about `batch` rows, whole revisions. Gives how many rows. @throws QueryFailedError GH002 */
  async trimChanges(token: bigint, batch: number): Promise<number> {
    const [row]: { trimmed: number }[] = await this.#manager.query(
      `SELECT trim_config_change($1, $2 * interval '1 hour', $3, $4) AS trimmed`,
      [token.toString(), RETENTION.changeHours, RETENTION.changeRevisions, batch],
    );
    return row?.trimmed ?? 0;
  }

  /** Trims at most `batch` changes of releases, and the bodies that nothing names. @throws QueryFailedError GH002 */
  async trimVersions(token: bigint, batch: number): Promise<number> {
    const [row]: { trimmed: number }[] = await this.#manager.query(
      `SELECT trim_resource_version($1, $2 * interval '1 day', $3) AS trimmed`,
      [token.toString(), RETENTION.versionDays, batch],
    );
    return row?.trimmed ?? 0;
  }
}
