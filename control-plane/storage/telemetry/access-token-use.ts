import type { EntityManager } from 'typeorm';

/** When a token was shown. */
export interface TokenUse {
  readonly accessTokenId: string;
  readonly usedAt: Date;
}

/** Table `access_token_use`: not governed, written in batches by every replica. */
export class AccessTokenUseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Keeps the latest use of each, whichever replica saw it; at most one use of a token. In the order of ids: two replicas never wait for each other. */
  async put(uses: readonly TokenUse[]): Promise<void> {
    await this.#manager.query(
      `INSERT INTO access_token_use (access_token_id, tenant_id, used_at)
        SELECT token.id, token.tenant_id, "usedAt"
        FROM jsonb_to_recordset($1) AS use("accessTokenId" uuid, "usedAt" timestamptz)
          JOIN access_token AS token ON token.id = "accessTokenId"
        ORDER BY token.id
        ON CONFLICT ON CONSTRAINT access_token_use_pkey DO UPDATE
          SET used_at = greatest(access_token_use.used_at, excluded.used_at)`,
      [JSON.stringify(uses)],
    );
  }

  /** The last use of each that was used. */
  async listByTokens(accessTokenIds: readonly string[]): Promise<readonly TokenUse[]> {
    return this.#manager.query(
      `SELECT access_token_id AS "accessTokenId", used_at AS "usedAt"
        FROM access_token_use WHERE access_token_id = ANY ($1)`,
      [accessTokenIds],
    );
  }
}
