import type { EntityManager } from 'typeorm';

/** Who called, as a node reports it. */
export interface Caller {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly apiKeyId: string;
}

/** Whether what nodes report is about keys that exist. */
export class KnownCallerStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Ids of those keys that belong to the application and tenant that are named beside them; revoked ones too. */
  async listKnownKeyIds(callers: readonly Caller[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT DISTINCT api_key.id FROM api_key
        JOIN jsonb_to_recordset($1) AS caller("tenantId" uuid, "applicationId" uuid, "apiKeyId" uuid)
          ON api_key.id = caller."apiKeyId" AND api_key.tenant_id = caller."tenantId"
            AND api_key.application_id = caller."applicationId"`,
      [JSON.stringify(callers)],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
