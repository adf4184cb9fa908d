import type { EntityManager } from 'typeorm';
import type { ResourceTag } from '../../domain/plan/row.ts';

/** Table `resource_owner`: who manages what by documents. Nodes hear nothing of it. */
export class ResourceTagStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Everything that is tagged in the tenants, and everything of the owner wherever it is. */
  async list(tenantIds: readonly string[], owner: string): Promise<readonly ResourceTag[]> {
    return this.#manager.query(
      `SELECT kind, resource_id AS "resourceId", tenant_id AS "tenantId", owner, name, content
        FROM resource_owner WHERE tenant_id = ANY ($1) OR owner = $2`,
      [tenantIds, owner],
    );
  }

  /** Puts resources under an owner, whoever had them. */
  async put(tags: readonly ResourceTag[]): Promise<void> {
    if (tags.length === 0) return;
    await this.#manager.query(
      `INSERT INTO resource_owner (kind, resource_id, tenant_id, owner, name, content)
        SELECT kind, "resourceId", "tenantId", owner, name, content
          FROM jsonb_to_recordset($1) AS tag (kind text, "resourceId" uuid, "tenantId" uuid, owner text,
            name text, content text)
        ON CONFLICT ON CONSTRAINT resource_owner_pkey DO UPDATE
          SET owner = excluded.owner, name = excluded.name, content = excluded.content`,
      [JSON.stringify(tags)],
    );
  }

  /** What is gone has no owner. */
  async remove(tags: readonly Pick<ResourceTag, 'kind' | 'resourceId'>[]): Promise<void> {
    if (tags.length === 0) return;
    await this.#manager.query(
      `DELETE FROM resource_owner USING jsonb_to_recordset($1) AS tag (kind text, "resourceId" uuid)
        WHERE resource_owner.kind = tag.kind AND resource_id = "resourceId"`,
      [JSON.stringify(tags)],
    );
  }
}
