import type { EntityManager } from 'typeorm';

/** Who called, as a node reports it: with a key, or with a token; the other id is empty. */
export interface Caller {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly apiKeyId: string;
  readonly tokenIssuerId: string;
}

/** Names a caller in a set. */
export function callerKey({ tenantId, applicationId, apiKeyId, tokenIssuerId }: Caller): string {
  return `${tenantId}/${applicationId}/${apiKeyId}/${tokenIssuerId}`;
}

/** Whether what nodes report is about keys and token issuers that exist. */
export class KnownCallerStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * The callers, by {@link callerKey}, whose key belongs to the application and tenant beside it, or whose token issuer and
   * application belong to the tenant; revoked and archived ones too. One with a key and a token is none.
   */
  async listKnown(callers: readonly Caller[]): Promise<ReadonlySet<string>> {
    const withKeys = callers.filter(({ tokenIssuerId }) => tokenIssuerId === '');
    const withTokens = callers.filter(({ apiKeyId }) => apiKeyId === '');
    const known = [
      ...(await this.#list(withKeys, 'apiKeyId', OF_KEYS)),
      ...(await this.#list(withTokens, 'tokenIssuerId', OF_TOKENS)),
    ];
    return new Set(known.map(callerKey));
  }

  async #list(
    callers: readonly Caller[],
    idField: 'apiKeyId' | 'tokenIssuerId',
    sql: string,
  ): Promise<readonly Caller[]> {
    const named = callers.filter((caller) => caller[idField] !== '');
    if (named.length === 0) return [];
    const rows: Caller[] = await this.#manager.query(sql, [JSON.stringify(named)]);
    return rows.map((row) => ({ ...NOBODY, ...row }));
  }
}

const NOBODY = { apiKeyId: '', tokenIssuerId: '' };

const OF_KEYS = `SELECT DISTINCT caller.* FROM api_key
  JOIN jsonb_to_recordset($1) AS caller("tenantId" uuid, "applicationId" uuid, "apiKeyId" uuid)
    ON api_key.id = caller."apiKeyId" AND api_key.tenant_id = caller."tenantId"
      AND api_key.application_id = caller."applicationId"`;

const OF_TOKENS = `SELECT DISTINCT caller.* FROM token_issuer
  JOIN jsonb_to_recordset($1) AS caller("tenantId" uuid, "applicationId" uuid, "tokenIssuerId" uuid)
    ON token_issuer.id = caller."tokenIssuerId" AND token_issuer.tenant_id = caller."tenantId"
  JOIN application ON application.id = caller."applicationId"
    AND application.tenant_id = caller."tenantId"`;
