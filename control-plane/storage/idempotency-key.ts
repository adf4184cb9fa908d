import type { EntityManager } from 'typeorm';

/** What a mutation left behind, for a repeat of the same key. Holds no secret. */
export interface StoredResult {
  readonly id: string;
  readonly revision: string | null;
}

/** A use of a key. `inputDigest` is SHA-256 of the mutation's input. */
export interface KeyUse {
  readonly principalId: string;
  readonly tenantId: string | null;
  readonly key: string;
  readonly mutation: string;
  readonly inputDigest: Buffer;
}

/** Keys are kept by what ends a transaction: `conclude`. */
export class IdempotencyKeyStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** What the key was used for before; undefined when it is new. Waits for a concurrent use of the same key. */
  async find(
    use: KeyUse,
  ): Promise<{ readonly matches: boolean; readonly result: StoredResult } | undefined> {
    await this.#manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${use.principalId}/${use.key}`,
    ]);
    const [row]: { mutation: string; input_digest: Buffer; result: StoredResult }[] =
      await this.#manager.query(
        'SELECT mutation, input_digest, result FROM idempotency_key WHERE principal_id = $1 AND key = $2',
        [use.principalId, use.key],
      );
    if (row === undefined) return undefined;
    const matches = row.mutation === use.mutation && row.input_digest.equals(use.inputDigest);
    return { matches, result: row.result };
  }
}
