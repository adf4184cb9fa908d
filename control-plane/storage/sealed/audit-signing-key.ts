import type { EntityManager } from 'typeorm';

/** A key that signs heads of audit chains, sealed under the master key as `audit_signing_key/<id>`. */
export interface StoredSigningKey {
  readonly id: string;
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

/** Table `audit_signing_key`. Keys are added, and stay: what they have signed is checked for ever. */
export class AuditSigningKeyStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Newest first. */
  async list(): Promise<readonly StoredSigningKey[]> {
    return this.#manager.query(
      `SELECT id, sealed, created_at AS "createdAt" FROM audit_signing_key
        ORDER BY created_at DESC, id DESC`,
    );
  }

  async insert({ id, sealed, createdAt }: StoredSigningKey): Promise<void> {
    await this.#manager.query(
      'INSERT INTO audit_signing_key (id, sealed, created_at) VALUES ($1, $2, $3)',
      [id, sealed, createdAt],
    );
  }
}
