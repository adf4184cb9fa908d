import type { EntityManager } from 'typeorm';
import type { CallerNoun, CallerUse, ReportedUse } from '../../domain/telemetry/caller-use.ts';

/** Tables `api_key_use` and `token_issuer_use`: not governed, written from what nodes report. */
export class CallerUseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** The tenant of each that there is. */
  async findOwners(noun: CallerNoun, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows: { readonly id: string; readonly tenantId: string }[] = await this.#manager.query(
      `SELECT id, tenant_id AS "tenantId" FROM ${noun} WHERE id = ANY ($1)`,
      [ids],
    );
    return new Map(rows.map(({ id, tenantId }) => [id, tenantId]));
  }

  /**
   * Keeps the latest use of each, whichever node saw it. A use less than a minute after the one that is kept is not written: a
   * key that all nodes see has one write a minute. In the order of ids: two batches never wait for each other.
   */
  async put(noun: CallerNoun, nodeId: string, uses: readonly ReportedUse[]): Promise<void> {
    if (uses.length === 0) return;
    await this.#manager.query(
      `INSERT INTO ${noun}_use AS kept (${noun}_id, tenant_id, used_at, door, region)
        SELECT DISTINCT ON (caller.id) caller.id, caller.tenant_id, "usedAt", said.door,
          coalesce((SELECT region FROM node WHERE node.id = $1), '')
        FROM jsonb_to_recordset($2) AS said(id uuid, "usedAt" timestamptz, door text)
          JOIN ${noun} AS caller ON caller.id = said.id
          LEFT JOIN ${noun}_use AS known ON known.${noun}_id = caller.id
        WHERE known.used_at IS NULL OR known.used_at <= "usedAt" - interval '1 minute'
        ORDER BY caller.id, "usedAt" DESC
        ON CONFLICT ON CONSTRAINT ${noun}_use_pkey DO UPDATE
          SET used_at = excluded.used_at, door = excluded.door, region = excluded.region
          WHERE kept.used_at < excluded.used_at`,
      [nodeId, JSON.stringify(uses)],
    );
  }

  /** The last use of each that was used. */
  async list(noun: CallerNoun, ids: readonly string[]): Promise<readonly CallerUse[]> {
    return this.#manager.query(
      `SELECT ${noun}_id AS id, used_at AS "usedAt", door, region FROM ${noun}_use WHERE ${noun}_id = ANY ($1)`,
      [ids],
    );
  }
}
