import type { EntityManager } from 'typeorm';
import type { ApiKeyUse, ReportedKeyUse } from '../../domain/telemetry/api-key-use.ts';

/** Table `api_key_use`: not governed, written from what nodes report. */
export class ApiKeyUseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** The tenant of each key that there is. */
  async findOwners(apiKeyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { readonly id: string; readonly tenantId: string }[] = await this.#manager.query(
      'SELECT id, tenant_id AS "tenantId" FROM api_key WHERE id = ANY ($1)',
      [apiKeyIds],
    );
    return new Map(rows.map(({ id, tenantId }) => [id, tenantId]));
  }

  /**
   * Keeps the latest use of each, whichever node saw it. A use less than a minute after the one that is kept is not written: a
   * key that all nodes see has one write a minute. In the order of ids: two batches never wait for each other.
   */
  async put(nodeId: string, uses: readonly ReportedKeyUse[]): Promise<void> {
    if (uses.length === 0) return;
    await this.#manager.query(
      `INSERT INTO api_key_use AS kept (api_key_id, tenant_id, used_at, door, region)
        SELECT DISTINCT ON (key.id) key.id, key.tenant_id, "usedAt", said.door,
          coalesce((SELECT region FROM node WHERE node.id = $1), '')
        FROM jsonb_to_recordset($2) AS said("apiKeyId" uuid, "usedAt" timestamptz, door text)
          JOIN api_key AS key ON key.id = "apiKeyId"
          LEFT JOIN api_key_use AS known ON known.api_key_id = key.id
        WHERE known.used_at IS NULL OR known.used_at <= "usedAt" - interval '1 minute'
        ORDER BY key.id, "usedAt" DESC
        ON CONFLICT ON CONSTRAINT api_key_use_pkey DO UPDATE
          SET used_at = excluded.used_at, door = excluded.door, region = excluded.region
          WHERE kept.used_at < excluded.used_at`,
      [nodeId, JSON.stringify(uses)],
    );
  }

  /** The last use of each that was used. */
  async listByKeys(apiKeyIds: readonly string[]): Promise<readonly ApiKeyUse[]> {
    return this.#manager.query(
      `SELECT api_key_id AS "apiKeyId", used_at AS "usedAt", door, region
        FROM api_key_use WHERE api_key_id = ANY ($1)`,
      [apiKeyIds],
    );
  }
}
