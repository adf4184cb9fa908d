import type { EntityManager } from 'typeorm';

/** Who called, as a node reports it. */
export interface Caller {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly apiKeyId: string;
}

/** Names a caller in a set. */
export function callerKey({ tenantId, applicationId, apiKeyId }: Caller): string {
  return `${tenantId}/${applicationId}/${apiKeyId}`;
}

/** Whether what nodes report is about keys that exist. */
export class KnownCallerStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** The callers, by {@link callerKey}, whose key belongs to the application and tenant beside it; revoked ones too. */
  async listKnown(callers: readonly Caller[]): Promise<ReadonlySet<string>> {
    const rows: Caller[] = await this.#manager.query(
      `SELECT DISTINCT caller.* FROM api_key
        JOIN jsonb_to_recordset($1) AS caller("tenantId" uuid, "applicationId" uuid, "apiKeyId" uuid)
          ON api_key.id = caller."apiKeyId" AND api_key.tenant_id = caller."tenantId"
            AND api_key.application_id = caller."applicationId"`,
      [JSON.stringify(callers)],
    );
    return new Set(rows.map(callerKey));
  }
}
