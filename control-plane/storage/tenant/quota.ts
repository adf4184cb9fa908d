import type { EntityManager } from 'typeorm';
import type { Quota, QuotaDefault } from '../../domain/tenant/quota.ts';

/** Bounds of what tenants may have. They are held by triggers of the tables; here they are read, and those of the platform set. */
export class QuotaStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** By tenant, in the order of the kinds' names. */
  async listByTenants(
    tenantIds: readonly string[],
  ): Promise<readonly (Quota & { readonly tenantId: string })[]> {
    return this.#manager.query(
      `SELECT tenant.id AS "tenantId", general.kind, quota_limit_of(tenant.id, general.kind) AS limit,
          quota_used(tenant.id, general.kind)::integer AS used,
          tenant.quota_overrides ? general.kind AS "isOverride"
        FROM tenant CROSS JOIN quota_default AS general
        WHERE tenant.id = ANY($1::uuid[]) ORDER BY tenant.id, general.kind`,
      [[...tenantIds]],
    );
  }

  async listDefaults(): Promise<readonly QuotaDefault[]> {
    return this.#manager.query(
      'SELECT kind, quota_limit AS limit FROM quota_default ORDER BY kind',
    );
  }

  async putDefaults(defaults: readonly QuotaDefault[]): Promise<void> {
    await this.#manager.query(
      `UPDATE quota_default SET quota_limit = wanted.limit
        FROM jsonb_to_recordset($1) AS wanted (kind text, "limit" integer)
        WHERE quota_default.kind = wanted.kind`,
      [JSON.stringify(defaults)],
    );
  }
}
